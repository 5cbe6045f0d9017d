"""The meeting notice: approved by a second person, roll frozen, sent to all members."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select

from app import clock
from app.documents.common.letter import Letter
from app.errors import RuleViolation
from app.extensions import db
from app.mail.meeting import letters
from app.models.meeting.attendance import RollEntry
from app.models.meeting.meeting import Meeting
from app.models.membership.organisation import Organisation
from app.rules.common import articles
from app.rules.meeting.agenda import ItemKind, MeetingForm
from app.rules.membership.membership import Standing
from app.rules.states.common.table import next_state
from app.rules.states.meeting.meeting import AGENDA_ITEM, MEETING, ItemState, ItemVerb, MeetingVerb
from app.security.viewer import Role, Viewer
from app.services.common import approvals, audit, holidays, numbers, settings, timers
from app.services.common.links import Links
from app.services.meeting import (
    closing,
    continuations,
    meetings,
    notice_contents,
    observers,
    rolls,
    subjects,
)
from app.services.meeting.reply_addresses import reply_address
from app.services.membership.recipients import addresses_of
from app.services.post import attachments, outbox
from app.services.post.attachments import StoredFile

KIND = "meeting.notice"
MORNING = timedelta(hours=9)
"""When members are reminded, on the days that the secretariat set before the last day."""


def submit(actor: Viewer, meeting_id: int) -> Meeting:
    """Submit the notice for a second person's approval. Raises RuleViolation if incomplete."""
    actor.require(Role.SECRETARIAT)
    actor.person()
    meeting = meetings.locked(meeting_id)
    meeting.state = next_state(MEETING, meeting.state, MeetingVerb.SUBMIT)
    _check(meeting)
    approvals.propose(actor, KIND, meeting.id, title=meeting.full_title)
    return meeting


def send_back(actor: Viewer, meeting_id: int, reason: str) -> Meeting:
    """Return the notice with a reason; it can be changed again then."""
    actor.require(Role.SECRETARIAT)
    actor.person()
    meeting = meetings.locked(meeting_id)
    meeting.state = next_state(MEETING, meeting.state, MeetingVerb.RETURN)
    approvals.send_back(actor, KIND, meeting.id, reason)
    return meeting


def notify(actor: Viewer, meeting_id: int, *, links: Links) -> int:
    """Approve the notice and send it to every executive member; returns the number of letters.

    Today becomes the record date: E is frozen (*reading*). The items of a written resolution
    open now. Raises RuleViolation for the person who submitted it.
    """
    actor.require(Role.SECRETARIAT)
    actor.person()
    meeting = meetings.locked(meeting_id)
    meeting.state = next_state(MEETING, meeting.state, MeetingVerb.NOTIFY)
    approvals.release(actor, KIND, meeting.id)
    _check(meeting)
    meeting.notified_at = clock.now()
    meeting.record_date = clock.today()
    entries = _freeze(meeting)
    if meeting.continues_id is not None:
        continuations.mark_answered(meeting, entries)
    audit.record(actor, "meeting.notify", "meeting", meeting.id, executives=len(entries))
    if meeting.is_written:
        numbers.hold(closing.CHAIN)  # carried-over statements may decide it at once
    number = numbers.document_number()
    said = notice_contents.explanations(meeting)
    files = attachments.store(notice_contents.files(meeting, links))
    addresses = addresses_of([entry.organisation for entry in entries])
    for entry in entries:
        link = links.meeting_answer(entry.id, entry.link_nonce)
        reply_to = reply_address(links.mailbox, links.secret, entry)
        letter = letters.notice(
            meeting, entry.organisation, link, number, said=said, by_mail=bool(reply_to)
        )
        paper = letters.notice(meeting, entry.organisation, "", number, said=said)
        to = addresses[entry.organisation_id]
        write_to(actor, entry, letter, to=to, reply_to=reply_to, paper=paper, files=files)
    observers.invite(actor, meeting, number)
    if meeting.is_written:
        for item in meeting.items:
            if item.state is ItemState.PLANNED:
                item.state = next_state(AGENDA_ITEM, item.state, ItemVerb.OPEN)
                item.opened_at = meeting.notified_at
                closing.resolve_if_deemed(actor, item)
    set_timers(meeting)
    db.session.flush()
    return len(entries)


def set_timers(meeting: Meeting) -> None:
    """Schedule member reminders, and the secretariat's notification when answers are due."""
    for moment in reminder_moments(meeting):
        if moment > clock.now():
            timers.schedule(timers.MEETING_REMINDER, meeting.id, moment)
    if meeting.is_written:
        timers.schedule(timers.ANSWERS_DUE, meeting.id, meeting.answers_end)


def reminder_moments(meeting: Meeting) -> list[datetime]:
    """Return the mornings on which members are reminded, on days when offices are open.

    *Reading*: a reminder binds nobody, so one that falls on a closed day goes out before it; the
    last day for answers stays where it is.
    """
    last_day = meeting.answers_by or clock.local(meeting.starts_at).date()
    ahead = (settings.value("first_reminder"), settings.value("second_reminder"))
    days = sorted({holidays.last_open(last_day - timedelta(days=number)) for number in ahead})
    return [clock.at_start_of(day) + MORNING for day in days]


def remind(actor: Viewer, meeting_id: int, *, links: Links) -> int:
    """Remind members without an answer, at most once a day; returns how many."""
    actor.require(Role.SECRETARIAT)
    meeting = meetings.locked(meeting_id)
    if meeting.starts_at <= clock.now():
        raise RuleViolation(articles.CALLING, "期日を過ぎているため、督促できません。")
    next_verb = MeetingVerb.END_WRITTEN if meeting.is_written else MeetingVerb.OPEN
    next_state(MEETING, meeting.state, next_verb)
    return write_reminders(actor, meeting, links)


def write_reminders(actor: Viewer, meeting: Meeting, links: Links) -> int:
    """Send a reminder to every member of the roll without an answer; returns how many."""
    silent = [
        entry
        for entry in rolls.entries(meeting.id)
        if entry.reply is None and entry.released_at is None
    ]
    addresses = addresses_of([entry.organisation for entry in silent])
    period = clock.today().isoformat()
    for entry in silent:
        reply_to = reply_address(links.mailbox, links.secret, entry)
        letter = letters.reminder(
            meeting,
            entry.organisation,
            links.meeting_answer(entry.id, entry.link_nonce),
            by_mail=bool(reply_to),
        )
        to = addresses[entry.organisation_id]
        write_to(actor, entry, letter, to=to, period=period, reply_to=reply_to)
    audit.record(actor, "meeting.remind", "meeting", meeting.id, members=len(silent))
    return len(silent)


def is_short(meeting: Meeting) -> bool:
    """Whether a notice sent today would miss the secretariat's lead time in days."""
    return clock.local(meeting.starts_at).date() < clock.today() + timedelta(days=meeting.lead_days)


def _check(meeting: Meeting) -> None:
    """Check that the notice can be sent. Raises RuleViolation naming what is missing."""
    if meeting.starts_at <= clock.now():
        raise RuleViolation(articles.CALLING, "日時が過ぎています。日時を直してください。")
    if meeting.form in (MeetingForm.ROOM, MeetingForm.BOTH) and not meeting.place:
        raise RuleViolation(articles.CALLING, "会場が決まっていません。会場を入力してください。")
    live = [item for item in meeting.items if item.state is ItemState.PLANNED]
    if not live:
        raise RuleViolation(articles.CALLING, "議題がありません。議題を入れてください。")
    if meeting.is_written and any(item.kind is not ItemKind.RESOLUTION for item in live):
        raise RuleViolation(articles.DEEMED_RESOLUTION, "書面決議には議案だけを入れてください。")
    for item in live:
        fault = subjects.fault(item) or subjects.early(item, meeting)
        if fault and item.resolution_kind is not None:
            raise RuleViolation(item.resolution_kind.article, f"{item.label}：{fault}")


def _freeze(meeting: Meeting) -> list[RollEntry]:
    executives = db.session.scalars(
        select(Organisation)
        .where(Organisation.standing == Standing.EXECUTIVE)
        .order_by(Organisation.name_kana, Organisation.id)
    ).all()
    if not executives:
        raise RuleViolation(articles.QUORUM, "幹事団体がないため、会議を開けません。")
    entries = [
        RollEntry(meeting_id=meeting.id, organisation_id=each.id, organisation=each)
        for each in executives
    ]
    db.session.add_all(entries)
    db.session.flush()
    return entries


def letters_key(entry: RollEntry) -> str:
    """Return the dedupe key of the letters about the meeting to this member."""
    return f"meeting:{entry.meeting_id}:{entry.organisation_id}"


def write_to(
    actor: Viewer,
    entry: RollEntry,
    letter: Letter,
    *,
    to: str,
    period: str = "",
    reply_to: str = "",
    paper: Letter | None = None,
    files: Sequence[StoredFile] = (),
) -> None:
    """Add a letter to a member of the roll to the outbox, with files if the member takes them."""
    message = outbox.write(
        actor,
        letter,
        to=to,
        dedupe_key=letters_key(entry),
        period=period,
        organisation_id=entry.organisation_id,
        secret=letter.purpose in letters.WITH_LINK,
        reply_to=reply_to,
        paper=paper,
        of_use_until=clock.local(entry.meeting.starts_at).date(),
    )
    if attachments.are_taken(entry.organisation, message.recipient):
        attachments.attach(message, files)

"""Another day or place after the notice (開催の変更): proposed by one officer, released by another.

Record date, roll, statements and proxies stay; who comes is asked again.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from app import clock
from app.documents.common.calendar_event import Method
from app.errors import RuleViolation
from app.extensions import db
from app.mail.meeting import letters
from app.models.common.approval import Approval
from app.models.meeting.meeting import Meeting
from app.rules.common import articles
from app.rules.meeting.agenda import MeetingForm, Reply
from app.rules.states.common.table import next_state
from app.rules.states.meeting.meeting import MEETING, ItemState, MeetingVerb
from app.security.viewer import Role, Viewer
from app.services.common import approvals, audit, numbers, timers
from app.services.common.links import Links
from app.services.meeting import meetings, notice_contents, notices, observers, rolls, subjects
from app.services.meeting.reply_addresses import reply_address
from app.services.membership.recipients import addresses_of
from app.services.post import attachments

KIND = "meeting.change"
CHANGEABLE = ("form", "starts_at", "ends_at", "answers_by", "place", "online_url", "online_access")
"""Fields of the plan that can change after the notice."""


def propose(actor: Viewer, meeting_id: int, values: Mapping[str, Any], *, reason: str) -> Approval:
    """Propose another day, time, place or way. values: keyed by CHANGEABLE.

    Raises RuleViolation without a reason, when nothing changes, for a written resolution, and for
    a day on which the plan or an item would no longer be possible.
    """
    actor.require(Role.SECRETARIAT)
    meeting = meetings.locked(meeting_id)
    changed = {
        name: values[name]
        for name in CHANGEABLE
        if name in values and values[name] != getattr(meeting, name)
    }
    if not changed:
        raise RuleViolation(articles.CALLING, "変更がありません。")
    if not reason.strip():
        raise RuleViolation(articles.CALLING, "変更の理由を入力してください。通知に記載します。")
    _check(meeting, changed)
    return approvals.propose(
        actor,
        KIND,
        meeting.id,
        title=meeting.full_title,
        reason=reason,
        values={name: _plain(value) for name, value in changed.items()},
    )


def release(actor: Viewer, meeting_id: int, *, links: Links) -> int:
    """Carry the proposed change out and tell everybody invited; return the number of letters.

    Raises RuleViolation for the person who proposed it, and when it has become impossible.
    """
    actor.require(Role.SECRETARIAT)
    meeting = meetings.locked(meeting_id)
    proposal = approvals.release(actor, KIND, meeting.id)
    changed = proposed(proposal)
    _check(meeting, changed)
    former = meetings.copied(meeting)
    before = {name: _plain(getattr(meeting, name)) for name in changed}
    for name, value in changed.items():
        setattr(meeting, name, value)
    meeting.revision += 1
    audit.record(
        actor,
        "meeting.change",
        "meeting",
        meeting.id,
        before=before,
        after=proposal.arguments["values"],
        reason=proposal.reason,
    )
    number = numbers.document_number()
    told = _tell(actor, meeting, former, number, proposal.reason, links)
    observers.tell_of_change(actor, meeting, former, number, proposal.reason)
    timers.cancel(timers.MEETING_REMINDER, meeting.id)
    notices.set_timers(meeting)
    db.session.flush()
    return told


def _tell(
    actor: Viewer, meeting: Meeting, former: Meeting, number: str, reason: str, links: Links
) -> int:
    """Ask every member of the roll again whether it attends; return the number of letters.

    Whoever delegated or stated has answered: that stands.
    """
    entries = [entry for entry in rolls.entries(meeting.id) if entry.released_at is None]
    files = attachments.store(notice_contents.calendar_files(meeting, links, Method.PUBLISH))
    addresses = addresses_of([entry.organisation for entry in entries])
    for entry in entries:
        if entry.reply not in (Reply.PROXY, Reply.STATEMENT):
            entry.reply = entry.replied_at = entry.replied_by = None
        link = links.meeting_answer(entry.id, entry.link_nonce)
        letter, paper = (
            letters.changed(meeting, former, entry.organisation, each, number, reason=reason)
            for each in (link, "")
        )
        notices.write_to(
            actor,
            entry,
            letter,
            to=addresses[entry.organisation_id],
            paper=paper,
            period=str(meeting.revision),
            reply_to=reply_address(links.mailbox, links.secret, entry),
            files=files,
        )
    return len(entries)


def send_back(actor: Viewer, meeting_id: int, reason: str) -> Approval:
    """Return the proposed change with a reason."""
    actor.require(Role.SECRETARIAT)
    meetings.locked(meeting_id)
    return approvals.send_back(actor, KIND, meeting_id, reason)


def take_back(actor: Viewer, meeting_id: int) -> Approval:
    """Take the proposed change back."""
    actor.require(Role.SECRETARIAT)
    meetings.locked(meeting_id)
    return approvals.take_back(actor, KIND, meeting_id)


def proposed(proposal: Approval) -> dict[str, Any]:
    """Return the proposed values, keyed by CHANGEABLE."""
    read: dict[str, Callable[[str], Any]] = {
        "form": MeetingForm,
        "starts_at": datetime.fromisoformat,
        "ends_at": datetime.fromisoformat,
        "answers_by": date.fromisoformat,
    }
    return {
        name: read[name](value) if value is not None and name in read else value
        for name, value in proposal.arguments["values"].items()
    }


def _check(meeting: Meeting, changed: Mapping[str, Any]) -> None:
    """Check that the notified meeting could be held as changed. Raises RuleViolation, StaleState."""
    if meeting.is_written or changed.get("form") is MeetingForm.WRITTEN:
        raise RuleViolation(
            articles.DEEMED_RESOLUTION,
            "書面決議の期限と方法は、通知の後では変えられません。取りやめて、通知し直してください。",
        )
    next_state(MEETING, meeting.state, MeetingVerb.OPEN)
    after = meetings.as_planned(meeting, changed)
    for item in meeting.items:
        if item.state is ItemState.PLANNED and (fault := subjects.early(item, after)):
            raise RuleViolation(articles.CALLING, f"{item.label}：{fault}")


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(clock.TOKYO).isoformat()
    return value.isoformat() if isinstance(value, date) else value

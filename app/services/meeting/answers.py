"""Attendance answers (出欠の回答) of executive members to a meeting notice, and the quorum forecast."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app import clock
from app.errors import NotFound, RuleViolation
from app.extensions import db
from app.models.meeting.attendance import Proxy, RollEntry
from app.models.meeting.meeting import Meeting
from app.models.meeting.vote import Statement, StatementPaper
from app.models.post.outbox import OutboxMessage
from app.rules.common import articles
from app.rules.meeting.agenda import AnswerWay, Reply
from app.rules.meeting.forecast import Forecast, forecast
from app.rules.meeting.roll import Choice
from app.rules.membership.membership import ContactKind
from app.security.viewer import Role, Viewer
from app.services.common import audit
from app.services.meeting import attendance, meetings, rolls
from app.services.membership import contacts


@dataclass(frozen=True)
class ListedAnswer:
    """One member's attendance answer, proxy, written statements and meeting notice."""

    entry: RollEntry
    proxy: Proxy | None
    agent: str
    words: Mapping[int, Statement]
    late: Mapping[int, Statement]
    """Statements after the last day of a written resolution."""
    papers: Sequence[StatementPaper]
    """Of which statements were entered."""
    letter: OutboxMessage | None


def answer(
    actor: Viewer,
    meeting_id: int,
    member_id: int,
    reply: Reply,
    *,
    way: AnswerWay,
    attendee: str = "",
    is_substitute: bool = False,
    note: str = "",
) -> RollEntry:
    """Record whether the member attends, and by whom. The last answer before the meeting counts.

    Raises RuleViolation for a form of attendance the meeting does not offer, and without a
    name.
    """
    meeting = meetings.locked(meeting_id)
    meetings.require_answerable(meeting)
    entry = attendance.in_office(meeting.id, member_id)
    _check(meeting, reply, attendee)
    entry.reply, entry.note = reply, note.strip()
    entry.attendee = attendee.strip() if reply.comes else ""
    entry.is_substitute = is_substitute and reply.comes
    entry.replied_at, entry.replied_by = clock.now(), way
    db.session.flush()
    audit.record(
        actor,
        "meeting.answer",
        "meeting",
        meeting.id,
        organisation_id=member_id,
        reply=reply,
        way=way,
    )
    contacts.record_contact(actor, member_id, ContactKind.RSVP, meeting.title)
    return entry


def by_link(entry_id: int, nonce: str) -> RollEntry:
    """Return the roll entry behind a personal link. Raises NotFound for an invalid link."""
    entry = db.session.scalars(
        select(RollEntry)
        .where(RollEntry.id == entry_id, RollEntry.link_nonce == nonce)
        .options(joinedload(RollEntry.organisation), joinedload(RollEntry.meeting))
    ).one_or_none()
    if entry is None:
        raise NotFound
    return entry


def mine(actor: Viewer, meeting_id: int) -> RollEntry:
    """Return the roll entry of the actor's own organisation. Raises NotFound if not on the roll."""
    actor.require(Role.EXECUTIVE)
    return of_member(meeting_id, actor.organisation_id)


def of_member(meeting_id: int, member_id: int | None) -> RollEntry:
    """Return the roll entry of a member. Raises NotFound if not on the roll."""
    entry = attendance.entry_of(meeting_id, member_id)
    if entry is None:
        raise NotFound
    return entry


def listed(actor: Viewer, register: rolls.MeetingRows) -> list[ListedAnswer]:
    """Return one row per member of the roll."""
    actor.require(Role.SECRETARIAT)
    letters, papers = _letters(register), _papers(register)
    names = register.names
    return [
        ListedAnswer(
            entry=entry,
            proxy=(proxy := register.proxies.get(member)),
            agent=names.get(proxy.agent_id, "") if proxy else "",
            words=register.statements.get(member, {}),
            late=register.late.get(member, {}),
            papers=papers.get(entry.id, ()),
            letter=letters.get(member),
        )
        for member, entry in register.entries.items()
    ]


def outlook(register: rolls.MeetingRows) -> Forecast[int]:
    """Whether a quorum is expected from the answers received so far (規約第11条)."""
    members = register.executives
    replies = {m: e.reply for m, e in register.entries.items() if m in members and e.reply}
    written = register.meeting.is_written  # there every way of stating is an answer
    answers = {**register.late, **register.statements} if written else register.emails
    stated: dict[int, Mapping[int, Choice]] = {
        member: {item: word.choice for item, word in words.items()}
        for member, words in answers.items()
    }
    return forecast(
        members,
        announced=frozenset(member for member, reply in replies.items() if reply.comes),
        answered=frozenset(replies),
        proxies={principal: proxy.agent_id for principal, proxy in register.proxies.items()},
        statements=stated,
        on_paper=frozenset(register.statements),
    )


def _papers(register: rolls.MeetingRows) -> dict[int, list[StatementPaper]]:
    """Return roll entry → the papers of its statements."""
    found: dict[int, list[StatementPaper]] = {}
    of_meeting = select(RollEntry.id).where(RollEntry.meeting_id == register.meeting.id)
    for paper in db.session.scalars(
        select(StatementPaper)
        .where(StatementPaper.entry_id.in_(of_meeting))
        .order_by(StatementPaper.id)
    ):
        found.setdefault(paper.entry_id, []).append(paper)
    return found


def _letters(register: rolls.MeetingRows) -> dict[int, OutboxMessage]:
    """Return member → its meeting notice in the outbox."""
    meeting_id = register.meeting.id
    notices = {f"meeting:{meeting_id}:{member}": member for member in register.entries}
    return {
        notices[message.dedupe_key]: message
        for message in db.session.scalars(
            select(OutboxMessage).where(
                OutboxMessage.dedupe_key.in_(notices), OutboxMessage.purpose == "meeting_notice"
            )
        )
    }


def _check(meeting: Meeting, reply: Reply, attendee: str) -> None:
    if meeting.is_written:
        raise RuleViolation(
            articles.DEEMED_RESOLUTION, "書面決議には出欠がありません。賛否を回答してください。"
        )
    if reply.comes and reply not in meeting.form.ways_to_come:
        raise RuleViolation(articles.CALLING, f"この会議は{meeting.form.label}で開催します。")
    if reply.comes and not attendee.strip():
        raise RuleViolation(articles.CALLING, "出席する人の氏名を入力してください。")
    if reply in (Reply.PROXY, Reply.STATEMENT):
        raise RuleViolation(
            articles.PROXY, "委任は委任状を、意思表明は議案ごとの賛否を入力してください。"
        )

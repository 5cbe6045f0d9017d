"""Written statements of intent (意思表明; 規約第12条第4項・第5項)."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from app import clock
from app.errors import NotFound, RuleViolation, StaleState
from app.extensions import db
from app.models.meeting.agenda import AgendaItem
from app.models.meeting.attendance import RollEntry
from app.models.meeting.meeting import Meeting
from app.models.meeting.vote import Statement, StatementPaper
from app.rules.common import articles
from app.rules.meeting.agenda import AnswerWay, ItemKind, Reply
from app.rules.meeting.roll import Choice
from app.rules.membership.membership import ContactKind
from app.rules.states.meeting.meeting import LIVE_ITEM_STATES, ItemState
from app.security.viewer import Role, Viewer
from app.services.common import audit, rows
from app.services.meeting import attendance, closing, meetings, moments
from app.services.meeting import received as receipts
from app.services.meeting.received import Received
from app.services.membership import contacts


def state(
    actor: Viewer,
    meeting_id: int,
    member_id: int,
    words: Mapping[int, Choice],
    *,
    way: AnswerWay,
    arrived_at: datetime | None = None,
    paper: StatementPaper | None = None,
) -> list[Statement]:
    """Record a member's statements: item → FOR or AGAINST. A member's last statement counts.

    By e-mail, link or log-in, one statement makes the member attend the whole meeting; on paper
    it is an assent under 規約第12条第5項 only. A written resolution passes with the deciding
    assent; what arrives after its last day is kept, but not counted.
    arrived_at: for a mail or paper that arrived before its entry. paper: of which it was entered.
    Raises RuleViolation for another choice, StaleState for an item that is closed or withdrawn.
    """
    meeting = meetings.locked(meeting_id)
    meetings.require_answerable(meeting)
    entry = attendance.in_office(meeting.id, member_id)
    _check(words, way)
    now = moments.now()
    arrived_at = min(arrived_at or now, now)
    said = [
        Statement(
            item_id=_item(meeting, item_id).id,
            organisation_id=member_id,
            choice=choice,
            way=way,
            arrived_at=arrived_at,
            paper=paper,
        )
        for item_id, choice in words.items()
    ]
    db.session.add_all(said)
    entry.reply = entry.reply if entry.reply and entry.reply.comes else Reply.STATEMENT
    entry.replied_at, entry.replied_by = now, way
    db.session.flush()
    _record(actor, meeting, said)
    for item in meeting.items if meeting.is_written else ():
        closing.resolve_if_deemed(actor, item)  # all: a passed release reduces E for the others
    day = clock.local(arrived_at).date()
    contacts.record_contact(actor, member_id, ContactKind.RSVP, f"意思表明 {meeting.title}", on=day)
    return said


def enter(
    actor: Viewer,
    meeting_id: int,
    member_id: int,
    words: Mapping[int, Choice],
    received: Received,
) -> list[Statement]:
    """Enter a statement received on paper, by FAX or by mail, on behalf of a member.

    Raises RuleViolation for a day of arrival in the future or before the notice, with neither a
    copy nor a reason why there is none, and as `state` does.
    """
    actor.require(Role.SECRETARIAT)
    meeting = meetings.locked(meeting_id)
    meetings.require_answerable(meeting)
    _check(words, received.way)
    arrived_at = receipts.arrival(meeting, received, articles.EMAIL_STATEMENT)
    file_name, media_type = receipts.copied(received, articles.EMAIL_STATEMENT)
    paper = StatementPaper(
        entry_id=attendance.on_roll(meeting.id, member_id).id,
        file_name=file_name,
        media_type=media_type,
        scan=received.copy,
        no_scan_reason=received.no_copy_reason.strip(),
        entered_at=moments.now(),
    )
    way = received.way
    return state(actor, meeting_id, member_id, words, way=way, arrived_at=arrived_at, paper=paper)


def scan(actor: Viewer, meeting_id: int, paper_id: int) -> StatementPaper:
    """Return a paper with its copy. Raises NotFound without one."""
    actor.require(Role.SECRETARIAT)
    paper = rows.one(StatementPaper, paper_id)
    entry = rows.one(RollEntry, paper.entry_id)
    if entry.meeting_id != meeting_id or paper.scan is None:
        raise NotFound
    return paper


def _check(words: Mapping[int, Choice], way: AnswerWay) -> None:
    """Check that the choices are permitted in this way. Raises RuleViolation."""
    if not words:
        raise RuleViolation(articles.EMAIL_STATEMENT, "賛成か反対を選んでください。")
    receipts.require_writing(way, articles.EMAIL_STATEMENT, "意思表明")
    if not set(words.values()) <= {Choice.FOR, Choice.AGAINST}:
        raise RuleViolation(articles.EMAIL_STATEMENT, "意思表明は賛成か反対だけです。")


def _record(actor: Viewer, meeting: Meeting, said: Sequence[Statement]) -> None:
    for statement in said:
        audit.record(
            actor,
            "statement.make",
            "agenda_item",
            statement.item_id,
            organisation_id=statement.organisation_id,
            choice=statement.choice,
            way=statement.way,
            late=meeting.is_late(statement.arrived_at),
        )


def _item(meeting: Meeting, item_id: int) -> AgendaItem:
    """Return the resolution; one already deemed passed still collects statements."""
    item: AgendaItem | None = next((each for each in meeting.items if each.id == item_id), None)
    if item is None or item.kind is not ItemKind.RESOLUTION:
        raise RuleViolation(articles.EMAIL_STATEMENT, "この会議の議案ではありません。")
    collects_on = meeting.is_written and item.state is ItemState.CLOSED
    if item.state not in LIVE_ITEM_STATES and not collects_on:
        raise StaleState(
            f"{item.label}はすでに終わっているため、この回答は結果に影響しません"
            f"（{item.state.label}）。"
        )
    return item

"""Continuation of items without a quorum as a written resolution (規約第12条第5項)."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select

from app.errors import RuleViolation
from app.extensions import db
from app.models.meeting.agenda import AgendaItem, AgendaPaper
from app.models.meeting.attendance import RollEntry
from app.models.meeting.meeting import Meeting
from app.models.meeting.vote import Statement
from app.rules.common import articles
from app.rules.meeting.agenda import AnswerWay, MeetingForm, Reply, VoteWay
from app.rules.states.meeting.meeting import LIVE_ITEM_STATES, Outcome
from app.security.viewer import Role, Viewer
from app.services.common import audit
from app.services.meeting import agendas, meetings, rolls

WAYS = {VoteWay.CLICK: AnswerWay.LOGIN, VoteWay.BALLOT: AnswerWay.PAPER}
"""Way of a written vote → way of the statement it continues as."""


def continue_in_writing(actor: Viewer, meeting_id: int, *, until: datetime) -> Meeting:
    """Plan a written resolution of the items without a quorum, carrying over written statements.

    An item keeps its number, by which notices and answers call it.

    Raises RuleViolation when every such item is already continued.
    """
    actor.require(Role.SECRETARIAT)
    meeting = meetings.locked(meeting_id)
    gone_on = set(
        db.session.scalars(
            select(AgendaItem.continues_id).where(AgendaItem.continues_id.is_not(None))
        )
    )
    items = [
        item
        for item in meeting.items
        if item.outcome is Outcome.NO_QUORUM and item.id not in gone_on
    ]
    if not items:
        raise RuleViolation(
            articles.DEEMED_RESOLUTION, "定足数に達しなかった議案で、続けるものがありません。"
        )
    register = rolls.register(meeting)
    written = meetings.plan(
        actor,
        {
            "title": f"{meeting.title[:190]}（書面決議）",
            "form": MeetingForm.WRITTEN,
            "starts_at": until,
        },
    )
    written.continues_id = meeting.id
    for item in items:
        values = {field: getattr(item, field) for field in agendas.FIELDS}
        copy = agendas.add(actor, written.id, item.kind, values)
        copy.continues_id, copy.number = item.id, item.number
        db.session.flush()
        _take_papers_along(item, copy)
        _take_words_along(register, item, copy)
    audit.record(actor, "meeting.continue", "meeting", meeting.id, written_id=written.id)
    db.session.flush()
    return written


def mark_answered(meeting: Meeting, entries: Iterable[RollEntry]) -> None:
    """Mark members whose statements on every item were carried over as having answered.

    They are not reminded.
    """
    words = rolls.register(meeting).statements
    for entry in entries:
        said = words.get(entry.organisation_id, {})
        if all(item.id in said for item in meeting.items if item.state in LIVE_ITEM_STATES):
            last = max(said.values(), key=lambda word: word.arrived_at)
            entry.reply = Reply.STATEMENT
            entry.replied_at, entry.replied_by = last.arrived_at, last.way
    db.session.flush()


def _take_papers_along(item: AgendaItem, copy: AgendaItem) -> None:
    copy.papers = [
        AgendaPaper(
            number=paper.number,
            title=paper.title,
            file_name=paper.file_name,
            media_type=paper.media_type,
            content=paper.content,
        )
        for paper in item.papers
    ]


def _take_words_along(register: rolls.MeetingRows, item: AgendaItem, copy: AgendaItem) -> None:
    """Carry over each member's last statement on the item, with its time of arrival.

    A show of hands against that revoked an assent revokes it here too, but is no statement
    itself.
    """
    words = sorted(register.own_words(item).items(), key=lambda each: rolls.said_at(each[1]))
    for member, word in words:
        way = word.way if isinstance(word, Statement) else WAYS.get(word.way)
        if way is None or member not in register.executives:
            continue
        db.session.add(
            Statement(
                item_id=copy.id,
                organisation_id=member,
                choice=word.choice,
                way=way,
                arrived_at=rolls.said_at(word),
            )
        )
    db.session.flush()

"""Items that failed for lack of a quorum go on as a written resolution (規約第12条第5項)."""

from datetime import datetime

from sqlalchemy import select

from app.errors import RuleViolation
from app.extensions import db
from app.models.agenda import AgendaItem
from app.models.meeting import Meeting
from app.models.vote import Statement, Vote
from app.rules import articles
from app.rules.agenda import AnswerWay, MeetingForm, VoteWay
from app.rules.states import Outcome
from app.security.viewer import Role, Viewer
from app.services import agendas, audit, meetings

WAYS = {VoteWay.CLICK: AnswerWay.LOGIN, VoteWay.BALLOT: AnswerWay.PAPER}
"""A vote that was a written word, as what kind of statement it goes on."""


def continue_in_writing(actor: Viewer, meeting_id: int, *, until: datetime) -> Meeting:
    """Plan a written resolution of the items without a quorum, taking the written words along.

    Raises RuleViolation when there is none that does not go on already.
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
    written = meetings.plan(
        actor,
        {"title": f"{meeting.title}（書面決議）", "form": MeetingForm.WRITTEN, "starts_at": until},
    )
    written.continues_id = meeting.id
    for item in items:
        values = {field: getattr(item, field) for field in agendas.FIELDS}
        copy = agendas.add(actor, written.id, item.kind, values)
        copy.continues_id = item.id
        db.session.flush()
        _take_words_along(item, copy)
    audit.record(actor, "meeting.continue", "meeting", meeting.id, written_id=written.id)
    db.session.flush()
    return written


def _take_words_along(item: AgendaItem, copy: AgendaItem) -> None:
    """Every written word on the item, with the moment of its arrival."""
    words = [
        Statement(
            organisation_id=word.organisation_id,
            choice=word.choice,
            way=word.way,
            arrived_at=word.arrived_at,
        )
        for word in db.session.scalars(select(Statement).where(Statement.item_id == item.id))
    ]
    words += [
        Statement(
            organisation_id=vote.organisation_id,
            choice=vote.choice,
            way=WAYS[vote.way],
            arrived_at=vote.cast_at,
        )
        for vote in db.session.scalars(
            select(Vote).where(Vote.item_id == item.id, Vote.agent_id.is_(None))
        )
        if vote.way in WAYS
    ]
    for word in sorted(words, key=lambda each: each.arrived_at):
        word.item_id = copy.id
        db.session.add(word)
    db.session.flush()

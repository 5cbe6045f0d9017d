"""Papers of the library: their versions, and the meetings that they come from."""

from collections.abc import Sequence

from sqlalchemy import select

from app.errors import NotFound
from app.extensions import db
from app.models.meeting.meeting import Meeting
from app.models.policy.paper import Paper
from app.rules.policy.papers import compare
from app.rules.regulations.comparison import Change
from app.security.viewer import Role, Viewer
from app.services.meeting import meetings
from app.services.registers import entries


def replaced_by(paper: Paper) -> Sequence[Paper]:
    """Return the papers in force that replace this one and that the viewer of the session sees."""
    newer = select(Paper).where(Paper.replaces == paper.public_id, Paper.retired_on.is_(None))
    return db.session.scalars(newer.order_by(Paper.id)).all()


def changes(paper: Paper) -> list[Change]:
    """Return what the text says otherwise than the paper it replaces; nothing without two texts."""
    if not paper.replaces or not paper.text:
        return []
    try:
        old: Paper = entries.one(Paper, paper.replaces)
    except NotFound:
        return []
    return compare(old.text, paper.text) if old.text else []


def meeting_of(actor: Viewer, paper: Paper) -> Meeting | None:
    """Return the meeting that a paper comes from, if the actor may open its page."""
    if not actor.has(Role.SECRETARIAT, Role.EXECUTIVE) or paper.meeting_number is None:
        return None
    found = db.session.scalar(select(Meeting.id).where(Meeting.number == paper.meeting_number))
    try:
        return meetings.one(actor, found) if found is not None else None
    except NotFound:
        return None

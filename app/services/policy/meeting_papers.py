"""A paper of this software put to a platform meeting, as an item that is not voted on."""

from sqlalchemy import select

from app.extensions import db
from app.models.meeting.agenda import AgendaItem
from app.models.meeting.meeting import Meeting
from app.rules.meeting.agenda import ItemKind, MeetingForm
from app.rules.states.meeting.meeting import MeetingState
from app.security.viewer import Role, Viewer
from app.services.meeting import agendas

KINDS = (ItemKind.DISCUSSION, ItemKind.REPORT)


def planned(actor: Viewer) -> list[tuple[int, str]]:
    """Return id and title of the meetings in preparation, the next first."""
    actor.require(Role.SECRETARIAT)
    found = db.session.scalars(
        select(Meeting)
        .where(Meeting.state == MeetingState.PLANNING, Meeting.form != MeetingForm.WRITTEN)
        .order_by(Meeting.starts_at)
    )
    return [(each.id, each.full_title) for each in found]


def put(
    actor: Viewer, meeting_id: int, kind: ItemKind, *, title: str, text: str, content: bytes
) -> AgendaItem:
    """Add an item with the paper to the agenda. content: of the PDF. Raises RuleViolation."""
    item = agendas.add(actor, meeting_id, kind, {"title": title, "text": text})
    agendas.add_paper(actor, item.id, title=title, name=f"{title}.pdf", content=content)
    return item

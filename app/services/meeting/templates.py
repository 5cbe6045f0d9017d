"""Meeting templates (会議のひな形)."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from app.extensions import db
from app.models.meeting.meeting import Meeting, MeetingTemplate
from app.rules.meeting.agenda import ItemKind, MeetingForm
from app.security.viewer import Role, Viewer
from app.services.meeting import agendas, meetings


def every(actor: Viewer) -> Sequence[MeetingTemplate]:
    """Return all templates by name."""
    actor.require(Role.SECRETARIAT)
    return db.session.scalars(select(MeetingTemplate).order_by(MeetingTemplate.name)).all()


def chosen(actor: Viewer, number: str) -> MeetingTemplate | None:
    """Return the template with this id; None without one."""
    actor.require(Role.SECRETARIAT)
    if not (number.isascii() and number.isdigit() and len(number) < 10):
        return None
    return db.session.get(MeetingTemplate, int(number))


def plan(
    actor: Viewer, values: Mapping[str, Any], *, template: MeetingTemplate | None = None
) -> Meeting:
    """Plan a meeting with the template's discussion items. values: keyed by meetings.PLANNABLE."""
    meeting = meetings.plan(actor, values)
    if template is not None and meeting.form is not MeetingForm.WRITTEN:
        for line in template.agenda.splitlines():
            if line.strip():
                agendas.add(actor, meeting.id, ItemKind.DISCUSSION, {"title": line.strip()[:200]})
    return meeting

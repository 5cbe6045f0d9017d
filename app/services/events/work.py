"""What of this wing waits: events that members proposed."""

from app.models.events.event import Event
from app.rules.common.msgid import N_
from app.rules.states.events.event import EventStage
from app.security.viewer import Viewer
from app.services.common.work import Rows, Work, waiting


def _proposed(actor: Viewer) -> Rows:
    is_proposed = Event.stage == EventStage.PROPOSED
    kept = Event.retired_on.is_(None)
    return waiting(Event.public_id, Event.name, Event.created_at, is_proposed, kept, due=Event.day)


WORK = (Work("event", N_("Publish or decline an event"), "/events/{}", _proposed),)

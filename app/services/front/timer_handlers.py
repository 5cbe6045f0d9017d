"""Kind of timer → its handler, joined from the reminders.py of each wing."""

from collections.abc import Callable, Mapping

from app import services, wings
from app.models.common.timer import Timer
from app.security.viewer import Viewer
from app.services.common.links import Links

Handler = Callable[[Viewer, Timer, Links], None]


def handlers() -> Mapping[str, Handler]:
    """Return the handlers of all wings."""
    return {
        kind: handler
        for wing in wings.declared(services, "reminders")
        for kind, handler in wing.HANDLERS.items()
    }

"""The routes of this wing, written by hand: which role is answered, and with which object."""

from datetime import timedelta

from app import clock
from app.models.events.event import EventQuestion
from app.models.events.subcommittee import Subcommittee
from app.security.viewer import SYSTEM
from app.services.events import events
from tests.support import events as hall
from tests.support.client import Examples, PlatformClient
from tests.support.desk import LINKS
from tests.support.register_samples import entry

REGISTERS = """
events            P G E C S A   - G E - S -
subcommittees     P G E C S A   - G E - S -
event-questions   P G E C S A   - G E - S -
"""
ROUTES = """
GET   /events/<pk>/register                     P G E C S A
POST  /events/<pk>/register                     P G E C S A
POST  /events/<pk>/publish                      - - - - S -
POST  /events/<pk>/decline                      - - - - S -
POST  /events/<pk>/cancel                       - G E - S -
GET   /events/<pk>/people                       - G E - S -
GET   /events/<pk>/people.xlsx                  - G E - S -
GET   /events/<pk>/people.pdf                   - G E - S -
POST  /events/<pk>/people/<int:row_id>/cancel   - G E - S -
GET   /events/<pk>/groups                       - G E - S -
POST  /events/<pk>/groups                       - G E - S -
GET   /events/<pk>/door                         - G E - S -
POST  /events/<pk>/door                         - G E - S -
POST  /events/<pk>/walk-in                      - G E - S -
GET   /events/<pk>/report                       - G E - S -
GET   /events/<pk>/report.pdf                   - G E - S -
GET   /registrations/<token>                    P G E C S A
POST  /registrations/<token>                    P G E C S A
POST  /registrations/<token>/cancel             P G E C S A
POST  /registrations/<token>/accept             P G E C S A
POST  /registrations/<token>/decline            P G E C S A
GET   /registrations/<token>/event.ics          P G E C S A
GET   /registrations/<token>/questionnaire      P G E C S A
POST  /registrations/<token>/questionnaire      P G E C S A
POST  /subcommittees/<pk>/join                  - G E - - -
POST  /subcommittees/<pk>/leave                 - G E - - -
POST  /subcommittees/<pk>/stages/<verb>         - - - - S -
POST  /event-questions/<pk>/publish             - - - - S -
GET   /event-questions/<pk>/answer              - - - - S -
POST  /event-questions/<pk>/answer              - - - - S -
"""


def _own(client: PlatformClient) -> dict[str, str]:
    return {"pk": hall.published(client.organisation_id, groups="居場所").public_id}


def _someone(client: PlatformClient) -> dict[str, str]:
    event = hall.published(client.organisation_id)
    return {"pk": event.public_id, "row_id": str(hall.guest(event).id)}


def _token(client: PlatformClient) -> dict[str, str]:
    return {"token": hall.token(hall.guest(hall.published()))}


def _held(client: PlatformClient) -> dict[str, str]:
    event = hall.published()
    row = hall.guest(event)
    event.day = clock.today() - timedelta(days=1)
    events.hold(SYSTEM, event, LINKS)
    return {"token": hall.token(row)}


PARTS = ("register", "publish", "decline", "cancel", "people", "people.xlsx", "people.pdf")
EXAMPLES: Examples = {
    **dict.fromkeys((f"/events/<pk>/{part}" for part in PARTS), _own),
    **dict.fromkeys(
        (f"/events/<pk>/{p}" for p in ("groups", "door", "walk-in", "report", "report.pdf")), _own
    ),
    "/events/<pk>/people/<int:row_id>/cancel": _someone,
    **dict.fromkeys(
        (
            f"/registrations/<token>{p}"
            for p in ("", "/cancel", "/accept", "/decline", "/event.ics")
        ),
        _token,
    ),
    "/registrations/<token>/questionnaire": _held,
    **dict.fromkeys(
        (f"/subcommittees/<pk>/{part}" for part in ("join", "leave")),
        lambda client: {"pk": entry(Subcommittee).public_id},
    ),
    "/subcommittees/<pk>/stages/<verb>": lambda client: {
        "pk": entry(Subcommittee).public_id,
        "verb": "found",
    },
    **dict.fromkeys(
        (f"/event-questions/<pk>/{part}" for part in ("publish", "answer")),
        lambda client: {"pk": entry(EventQuestion).public_id},
    ),
}

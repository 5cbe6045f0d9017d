"""The pages of this wing: who may open them, and where they are in the menu."""

from flask_babel import lazy_gettext as _l

from app.security.roles import EVERYONE, MEMBERS, STAFF
from app.views.common import menu
from app.views.common.site import Entry, Page
from app.views.events.events import EventView
from app.views.events.people import EventPeopleView
from app.views.events.registrations import RegistrationView
from app.views.events.subcommittees import EventQuestionView, SubcommitteeView
from app.views.registers.access import access

PAGES = (
    Page(RegistrationView, {"own": EVERYONE}),
    Page(
        EventView,
        {**access(EVERYONE, MEMBERS | STAFF), "register": EVERYONE},
        menu=Entry(menu.ACTIVITIES, 10, _l("Events")),
    ),
    Page(EventPeopleView, {"people": MEMBERS | STAFF}),
    Page(
        SubcommitteeView,
        {**access(EVERYONE, MEMBERS | STAFF), "join": MEMBERS},
        menu=Entry(menu.ACTIVITIES, 20, _l("Subcommittees")),
    ),
    Page(
        EventQuestionView,
        access(EVERYONE, MEMBERS | STAFF),
        menu=Entry(menu.ACTIVITIES, 25, _l("Questions to the administration")),
    ),
)

"""The pages of this wing: who may open them, and where they are in the menu."""

from flask_babel import lazy_gettext as _l

from app.security.roles import EVERYONE, MEMBERS, STAFF
from app.views.common import menu
from app.views.common.site import Entry, Page
from app.views.registers.access import access
from app.views.support.desks import DeskView, PassingView
from app.views.support.help import HelpView
from app.views.support.practices import (
    EquipmentView,
    GoodPracticeView,
    PlaceView,
    SupportingOrganisationView,
    TrainingView,
)
from app.views.support.supporter_pages import SupporterPagesView
from app.views.support.supporters import SupporterActivityView, SupporterView

PAGES = (
    Page(HelpView, {"start": EVERYONE}, menu=Entry(menu.SUPPORT, 5, _l("Find help"))),
    Page(
        DeskView,
        access(EVERYONE, MEMBERS | STAFF),
        menu=Entry(menu.SUPPORT, 10, _l("Consultation desks")),
    ),
    Page(
        PassingView,
        access(EVERYONE),
        menu=Entry(menu.SUPPORT, 15, _l("Passings-on between desks")),
    ),
    Page(
        SupportingOrganisationView,
        access(EVERYONE, MEMBERS | STAFF),
        menu=Entry(menu.SUPPORT, 20, _l("Supporting organisations")),
    ),
    Page(
        PlaceView,
        access(EVERYONE, MEMBERS | STAFF),
        menu=Entry(menu.SUPPORT, 30, _l("Places to be")),
    ),
    Page(
        EquipmentView,
        access(EVERYONE, MEMBERS | STAFF),
        menu=Entry(menu.SUPPORT, 35, _l("Equipment to lend")),
    ),
    Page(
        GoodPracticeView,
        access(EVERYONE, MEMBERS | STAFF),
        menu=Entry(menu.SUPPORT, 40, _l("Good practices")),
    ),
    Page(
        TrainingView,
        access(EVERYONE, STAFF),
        menu=Entry(menu.SUPPORT, 50, _l("Training record")),
    ),
    Page(
        SupporterPagesView,
        {"numbers": EVERYONE, "apply": EVERYONE, "pass_on": EVERYONE, "ours": MEMBERS},
        menu=Entry(menu.SUPPORT, 60, _l("Supporters in numbers")),
    ),
    Page(SupporterView, access(STAFF), menu=Entry(menu.SUPPORT, 62, _l("Supporters"))),
    Page(
        SupporterActivityView,
        access(STAFF),
        menu=Entry(menu.SUPPORT, 64, _l("Activities of supporters")),
    ),
)

"""The pages of this wing: who may open them, and where they are in the menu."""

from flask_babel import lazy_gettext as _l

from app.security.roles import C_AND_STAFF, EVERYONE, MEMBERS, STAFF
from app.views.common import menu
from app.views.common.site import Entry, Page
from app.views.council.activity_summaries import ActivitySummaryView
from app.views.council.council import ConstituentBodyView, CouncilView
from app.views.council.namings import NamingView
from app.views.council.persons import CouncilPersonView
from app.views.council.pledge import CouncilPledgeView
from app.views.council.public_notices import PublicNoticeView
from app.views.council.rules import CouncilRulesView

PAGES = (
    Page(ConstituentBodyView, {"list": C_AND_STAFF, "handle": STAFF}),
    Page(CouncilPledgeView, {"give": EVERYONE}),
    Page(CouncilRulesView, {"amend": STAFF}),
    Page(
        CouncilView,
        {"show": C_AND_STAFF, "handle": STAFF},
        menu=Entry(menu.COUNCIL, 30, _l("Council and constituent bodies")),
    ),
    Page(
        CouncilPersonView,
        {"list": STAFF, "handle": STAFF},
        menu=Entry(menu.COUNCIL, 40, _l("Register of persons")),
    ),
    Page(NamingView, {"show": C_AND_STAFF, "propose": STAFF}),
    Page(
        PublicNoticeView,
        {"show": EVERYONE, "handle": STAFF},
        menu=Entry(menu.COUNCIL, 50, _l("Public notice")),
    ),
    Page(
        ActivitySummaryView,
        {"list": MEMBERS | C_AND_STAFF, "write": C_AND_STAFF},
        menu=Entry(menu.COUNCIL, 60, _l("Summary of the council's activity")),
    ),
)

"""The pages of this wing: who may open them, and where they are in the menu."""

from flask_babel import lazy_gettext as _l

from app.security.roles import EVERYONE, MEMBERS, SERVING, STAFF
from app.views.common import menu
from app.views.common.site import Entry, Page
from app.views.exchange.needs import NeedOfferView
from app.views.exchange.patronages import PatronageView
from app.views.exchange.referrals import ReferralLinkView, ReferralView
from app.views.exchange.surveys import SurveyView
from app.views.registers.access import access

KEEP = MEMBERS | STAFF
PAGES = (
    Page(
        NeedOfferView,
        {**access(KEEP | SERVING, KEEP), "answer": KEEP},
        menu=Entry(menu.ACTIVITIES, 30, _l("Needs and offers")),
    ),
    Page(PatronageView, access(KEEP, KEEP), menu=Entry(menu.ACTIVITIES, 40, _l("Patronage"))),
    Page(ReferralView, access(KEEP, KEEP), menu=Entry(menu.ACTIVITIES, 50, _l("Referrals"))),
    Page(ReferralLinkView, {"join": EVERYONE}),
    Page(
        SurveyView,
        {**access(EVERYONE), "answer": EVERYONE},
        menu=Entry(menu.ACTIVITIES, 60, _l("Surveys")),
    ),
)

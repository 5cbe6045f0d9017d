"""The pages of this wing: who may open them, and where they are in the menu."""

from flask_babel import lazy_gettext as _l

from app.security.roles import EVERYONE, GENERAL, MEMBERS, STAFF
from app.views.common import menu
from app.views.common.site import Entry, Page
from app.views.filings.change_filing import ChangeFilingView
from app.views.filings.change_notices import ChangeNoticeView
from app.views.filings.consents import ConsentView
from app.views.filings.contacts import ContactReplyView, ContactView
from app.views.filings.expulsions import ExpulsionView
from app.views.filings.hearings import HearingView
from app.views.filings.my_organisation import MyOrganisationView
from app.views.filings.paper_withdrawals import PaperWithdrawalView
from app.views.filings.papers import PapersView
from app.views.filings.releases import ReleaseView
from app.views.filings.withdrawals import WithdrawalView

PAGES = (
    Page(PapersView, {"show": EVERYONE}),
    Page(ChangeFilingView, {"file": MEMBERS}),
    Page(
        ReleaseView,
        {"file": MEMBERS, "show": MEMBERS | STAFF, "enter": STAFF, "take_back": MEMBERS | STAFF},
    ),
    Page(ContactReplyView, {"reply": EVERYONE}),
    Page(HearingView, {"state_case": GENERAL}),
    Page(
        MyOrganisationView, {"index": MEMBERS}, menu=Entry(menu.MEMBERS, 20, _l("My organisation"))
    ),
    Page(
        ChangeNoticeView,
        {"list": STAFF, "show": MEMBERS | STAFF, "decide": STAFF, "enter": STAFF},
        menu=Entry(menu.MEMBERS, 60, _l("Change notices")),
    ),
    Page(
        WithdrawalView,
        {"list": STAFF, "show": MEMBERS | STAFF, "file": MEMBERS},
        menu=Entry(menu.MEMBERS, 70, _l("Withdrawals")),
    ),
    Page(PaperWithdrawalView, {"enter": STAFF}),
    Page(
        ConsentView,
        {
            "list": STAFF,
            "show": MEMBERS | STAFF,
            "file": MEMBERS,
            "enter": STAFF,
            "take_back": MEMBERS | STAFF,
        },
        menu=Entry(menu.MEMBERS, 80, _l("Consents to serve")),
    ),
    Page(
        ContactView,
        {"list": STAFF, "show": STAFF},
        menu=Entry(menu.MEMBERS, 90, _l("Contact confirmation")),
    ),
    Page(
        ExpulsionView,
        {"list": STAFF, "show": STAFF, "handle": STAFF},
        menu=Entry(menu.MEMBERS, 100, _l("Expulsion proceedings")),
    ),
)

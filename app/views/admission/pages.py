"""The pages of this wing: who may open them, and where they are in the menu."""

from flask_babel import lazy_gettext as _l

from app.security.roles import EVERYONE, STAFF
from app.views.admission.address_check import AddressCheckView
from app.views.admission.application_status import ApplicationStatusView
from app.views.admission.applications import ApplicationView
from app.views.admission.apply import ApplyView
from app.views.admission.at_once import AtOnceView
from app.views.admission.batches import BatchView
from app.views.admission.corrections import CorrectionView
from app.views.admission.decision_papers import DecisionPapersView
from app.views.admission.paper_application import PaperApplicationView
from app.views.common import menu
from app.views.common.site import Entry, Page

PAGES = (
    Page(ApplyView, {"apply": EVERYONE}),
    Page(AddressCheckView, {"confirm": EVERYONE}),
    Page(ApplicationStatusView, {"status": EVERYONE}),
    Page(PaperApplicationView, {"enter": STAFF}),
    Page(
        ApplicationView,
        {"list": STAFF, "show": STAFF, "decide": STAFF},
        menu=Entry(menu.MEMBERS, 30, _l("Applications")),
    ),
    Page(CorrectionView, {"correct": STAFF}),
    Page(AtOnceView, {"decide": STAFF}),
    Page(DecisionPapersView, {"show": STAFF}),
    Page(
        BatchView,
        {"list": STAFF, "show": STAFF, "handle": STAFF},
        menu=Entry(menu.MEMBERS, 40, _l("Two-week batches")),
    ),
)

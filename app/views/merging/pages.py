"""The pages of this wing: who may open them, and where they are in the menu."""

from flask_babel import lazy_gettext as _l

from app.security.roles import STAFF
from app.views.common import menu
from app.views.common.site import Entry, Page
from app.views.merging.merge_proposals import MergeProposalView
from app.views.merging.merges import MergeView

PAGES = (
    Page(MergeProposalView, {"merge": STAFF}),
    Page(
        MergeView,
        {"list": STAFF, "show": STAFF, "merge": STAFF},
        menu=Entry(menu.MEMBERS, 120, _l("Merge records")),
    ),
)

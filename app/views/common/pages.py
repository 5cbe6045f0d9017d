"""The pages of this wing: who may open them, and where they are in the menu."""

from flask_babel import lazy_gettext as _l

from app.security.roles import ACCOUNTS, KEEPERS, SERVING, STAFF
from app.views.common import menu
from app.views.common.approvals import ApprovalView
from app.views.common.locale import LocaleView
from app.views.common.office_settings import OfficeSettingsView
from app.views.common.saved_views import SavedViewView
from app.views.common.site import Entry, Page

PAGES = (
    Page(LocaleView, {}),
    Page(SavedViewView, {"keep": ACCOUNTS}),
    Page(
        ApprovalView,
        {"list": KEEPERS | SERVING, "handle": STAFF},
        menu=Entry(menu.NOTICES, 5, _l("Decisions by two persons")),
    ),
    Page(
        OfficeSettingsView,
        {"index": STAFF, "handle": STAFF},
        menu=Entry(menu.SETTINGS, 5, _l("Settings of the secretariat")),
    ),
)

"""The pages of this wing: who may open them, and where they are in the menu."""

from flask_babel import lazy_gettext as _l

from app.security.roles import EVERYONE, MEMBERS, STAFF
from app.views.common import menu
from app.views.common.site import Entry, Page
from app.views.registers.access import access
from app.views.registers.api import ApiView
from app.views.registers.api_guide import ApiGuideView
from app.views.registers.api_keys import ApiKeyView
from app.views.registers.confirmations import ConfirmationView
from app.views.registers.imports import RegisterImportView
from app.views.registers.master import ActivityFieldView
from app.views.registers.mistakes import MistakeView

PAGES = (
    Page(RegisterImportView, {"show": STAFF, "upload": STAFF}),
    Page(ApiView, {}),
    Page(ApiGuideView, {}),
    Page(
        ApiKeyView,
        {"list": MEMBERS | STAFF},
        menu=Entry(menu.SETTINGS, 60, _l("Keys of the open API")),
    ),
    Page(
        ActivityFieldView,
        access(STAFF),
        menu=Entry(menu.SETTINGS, 30, _l("Fields of activity")),
    ),
    Page(ConfirmationView, {"confirm": EVERYONE}),
    Page(
        MistakeView,
        {"report": EVERYONE, "list": MEMBERS | STAFF},
        menu=Entry(menu.SUPPORT, 90, _l("Reported mistakes")),
    ),
)

"""The pages of this wing: who may open them, and where they are in the menu."""

from flask_babel import lazy_gettext as _l

from app.security.roles import EVERYONE, MEMBERS, STAFF
from app.views.common import menu
from app.views.common.site import Entry, Page
from app.views.grants.body import BodyGrantView
from app.views.grants.calls import GrantCallView
from app.views.grants.grants import GrantView
from app.views.grants.mine import MyGrantView
from app.views.registers.access import access

PAGES = (
    Page(
        GrantCallView,
        {**access(EVERYONE), "apply": MEMBERS},
        menu=Entry(menu.ACTIVITIES, 50, _l("Calls for grants")),
    ),
    Page(MyGrantView, {"list": MEMBERS}, menu=Entry(menu.ACTIVITIES, 52, _l("My grants"))),
    Page(
        GrantView,
        {"list": STAFF, "show": MEMBERS | STAFF, "handle": STAFF},
        menu=Entry(menu.ACTIVITIES, 54, _l("Grants")),
    ),
    Page(BodyGrantView, {"carry_out": MEMBERS | STAFF, "read": MEMBERS | STAFF}),
)

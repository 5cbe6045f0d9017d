"""The pages of this wing: who may open them, and where they are in the menu."""

from flask_babel import lazy_gettext as _l

from app.security.roles import EVERYONE, KEEPERS, STAFF
from app.views.common import menu
from app.views.common.site import Entry, Page
from app.views.post.addresses import AddressView
from app.views.post.bulks import BulkView
from app.views.post.lanes import LaneView
from app.views.post.outbox import OutboxView
from app.views.post.posting import PostingView
from app.views.post.sending_domain import SendingDomainView
from app.views.post.subscriptions import SubscriptionView

PAGES = (
    Page(
        OutboxView,
        {"list": STAFF, "show": STAFF, "handle": STAFF},
        menu=Entry(menu.NOTICES, 10, _l("Outbox")),
    ),
    Page(LaneView, {"list": STAFF, "handle": STAFF}),
    Page(
        AddressView,
        {"list": STAFF, "show": STAFF, "lift": STAFF},
        menu=Entry(menu.NOTICES, 11, _l("Mail addresses not reached")),
    ),
    Page(SubscriptionView, {"stop": EVERYONE}),
    Page(
        SendingDomainView,
        {"show": KEEPERS},
        menu=Entry(menu.SETTINGS, 90, _l("Sending domain")),
    ),
    Page(BulkView, {"show": STAFF, "handle": STAFF}),
    Page(PostingView, {"list": STAFF, "handle": STAFF}),
)

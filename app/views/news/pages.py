"""The pages of this wing: who may open them, and where they are in the menu."""

from flask_babel import lazy_gettext as _l

from app.security.roles import EVERYONE, MEMBERS, STAFF
from app.views.common import menu
from app.views.common.site import Entry, Page
from app.views.news.news import NewsView
from app.views.news.news_pages import NewsPagesView
from app.views.news.webhooks import WebhookView
from app.views.registers.access import access

PAGES = (
    Page(
        NewsView,
        access(EVERYONE, MEMBERS | STAFF),
        menu=Entry(menu.ACTIVITIES, 20, _l("News")),
    ),
    Page(NewsPagesView, {"feed": EVERYONE, "own": MEMBERS}),
    Page(WebhookView, {"list": STAFF}, menu=Entry(menu.SETTINGS, 80, _l("Webhooks"))),
)

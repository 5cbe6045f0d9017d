"""The pages of this wing: who may open them, and where they are in the menu."""

from flask_babel import lazy_gettext as _l

from app.security.roles import EVERYONE
from app.views.common import menu
from app.views.common.site import Entry, Page
from app.views.regulations.articles import ArticleView
from app.views.regulations.regulations import RegulationView

PAGES = (
    Page(ArticleView, {"list": EVERYONE}),
    Page(
        RegulationView,
        {"list": EVERYONE, "show": EVERYONE},
        menu=Entry(menu.MEMBERS, 130, _l("By-laws and other texts")),
    ),
)

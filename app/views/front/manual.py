"""The manuals: how each task is done, for whom it is a task."""

import re
from functools import cache

from flask import abort, g, render_template, request, url_for
from flask_appbuilder import expose, has_access
from flask_babel import lazy_gettext as _l
from markdown_it import MarkdownIt

from app.rules.common import tokens
from app.security.viewer import PUBLIC
from app.services.front import manuals
from app.views.common.base import View, viewer

PARTS = {
    "member": _l("Members and applicants"),
    "officer": _l("Secretariat"),
    "second": _l("Officer who approves"),
    "council": _l("Regional council"),
    "administrator": _l("System administrator"),
}
PICTURES = re.compile(r'src="/static/([^"]+)"')
OUR_PAGES = re.compile(r'href="/')
WRITER = MarkdownIt("commonmark", {"html": False}).enable("table")


class ManualView(View):
    """`/manual`."""

    route_base = ""

    @expose("/manual/")
    @has_access
    def index(self) -> str:
        """Show the contents, or with `?q=` the pages in which the words stand."""
        text = request.args.get("q", "").replace("\0", "").strip()[:100]
        words = tokens.words(text)
        forms = [form for word in words for form in tokens.forms(word)]
        return render_template(
            "front/manual/index.html",
            text=text,
            parts=[
                (PARTS[part], pages)
                for part, pages in manuals.found(viewer(), words).items()
                if pages
            ],
            hits=lambda shown: tokens.hits(shown, forms),
        )

    @expose("/manual/<part>/<slug>")
    @has_access
    def show(self, part: str, slug: str) -> str:
        page = manuals.one(viewer(), part, slug) or abort(404)
        return render_template(
            "front/manual/show.html", page=page, part=PARTS[part], text=_linked(_html(page.text))
        )


def manual_of_page() -> manuals.ManualPage | None:
    """Return the page of the manuals about the page of the request; it reads no database."""
    values = (request.view_args or {}).values()
    return manuals.about(getattr(g, "viewer", None) or PUBLIC, request.endpoint, values)


@cache
def _html(text: str) -> str:
    """Return the page, without the spaces that Markdown needs beside bold type."""
    html: str = WRITER.render(text)
    return html.replace(" <strong>「", "<strong>「").replace("」</strong> ", "」</strong>")


def _linked(html: str) -> str:
    html = PICTURES.sub(lambda found: f'src="{url_for("static", filename=found[1])}"', html)
    return OUR_PAGES.sub(f'href="{request.script_root}/', html)

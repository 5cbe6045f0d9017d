"""The search box of the layout, over everything the viewer may see."""

from collections.abc import Mapping

from flask import abort, render_template, request, url_for
from flask_appbuilder import expose, has_access
from flask_babel import gettext as _

from app import views, wings
from app.rules.common import tokens
from app.services.front import search
from app.views.common.base import View, viewer
from app.views.common.paging import page_number
from app.views.common.search_results import ResultKind


def kinds() -> Mapping[str, ResultKind]:
    """Return the kinds of all wings that views show, by their key."""
    found: dict[str, ResultKind] = {}
    for wing in wings.declared(views, "results"):
        found |= wing.RESULTS
    return found


class SearchView(View):
    """`/search`."""

    route_base = ""

    @expose("/search")
    @has_access
    def index(self) -> str:
        """Show the first results of each kind, or with `?kind=` one page of it."""
        text = request.args.get("q", "").replace("\0", "").strip()[:100]
        known, number = kinds(), page_number()
        kind = request.args.get("kind") or None
        if kind is not None and kind not in known:
            abort(404)
        groups = [[word] for word in tokens.words(text)]
        results = search.find(viewer(), groups, kind, number)
        found = [
            (key, known[key], results.counts[key])
            for key in search.kinds()
            if key in results.counts
        ]
        tabs = [
            (title, url_for(".index", q=text, kind=key), key == kind, f"{count:,}")
            for key, (title, _address), count in found
        ]
        return render_template(
            "front/search.html",
            text=text,
            kind=kind,
            tabs=[(_("All"), url_for(".index", q=text), kind is None), *tabs] if tabs else [],
            groups=[
                (key, each, count, [one for one in results.shown if one.kind == key])
                for key, each, count in found
                if kind in (None, key)
            ],
            hits=lambda shown: tokens.hits(shown, results.forms),
            number=number,
            per_page=search.PER_PAGE,
        )

"""Flask-AppBuilder's lists with their traps closed (app/ARCHITECTURE.md, Decisions)."""

from typing import Any

from flask import abort, g, has_request_context, request, url_for
from flask_appbuilder import ModelView, expose, has_access
from flask_appbuilder.urltools import get_order_args

from app.services.common import rows
from app.views.common.listing import listing
from app.views.common.paging import MAX_PAGE
from app.views.common.widgets import FilterWidget

MAX_PAGE_SIZE = 100
MAX_KEY = 2**31 - 1


def refuse_wild_pages() -> None:
    """Return 400 for an impossible page or condition, on which FAB or the database would fail."""
    for name, value in request.args.items():
        if name.startswith("_flt_") and "\0" in value:
            abort(400)
        limit = {"page": MAX_PAGE, "psize": MAX_PAGE_SIZE}.get(name.partition("_")[0])
        whole = value.isascii() and value.isdigit() and len(value) < 7
        if limit and "_" in name and not (whole and int(value) <= limit):
            abort(400)


def refuse_wild_keys() -> None:
    """Return 404 for a key that no row can have, on which the database would raise."""
    for name, value in (request.view_args or {}).items():
        if "\0" in str(value):
            abort(404)
        key = str(value) if isinstance(value, int) or name == "pk" else ""
        if key.isascii() and key.isdigit() and (len(key) > 10 or int(key) > MAX_KEY):
            abort(404)


class PlatformModelView(ModelView):
    """A list with search and a page for each row, for rows visible to everyone who may list them.

    Subclasses define `base_order`, `list_columns`, `show_columns` and `search_columns` without
    relations.
    """

    template_folder = None
    page_size = 50
    search_widget = FilterWidget
    exclude_route_methods = {"download", "action", "action_post"}

    @property
    def _filters(self) -> Any:
        """The filters of this request: FAB shares one set among all threads and mixes them up."""
        if not has_request_context():
            return self._filters_at_start
        kept: dict[str, Any] = g.setdefault("model_view_filters", {})
        name = type(self).__name__
        if name not in kept:
            kept[name] = self.datamodel.get_filters(self.search_columns)
        return kept[name]

    @_filters.setter
    def _filters(self, filters: Any) -> None:
        self._filters_at_start = filters

    def _get_list_widget(self, filters: Any, **kwargs: Any) -> Any:
        """Order only by the offered columns: ordering by another one would reveal its values."""
        if rows.is_whole():
            kwargs["page"], kwargs["page_size"] = 0, rows.per_page()
        column, _direction = get_order_args().get(type(self).__name__, ("", ""))
        if column and column not in self.order_columns:
            kwargs["order_column"], kwargs["order_direction"] = self.base_order
        return super()._get_list_widget(filters, **kwargs)

    def update_redirect(self) -> None:
        """Do nothing: FAB would write the visited URL into the session at every page."""

    def get_redirect(self) -> str:
        """Return the URL of the list, for redirects after a form."""
        return url_for(f"{self.endpoint}.list")


class ReadOnlyModelView(PlatformModelView):
    """A view of governed rows: FAB lists and shows, services write."""

    include_route_methods = {"list", "show"}

    @expose("/list/")
    @has_access
    @listing
    def list(self) -> Any:
        return super().list()

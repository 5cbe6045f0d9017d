"""Views of lists that a person keeps under a name: shown above each list, kept, renamed, deleted."""

from typing import Any, NamedTuple
from urllib.parse import urlencode

from flask import redirect, request
from flask_appbuilder import expose, has_access, permission_name
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from app.services.common import saved_views
from app.views.common.base import View, redirect_with_success, run_or_flash
from app.views.common.listing import PRINT
from app.views.common.neighbours import AT
from app.views.common.urls import safe_next

NOT_KEPT = ("page", PRINT, AT)


class Saved(NamedTuple):
    """A kept view of the present list."""

    name: str
    url: str
    is_current: bool


class SavedViewView(View):
    """`/saved-views`. The form says to which list the view belongs (`back`)."""

    route_base = "/saved-views"
    default_view = "keep"

    @expose("/", methods=("POST",))
    @has_access
    def keep(self) -> Response:
        return _answer(_("The view has been saved."), saved_views.keep, *_list(), _sent("name"))

    @expose("/rename", methods=("POST",))
    @has_access
    @permission_name("keep")
    def rename(self) -> Response:
        names = (_sent("former"), _sent("name"))
        return _answer(_("The view has been renamed."), saved_views.rename, _list()[0], *names)

    @expose("/delete", methods=("POST",))
    @has_access
    @permission_name("keep")
    def delete(self) -> Response:
        name = _sent("former")
        return _answer(_("The view has been deleted."), saved_views.delete, _list()[0], name)


def _answer(done: str, verb: Any, *arguments: str) -> Response:
    back = safe_next(_sent("back"))
    if run_or_flash(verb, *arguments):
        return redirect_with_success(done, back)
    return redirect(back, 303)


def _sent(name: str) -> str:
    return request.form.get(name, "")


def _list() -> tuple[str, str]:
    """Return path and query of the list that the form stands above."""
    path, _mark, query = safe_next(_sent("back")).partition("?")
    return path, query


def asked() -> str:
    """Return what a kept view remembers of the present address."""
    pairs = request.args.items(multi=True)
    return urlencode([pair for pair in pairs if pair[0] not in NOT_KEPT and pair[1]])


def of_this_list() -> list[Saved]:
    """Return the viewer's kept views of the present list."""
    return [
        Saved(each["name"], f"{each['path']}?{each['query']}", each["query"] == asked())
        for each in current_user.saved_views or ()
        if each["path"] == request.path
    ]

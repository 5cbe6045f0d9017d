"""The files of a register's entry: added, opened, removed."""

from typing import Any, ClassVar

from flask import make_response, request, url_for
from flask_appbuilder import expose, has_access, permission_name
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.models.registers.entry import RegisterModel
from app.rules.membership.roster import Tier
from app.services.registers import entries, files
from app.views.common.base import redirect_with_success
from app.views.common.files import download
from app.views.common.form_actions import run_for_form
from app.views.forms.registers.entry import FilesForm, RetireForm


class FilePages:
    """What a register view with files answers besides; mixed into all of them."""

    model: ClassVar[RegisterModel]
    _kept: Any
    _press: Any
    _show_page: Any

    @expose("/<pk>/files", methods=("POST",))
    @has_access
    @permission_name("keep")
    def attach(self, pk: str) -> Response:
        self._kept(pk)
        form = FilesForm()
        sent = form.uploads()
        verb = files.with_files(entries.locked, sent)
        if not sent:
            form.files.errors = [_("Choose a file.")]
        elif run_for_form(form, verb, self.model, pk) is not None:
            return redirect_with_success(_("The file has been added."), url_for(".show", pk=pk))
        page = self._show_page(entries.one(self.model, pk), RetireForm(formdata=None), form)
        return make_response(page, 422)

    @expose("/<pk>/files/<file_id>")
    @has_access
    @permission_name("show")
    def file(self, pk: str, file_id: str) -> Response:
        entry, found = files.one(self.model, pk, file_id)
        is_public = entry.tier is Tier.PUBLIC and entry.retired_on is None
        if is_public and request.if_none_match.contains(found.sha256):
            return make_response("", 304)
        response = download(found.content, found.media_type, found.name)
        if is_public:
            response.headers["Cache-Control"] = "no-cache"  # asked again each time
            response.set_etag(found.sha256)
        return response

    @expose("/<pk>/files/<file_id>/remove", methods=("POST",))
    @has_access
    @permission_name("keep")
    def detach(self, pk: str, file_id: str) -> Response:
        return self._press(files.remove, pk, _("The file has been removed."), file_id)

"""Consultation desks (困りごと相談窓口), and whom they pass on to (引継ぎ先)."""

from typing import Any

from flask import make_response, render_template, url_for
from flask_appbuilder import expose, has_access, permission_name
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.models.support.desk import Desk, DeskPassing
from app.services.registers import entries
from app.services.support import desk_hours, desks, directory, network
from app.views.common.base import redirect_with_success, viewer
from app.views.common.form_actions import run_for_form
from app.views.forms.registers.entry import RetireForm
from app.views.forms.support.desks import ClosingForm
from app.views.registers.register import RegisterView


class DeskView(RegisterView):
    """`/desks`."""

    model = Desk
    show_template = "support/desks/show.html"

    def more(self, entry: Desk) -> dict[str, Any]:
        return {
            "phrase": desk_hours.phrase(desk_hours.of(entry)),
            "closing": ClosingForm(formdata=None),
            "numbers": directory.numbers(),
        }

    @expose("/<pk>/close", methods=("POST",))
    @has_access
    @permission_name("keep")
    def close(self, pk: str) -> Response:
        self._kept(pk)
        form = ClosingForm()
        if form.validate() and run_for_form(
            form, desks.close, pk, form.until.data, form.because.data or ""
        ):
            return redirect_with_success(_("The desk is closed."), url_for(".show", pk=pk))
        page = self._show_page(entries.one(Desk, pk), RetireForm(formdata=None), closing=form)
        return make_response(page, 422)

    @expose("/network")
    @has_access
    @permission_name("show")
    def network(self) -> str:
        found = network.load(viewer())
        return render_template(
            "support/desks/network.html",
            network=found,
            drawn=found.picture,
            gaps=network.gaps(viewer(), found.desks) if viewer().is_staff else {},
            is_staff=viewer().is_staff,
        )


class PassingView(RegisterView):
    """`/passings`."""

    model = DeskPassing

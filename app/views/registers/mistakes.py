"""Mistakes in public entries: anybody tells of one, and a keeper settles it."""

from typing import ClassVar

from flask import make_response, render_template, url_for
from flask_appbuilder import expose, has_access, permission_name
from flask_appbuilder.utils.limit import Limit
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.security.limits import client_address
from app.services.registers import entries, reports
from app.views.common.base import View, redirect_with_success, run_as_system, run_or_flash, viewer
from app.views.common.listing import listing
from app.views.common.paging import page_number
from app.views.forms.registers.mistake import MistakeForm


class MistakeView(View):
    """`/mistakes`."""

    route_base = "/mistakes"
    default_view = "list"
    limits: ClassVar[list[Limit]] = [
        Limit("20 per hour", key_func=client_address, methods=("POST",))
    ]

    @expose("/")
    @has_access
    @listing
    def list(self) -> str:
        number = page_number()
        found, total = reports.page(viewer(), number)
        return render_template(
            "registers/mistakes/list.html",
            found=found,
            titles=reports.titles(found),
            total=total,
            number=number,
        )

    @expose("/<key>/<pk>", methods=("GET", "POST"))
    @has_access
    def report(self, key: str, pk: str) -> Response:
        model = reports.reported(key)
        entry, form = entries.one(model, pk), MistakeForm()
        back = f"/{key}/{pk}"
        if form.validate_on_submit():
            run_as_system(reports.report, entry, form.text.data, form.email.data or "")
            return redirect_with_success(_("Thank you. A person will look at it."), back)
        page = render_template(
            "registers/mistakes/report.html",
            register=model.register,
            entry=entry,
            form=form,
            back=back,
        )
        return make_response(page, 422 if form.is_submitted() else 200)

    @expose("/<int:pk>/settle", methods=("POST",))
    @has_access
    @permission_name("list")
    def settle(self, pk: int) -> Response:
        if run_or_flash(reports.settle, pk):
            return redirect_with_success(_("The report is settled."), url_for(".list"))
        return make_response(self.list(), 409)

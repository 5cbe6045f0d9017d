"""The work list (仕事の一覧): what waits, by day, and who is in charge of it."""

from collections.abc import Collection
from typing import Any

from flask import flash, make_response, render_template, request, url_for
from flask_appbuilder import expose, has_access, permission_name
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from app.services.common import rows
from app.services.common.work import WaitsFor
from app.services.front import work_list
from app.services.membership.recipients import secretariat
from app.views.common.base import View, redirect_with_success, viewer
from app.views.common.form_actions import run_for_form
from app.views.common.listing import listing
from app.views.common.newness import is_new
from app.views.common.paging import page_number
from app.views.forms.front.work import ChargeForm

WHO = ("all", "new", "mine", "free", "others")
"""Filters: all, since my last log-in, my own, nobody's, what another has to do first."""


class WorkView(View):
    """`/work`."""

    route_base = "/work"
    default_view = "list"

    @expose("/")
    @has_access
    @listing
    def list(self) -> str:
        return self._page(self._form())

    @expose("/", methods=("POST",))
    @has_access
    @permission_name("handle")
    def put_in_charge(self) -> Response:
        form, keys = self._form(), request.form.getlist("key")
        if not keys:
            flash(_("Tick at least one line."), "warning")
        elif form.validate() and run_for_form(
            form, work_list.put_in_charge, keys, form.account_id.data
        ):
            done = ngettext(
                "The person in charge of %(num)s line has been changed.",
                "The person in charge of %(num)s lines has been changed.",
                len(keys),
            )
            return redirect_with_success(done, url_for(".list", who=request.args.get("who")))
        return make_response(self._page(form, keys), 422)

    def _form(self) -> ChargeForm:
        form = ChargeForm()
        officers = [(each.id, each.get_full_name()) for each in secretariat()]
        form.account_id.choices = [("", _("Nobody")), *officers]
        return form

    def _page(self, form: ChargeForm, ticked: Collection[str] = ()) -> str:
        found = work_list.items(viewer())
        groups: dict[str, list[Any]] = {
            "all": [*found],
            "new": [each for each in found if is_new(each.began)],
            "mine": [each for each in found if each.account_id == viewer().account_id],
            "free": [each for each in found if each.account_id is None],
            "others": [each for each in found if each.work.waits_for is not WaitsFor.OFFICE],
        }
        who, number = request.args.get("who", ""), page_number()
        who = who if who in WHO else WHO[0]
        first, most = rows.part(number)
        return render_template(
            "front/work.html",
            items=groups[who][first : first + most],
            counts={key: len(each) for key, each in groups.items()},
            who=who,
            form=form,
            ticked=ticked,
            number=number,
            own_id=viewer().account_id,
        )

"""Calls for grants: the register, each call's budget, and applying."""

from collections.abc import Callable
from functools import partial
from typing import Any, ClassVar

from flask import make_response, redirect, render_template, request, url_for
from flask_appbuilder import expose, has_access, permission_name
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app import clock
from app.models.grants.call import DEFAULTS, GrantCall
from app.models.grants.grant import Grant
from app.rules.common.era import fiscal_year
from app.rules.grants.content import PaperKind
from app.rules.membership.membership import ReceivedBy
from app.security.viewer import MEMBERS
from app.services.filings import my_organisation
from app.services.grants import applying, calls, grants
from app.services.registers import entries
from app.views.common.base import redirect_with_success, viewer
from app.views.common.form_actions import run_for_form
from app.views.forms.grants.paper import OnBehalfForm, PaperForm, paper_form
from app.views.forms.registers.entry import EntryForm
from app.views.registers.register import RegisterView


class GrantCallView(RegisterView):
    """補助金の募集."""

    model = GrantCall
    list_template = "grants/calls.html"
    show_template = "grants/call.html"
    retire_verb: ClassVar[Callable[..., Any]] = staticmethod(calls.retire)

    def _form_class(self, entry: Any = None) -> Any:
        """Return the form; a new call begins with what the source says of the grant."""
        form: type[EntryForm] = super()._form_class(entry)
        begin = {**DEFAULTS, "fiscal_year": fiscal_year(clock.today())}
        return partial(form, data=begin) if entry is None else form

    def more_of_list(self) -> dict[str, Any]:
        actor = viewer()
        mine = {each.call_id: each for each in grants.own(actor)} if actor.has(*MEMBERS) else {}
        found = calls.open_now()
        return {"open_calls": found, "meters": calls.meters(found), "mine": mine}

    def more(self, entry: GrantCall) -> dict[str, Any]:
        actor = viewer()
        is_member = actor.has(*MEMBERS)
        own: Grant | None = grants.own_of(actor, entry) if is_member else None
        return {
            "meter": calls.meters([entry])[entry.id],
            "granted": calls.granted(entry),
            "own": own,
            "is_open": entry.is_open(clock.today()),
            "is_over": clock.today() > entry.closes_on,
            "is_member": is_member,
        }

    @expose("/<pk>/apply", methods=("GET", "POST"))
    @has_access
    def apply(self, pk: str) -> Response:
        call: GrantCall = entries.one(GrantCall, pk)
        own = grants.own_of(viewer(), call)
        if request.method == "GET" and own is not None:
            return redirect(url_for("GrantView.show", pk=own.id))
        if request.method == "GET" and not call.is_open(clock.today()):
            return redirect(url_for(".show", pk=pk))  # says from when, or until when
        form = paper_form(PaperKind.APPLICATION)()
        if form.validate_on_submit():
            grant = run_for_form(form, applying.begin, pk, form.content(), form.uploads())
            if grant is not None:
                return redirect_with_success(
                    _("The application has been saved. Check it and ask a colleague to confirm."),
                    url_for("GrantView.show", pk=grant.id),
                )
        return self._apply_page(call, form)

    @expose("/<pk>/try", methods=("GET", "POST"))
    @has_access
    @permission_name("apply")
    def attempt(self, pk: str) -> Response:
        """Show the form and work the grant out, and store nothing (お試し)."""
        call = entries.one(GrantCall, pk)
        form = paper_form(PaperKind.APPLICATION)()
        reckoning = None
        if form.validate_on_submit():
            reckoning = form.content().reckoning(call.terms)
        return self._apply_page(call, form, is_trial=True, reckoning=reckoning)

    @expose("/<pk>/on-behalf", methods=("GET", "POST"))
    @has_access
    @permission_name("handle")
    def enter_paper(self, pk: str) -> Response:
        """Enter an application that came on paper (代行入力)."""
        call: GrantCall = entries.one(GrantCall, pk)
        form = OnBehalfForm()
        if form.validate_on_submit():
            grant = run_for_form(
                form,
                applying.enter,
                pk,
                int(form.organisation_id.data),
                form.content(),
                form.uploads(),
                received_by=ReceivedBy(form.received_by.data),
                received_on=form.received_on.data,
            )
            if grant is not None:
                return redirect_with_success(
                    _("The application has been submitted."),
                    url_for("GrantView.show", pk=grant.id),
                )
        return self._apply_page(call, form, organisation=None)

    def _apply_page(self, call: GrantCall, form: PaperForm, **given: Any) -> Response:
        page = render_template(
            "grants/apply.html",
            call=call,
            form=form,
            files={},
            **(
                {} if "organisation" in given else {"organisation": my_organisation.entry(viewer())}
            ),
            **given,
        )
        refused = request.method == "POST" and given.get("reckoning") is None
        return make_response(page, 422 if refused else 200)

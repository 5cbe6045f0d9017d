"""A grant's page for its body and the secretariat; the secretariat's list and decisions."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import abort, make_response, redirect, render_template, request, url_for
from flask_appbuilder import expose, has_access, permission_name
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.models.grants.grant import Grant
from app.rules.grants.acts import GrantAct
from app.rules.grants.content import PaperKind
from app.rules.grants.desk import Tab
from app.rules.states.grants.grant import OVER
from app.security.viewer import MEMBERS, Viewer
from app.services.grants import (
    calls,
    deadlines,
    decision_checks,
    decisions,
    desk,
    grants,
    papers,
)
from app.views.common.base import View, redirect_with_success, run, run_or_flash, viewer
from app.views.common.files import XLSX, download
from app.views.common.form_actions import run_for_form
from app.views.common.history import Step, steps
from app.views.common.listing import listing
from app.views.common.paging import page_number
from app.views.forms.common.sent import number, ticked
from app.views.forms.grants.acts import ActForm, DayForm, InspectionForm, ReasonForm
from app.views.grants.facts import brief, facts_of


class GrantView(View):
    """`/grants`."""

    route_base = "/grants"
    default_view = "list"

    @expose("/")
    @has_access
    @listing
    def list(self) -> str:
        asked = request.args.get("tab", Tab.REVIEW.key)
        tab = next((each for each in Tab if each.key == asked), None)
        call_id, at = number(request.args.get("call", "")), page_number()
        found, total = grants.page(viewer(), tab=tab, call_id=call_id, number=at)
        open_calls = calls.recent()
        return render_template(
            "grants/list.html",
            found=[brief(grant) for grant in found],
            total=total,
            number=at,
            tab=tab,
            tabs=Tab,
            over=OVER,
            counts=grants.counts(viewer(), call_id),
            calls=open_calls,
            call_id=call_id,
            meters=calls.meters(open_calls),
        )

    @expose("/<int:pk>")
    @has_access
    def show(self, pk: int) -> str:
        return self._page(grants.one(viewer(), pk))

    @expose("/<int:pk>/propose/<act>", methods=("POST",))
    @has_access
    @permission_name("handle")
    def propose(self, pk: int, act: str) -> Response:
        chosen, form = _act(act), ActForm(prefix=act)
        if form.validate():
            values = {key: form[key].data for key in ("amount", "until")}
            reason = form.reason.data or ""
            if run_for_form(form, decisions.propose, pk, chosen, reason=reason, **values):
                return self._done(
                    pk, _("The proposal waits for another officer, who releases it on this page.")
                )
        page = self._page(grants.one(viewer(), pk), refused={chosen: form})
        return make_response(page, 422)

    @expose("/<int:pk>/release/<act>", methods=("POST",))
    @has_access
    @permission_name("handle")
    def release(self, pk: int, act: str) -> Response:
        done = _("It has been decided. The letter is in the outbox.")
        return self._press(pk, done, decisions.release, pk, _act(act))

    @expose("/<int:pk>/send-back/<act>", methods=("POST",))
    @has_access
    @permission_name("handle")
    def send_back(self, pk: int, act: str) -> Response:
        form = ReasonForm(prefix="back")
        if form.validate() and run_for_form(
            form, decisions.send_back, pk, _act(act), form.reason.data
        ):
            return self._done(pk, _("The proposal has been sent back."))
        return make_response(self._page(grants.one(viewer(), pk), back_form=form), 422)

    @expose("/<int:pk>/drop/<act>", methods=("POST",))
    @has_access
    @permission_name("handle")
    def drop(self, pk: int, act: str) -> Response:
        return self._press(
            pk, _("The proposal has been taken back."), decisions.drop, pk, _act(act)
        )

    @expose("/<int:pk>/return", methods=("POST",))
    @has_access
    @permission_name("handle")
    def return_paper(self, pk: int) -> Response:
        form = ReasonForm(prefix="return")
        if form.validate() and run_for_form(form, desk.send_back, pk, form.reason.data):
            return self._done(pk, _("The paper has been sent back to be corrected."))
        return make_response(self._page(grants.one(viewer(), pk), return_form=form), 422)

    @expose("/<int:pk>/inspection", methods=("POST",))
    @has_access
    @permission_name("handle")
    def inspect(self, pk: int) -> Response:
        grant = grants.one(viewer(), pk)
        form = inspection_form(grant)
        if form.validate():
            verb = form.since_opened(desk.inspect, lambda: inspected(grants.locked(viewer(), pk)))
            if run_for_form(form, verb, pk, form.places(), form.note.data):
                return self._done(pk, _("The inspection has been recorded."))
        page = self._page(grants.one(viewer(), pk), inspection_form=form)
        return make_response(page, 422)

    @expose("/<int:pk>/repaid", methods=("POST",))
    @has_access
    @permission_name("handle")
    def repay(self, pk: int) -> Response:
        form = DayForm()
        if form.validate() and run_for_form(form, desk.repay, pk, form.day.data):
            return self._done(pk, _("The repayment has been recorded."))
        return make_response(self._page(grants.one(viewer(), pk), day_form=form), 422)

    @expose("/payments", methods=("GET", "POST"))
    @has_access
    @permission_name("handle")
    def payments(self) -> Response:
        form = DayForm()
        if form.validate_on_submit():
            paid = run_for_form(form, desk.pay, ticked("payment"), form.day.data)
            if paid:
                done = _("%(number)s payments have been recorded.", number=paid)
                return redirect_with_success(done, url_for(".payments"))
        page = render_template("grants/payments.html", found=desk.unpaid(viewer()), form=form)
        return make_response(page, 422 if request.method == "POST" else 200)

    @expose("/payments.xlsx", methods=("POST",))
    @has_access
    @permission_name("handle")
    def payment_list(self) -> Response:
        return download(run(desk.payment_list), XLSX, "grant-payments.xlsx")

    def _page(
        self, grant: Grant, refused: Mapping[GrantAct, ActForm] | None = None, **given: Any
    ) -> str:
        actor = viewer()
        pending = decisions.pending(grant) if actor.is_staff else None
        report = papers.last(grant, PaperKind.REPORT) if actor.is_staff else None
        shown = {
            "facts": facts_of(grant, with_drafts=not actor.is_staff or grant.is_on_paper),
            "is_staff": actor.is_staff,
            "is_own": actor.has(*MEMBERS) and actor.organisation_id == grant.organisation_id,
            "is_entered": actor.is_staff and grant.is_on_paper,
            "own_id": actor.account_id,
            "over": OVER,
            "history": _history(actor, grant),
            "letters": grants.letters(actor, grant),
            "pending": pending,
            "acts": decision_checks.allowed(grant) if actor.is_staff and pending is None else (),
            "act_forms": {
                **{act: _blank(act, grant) for act in GrantAct},
                **(refused or {}),
            },
            "back_form": ReasonForm(formdata=None, prefix="back"),
            "return_form": ReasonForm(formdata=None, prefix="return"),
            "may_return": grant.state in desk.RETURNED,
            "day_form": DayForm(formdata=None),
            "inspection_form": inspection_form(grant, blank=True) if report else None,
            "meter": calls.meters([grant.call])[grant.call_id] if actor.is_staff else None,
        }
        return render_template("grants/show.html", grant=grant, **(shown | given))

    def _press(self, pk: int, done: str, verb: Any, *args: Any) -> Response:
        if run_or_flash(verb, *args):
            return self._done(pk, done)
        return redirect(url_for(".show", pk=pk), 303)

    def _done(self, pk: int, message: str) -> Response:
        return redirect_with_success(message, url_for(".show", pk=pk))


def inspected(grant: Grant) -> dict[str, Any]:
    """Return the inspection as the form is filled from it."""
    return {"struck": [str(each) for each in grant.struck], "note": grant.inspection}


def inspection_form(grant: Grant, *, blank: bool = False) -> InspectionForm:
    """Return the form with the receipts of the last report. blank: not what was sent."""
    found = {"data": inspected(grant)} | ({"formdata": None} if blank else {})
    form = InspectionForm(**found)
    report = papers.last(grant, PaperKind.REPORT)
    lines = report.said.lines if report else ()
    form.struck.choices = [
        (str(place), f"{line.kind.label}　{line.what}　{line.amount:,}円")
        for place, line in enumerate(lines)
    ]
    return form


def _blank(act: GrantAct, grant: Grant) -> ActForm:
    begin: dict[str, Any] = {"amount": grant.asked} if act.takes_amount else {}
    if act is GrantAct.REVOKE:
        begin["until"] = deadlines.of_repayment()
    return ActForm(formdata=None, prefix=act.value, data=begin)


def _history(actor: Viewer, grant: Grant) -> Sequence[Step]:
    """Return the history; to the body without what officers prepare, and without their names."""
    found = grants.history(grant)
    if actor.is_staff:
        return steps(found)
    own = grants.people_of(grant)
    done = [each for each in found if each.action.startswith("grant.")]
    return [
        step if each.actor_id in own else step._replace(who=_("The secretariat"))
        for each, step in zip(done, steps(done), strict=True)
    ]


def _act(name: str) -> GrantAct:
    if name not in set(GrantAct):
        abort(404)
    return GrantAct(name)

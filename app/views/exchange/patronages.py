"""Patronage (後援名義): application, decision by two officers, report."""

from collections.abc import Callable
from typing import Any

from flask import make_response, redirect, url_for
from flask_appbuilder import expose, has_access, permission_name
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from app import clock
from app.models.exchange.patronage import Patronage
from app.rules.states.exchange.patronage import PatronageStage
from app.services.common import approvals
from app.services.exchange import patronages
from app.services.registers import entries
from app.views.common.base import redirect_with_success, run_or_flash, viewer
from app.views.common.form_actions import run_for_form
from app.views.forms.common.returning import ReturnForm
from app.views.forms.exchange.patronages import GRANT, DecisionForm, ReportForm
from app.views.forms.registers.entry import RetireForm
from app.views.registers.register import RegisterView


class PatronageView(RegisterView):
    """後援名義の申請."""

    model = Patronage
    adds = staticmethod(patronages.add)
    retire_verb = staticmethod(patronages.withdraw)
    show_template = "exchange/patronage.html"

    def more(self, entry: Patronage) -> dict[str, Any]:
        last = approvals.last(patronages.KIND, entry.public_id) if viewer().is_staff else None
        is_open = entry.retired_on is None
        waits = last is not None and last.open_key is not None
        return {
            "retires": viewer().is_staff or entry.stage in patronages.OPEN,
            "proposal": last,
            "own_id": viewer().account_id,
            "may_propose": viewer().is_staff
            and is_open
            and entry.stage is PatronageStage.APPLIED
            and not waits,
            "may_report": self._keeps(entry)
            and is_open
            and entry.stage is PatronageStage.GRANTED
            and entry.held_on is not None
            and entry.held_on <= clock.today(),
            "decision_form": DecisionForm(formdata=None),
            "report_form": ReportForm(formdata=None),
            "return_form": ReturnForm(formdata=None),
        }

    @expose("/<pk>/propose", methods=("POST",))
    @has_access
    @permission_name("handle")
    def propose(self, pk: str) -> Response:
        form = DecisionForm()
        values = {"granted": form.decision.data == GRANT, "words": form.words.data}
        done = _("Another officer now has to release it.")
        return self._filled(pk, "decision_form", form, patronages.propose, values, done)

    @expose("/<pk>/release", methods=("POST",))
    @has_access
    @permission_name("handle")
    def release(self, pk: str) -> Response:
        return self._pressed(pk, patronages.release, _("Decided. The letter is in the outbox."))

    @expose("/<pk>/take-back", methods=("POST",))
    @has_access
    @permission_name("handle")
    def take_back(self, pk: str) -> Response:
        return self._pressed(pk, patronages.take_back, _("Done."))

    @expose("/<pk>/send-back", methods=("POST",))
    @has_access
    @permission_name("handle")
    def send_back(self, pk: str) -> Response:
        form = ReturnForm()
        values = {"reason": form.reason.data}
        return self._filled(pk, "return_form", form, patronages.send_back, values, _("Done."))

    @expose("/<pk>/report", methods=("POST",))
    @has_access
    @permission_name("keep")
    def report(self, pk: str) -> Response:
        form = ReportForm()
        values = {"visitors": form.visitors.data, "text": form.text.data}
        done = _("Thank you. The report has been saved.")
        return self._filled(pk, "report_form", form, patronages.report, values, done)

    def _pressed(self, pk: str, verb: Callable[..., Any], done: str) -> Response:
        if run_or_flash(verb, pk):
            return redirect_with_success(done, url_for(".show", pk=pk))
        return redirect(url_for(".show", pk=pk), 303)

    def _filled(
        self, pk: str, name: str, form: FlaskForm, verb: Any, values: dict[str, Any], done: str
    ) -> Response:
        """Run a verb behind a form that stands on the entry's page."""
        self._kept(pk)
        if form.validate() and run_for_form(form, verb, pk, **values) is not None:
            return redirect_with_success(done, url_for(".show", pk=pk))
        page = self._show_page(
            entries.one(Patronage, pk), RetireForm(formdata=None), **{name: form}
        )
        return make_response(page, 422)

"""The two-week batch (2週間ごとの一括決定): collection, proposal, approval by a second person."""

from flask import abort, make_response, redirect, render_template, request, url_for
from flask_appbuilder import expose, has_access, permission_name
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.errors import RuleViolation
from app.rules.membership.eligibility import required_checks
from app.rules.states.admission.application import ApplicationState, BatchState
from app.rules.states.post.outbox import OutboxState
from app.services.admission import application_queue, approvals, batches, fortnights, proposals
from app.services.common import approvals as common_approvals
from app.views.accounts.reauthentication import recently_authenticated
from app.views.common.base import (
    View,
    links,
    redirect_with_success,
    run,
    run_or_flash,
    viewer,
    with_article,
)
from app.views.common.history import steps
from app.views.common.listing import listing
from app.views.common.paging import page_number
from app.views.forms.accounts.login import add_error
from app.views.forms.common.returning import ReturnForm

WAY_OUT = (
    *(OutboxState.SENT, OutboxState.CANCELLED, OutboxState.HELD),
    *(OutboxState.FAILED, OutboxState.RETURNED),
)
"""States of a letter that is no longer being sent."""

PLACES = tuple(BatchState)
"""The states in the order of the procedure."""


class BatchView(View):
    """`/batches`."""

    route_base = "/batches"
    default_view = "list"

    @expose("/")
    @has_access
    @listing
    def list(self) -> str:
        number = page_number()
        found, total = batches.page(viewer(), number=number)
        return render_template(
            "admission/batches/list.html",
            batches=found,
            counts=batches.counts(viewer(), found),
            total=total,
            number=number,
            may_open=not any(batch.open_key for batch in found),
            first_day=fortnights.first_day,
            last_day=fortnights.last_day,
            overdue=fortnights.is_overdue,
        )

    @expose("/<int:pk>")
    @has_access
    def show(self, pk: int) -> Response:
        return shown(pk, ReturnForm())

    @expose("/open", methods=("POST",))
    @has_access
    @permission_name("handle")
    def open(self) -> Response:
        """Start a batch, with the application whose page has the button, if any."""
        first = request.form.get("application", "")
        if first and not (first.isascii() and first.isdigit() and len(first) < 10):
            abort(400)
        back = url_for("ApplicationView.show", pk=first) if first else url_for(".list")
        if run_or_flash(batches.open_batch, [int(first)] if first else []):
            return redirect_with_success(_("The batch has been started."), back)
        return redirect(back, 303)

    @expose("/<int:pk>/put-in", methods=("POST",))
    @has_access
    @permission_name("handle")
    def put_in(self, pk: int) -> Response:
        chosen = request.form.getlist("application")
        if not all(value.isascii() and value.isdigit() and len(value) < 10 for value in chosen):
            abort(400)
        return self._answer(
            run_or_flash(batches.put_in, pk, [int(value) for value in chosen]),
            _("The application has been added to the batch."),
            pk,
        )

    @expose("/<int:pk>/close", methods=("POST",))
    @has_access
    @permission_name("handle")
    def close(self, pk: int) -> Response:
        return self._answer(run_or_flash(batches.close, pk), _("The batch has been closed."), pk)

    @expose("/<int:pk>/propose-possible", methods=("POST",))
    @has_access
    @permission_name("handle")
    def propose_possible(self, pk: int) -> Response:
        words = _("Acceptance has been proposed for all fully checked applications.")
        return self._answer(run_or_flash(proposals.propose_possible, pk), words, pk)

    @expose("/<int:pk>/submit", methods=("POST",))
    @has_access
    @permission_name("handle")
    def submit(self, pk: int) -> Response:
        words = _("Submitted. Another officer has to approve it.")
        return self._answer(run_or_flash(approvals.submit, pk), words, pk)

    @expose("/<int:pk>/approve", methods=("POST",))
    @has_access
    @permission_name("handle")
    @recently_authenticated
    def approve(self, pk: int) -> Response:
        words = _(
            "Approved. All decisions have been carried out, and the letters are in the outbox."
        )
        return self._answer(run_or_flash(approvals.approve, pk, links=links()), words, pk)

    @expose("/<int:pk>/return", methods=("POST",))
    @has_access
    @permission_name("handle")
    def send_back(self, pk: int) -> Response:
        form = ReturnForm()
        if form.validate():
            try:
                run(approvals.send_back, pk, form.reason.data)
                return redirect_with_success(_("Sent back."), url_for(".show", pk=pk))
            except RuleViolation as violation:
                add_error(form, "reason", with_article(violation))
        return shown(pk, form)

    @expose("/application/<int:pk>/propose", methods=("POST",))
    @has_access
    @permission_name("handle")
    def propose(self, pk: int) -> Response:
        return self._about(
            pk, run_or_flash(proposals.propose, pk, accept=True), _("Acceptance has been proposed.")
        )

    @expose("/application/<int:pk>/withdraw", methods=("POST",))
    @has_access
    @permission_name("handle")
    def withdraw(self, pk: int) -> Response:
        return self._about(
            pk, run_or_flash(proposals.withdraw_proposal, pk), _("The proposal has been cancelled.")
        )

    @expose("/application/<int:pk>/take-out", methods=("POST",))
    @has_access
    @permission_name("handle")
    def take_out(self, pk: int) -> Response:
        return self._about(
            pk,
            run_or_flash(batches.take_out, pk),
            _("The application has been removed from the batch."),
        )

    def _answer(self, went: bool, words: str, pk: int) -> Response:
        back = url_for(".show", pk=pk)
        return redirect_with_success(words, back) if went else redirect(back, 303)

    def _about(self, pk: int, went: bool, words: str) -> Response:
        """Redirect to the batch if the button was on its page, else to the application."""
        batch_id = request.form.get("batch", "")
        if batch_id.isascii() and batch_id.isdigit():
            back = url_for(".show", pk=batch_id, _anchor=f"application-{pk}")
        else:
            back = url_for("ApplicationView.show", pk=pk)
        return redirect_with_success(words, back) if went else redirect(back, 303)


def shown(pk: int, form: ReturnForm) -> Response:
    """Return the batch's page with the form for sending it back."""
    batch = batches.one(viewer(), pk)
    letters = approvals.letters(viewer(), pk) if batch.state is BatchState.APPROVED else {}
    held = batch.applications
    proposal = common_approvals.last(approvals.KIND, pk)
    content = render_template(
        "admission/batches/show.html",
        batch=batch,
        applications=held,
        required=required_checks,
        standing=[row for row in held if row.state is not ApplicationState.TAKEN_BACK],
        closes_on=fortnights.closes_on(batch),
        first_day=fortnights.first_day(batch),
        last_day=fortnights.last_day(batch),
        overdue=fortnights.is_overdue(batch),
        obstacles=proposals.obstacles(viewer(), batch),
        undecided=sum(row.state is ApplicationState.RECEIVED for row in held),
        state=BatchState,
        changeable=batch.state in batches.CHANGEABLE,
        proposal=proposal,
        own_id=viewer().account_id,
        form=form,
        place=PLACES.index(batch.state) + 1,
        letters_failed=letters.get(OutboxState.FAILED, 0),
        letters_held=letters.get(OutboxState.HELD, 0),
        letters_done=sum(letters.get(one, 0) for one in WAY_OUT),
        letters_total=sum(letters.values()),
        history=steps(application_queue.history(viewer(), "batch", pk)),
    )
    return make_response(content, 422 if form.errors else 200)

"""Applications, for the secretariat: the queue, one application, and the decisions on it."""

from typing import Any

from flask import abort, make_response, redirect, render_template, request, url_for
from flask_appbuilder import expose, has_access, permission_name
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.errors import RuleViolation
from app.models.admission.application import Application
from app.rules.membership.eligibility import Check, required_checks
from app.rules.states.admission.application import APPLICATION, ApplicationState, ApplicationVerb
from app.rules.states.common.table import verbs_from
from app.services.admission import (
    acceptance,
    application_queue,
    applications,
    batches,
    decisions,
    duplicates,
    proposals,
)
from app.services.common.edits import ChangedMeanwhile
from app.services.common.rows import PER_PAGE
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
from app.views.common.paging import page_number
from app.views.forms.accounts.login import add_error
from app.views.forms.admission.applications import CheckForm, CorrectionForm, RefusalForm
from app.views.membership.profiles import sections

LONGEST_SEARCH = 100


class ApplicationView(View):
    """`/applications`."""

    route_base = "/applications"
    default_view = "list"

    @expose("/")
    @has_access
    def list(self) -> str:
        chosen = request.args.get("state", "")
        state = ApplicationState(chosen) if chosen in set(ApplicationState) else None
        text = typed("q")
        number = page_number()
        found, total = application_queue.queue(
            viewer(), states=(state,) if state else (), text=text, page=number
        )
        counts = application_queue.counts(viewer())
        return render_template(
            "admission/applications/list.html",
            waiting=found,
            total=total,
            per_page=PER_PAGE,
            number=number,
            state=state,
            text=text,
            counts=counts,
            waiting_count=sum(counts.get(one, 0) for one in duplicates.OPEN_STATES),
            states=ApplicationState,
        )

    @expose("/show/<int:pk>")
    @has_access
    def show(self, pk: int) -> Response:
        return shown(pk)

    @expose("/<int:pk>/check/<check>", methods=("POST",))
    @has_access
    @permission_name("decide")
    def check(self, pk: int, check: str) -> Response:
        chosen = Check(check) if check in set(Check) else abort(404)
        form = CheckForm.of(chosen)
        if not form.validate():
            return shown(pk, form, chosen)
        passed = form.passed.data == "yes"
        try:
            verb = form.since_opened(decisions.record_check, lambda: recorded_now(pk, chosen))
            run(verb, pk, chosen, passed=passed, note=form.note.data or "")
        except RuleViolation as violation:
            add_error(form, "note", with_article(violation))
            return shown(pk, form, chosen)
        except ChangedMeanwhile as stale:
            form.form_errors.append(stale.message)
            return shown(pk, form, chosen)
        return redirect_with_success(
            _("The check has been recorded."), url_for(".show", pk=pk, _anchor="checks")
        )

    @expose("/<int:pk>/former", methods=("POST",))
    @has_access
    @permission_name("decide")
    def former(self, pk: int) -> Response:
        value = request.form.get("organisation", "")
        if value != "none" and not (value.isascii() and value.isdigit() and len(value) < 10):
            abort(422)
        named = None if value == "none" else int(value)
        if run_or_flash(decisions.name_former, pk, named):
            return redirect_with_success(_("Recorded."), url_for(".show", pk=pk, _anchor="former"))
        return redirect(url_for(".show", pk=pk, _anchor="former"), 303)

    @expose("/<int:pk>/accept", methods=("POST",))
    @has_access
    @permission_name("decide")
    def accept(self, pk: int) -> Response:
        back = url_for(".show", pk=pk)
        if run_or_flash(decisions.accept, pk, links=links()):
            return redirect_with_success(_("Accepted. The letter is in the outbox."), back)
        return redirect(back, 303)

    @expose("/<int:pk>/refuse", methods=("GET", "POST"))
    @has_access
    @permission_name("decide")
    def refuse(self, pk: int) -> Response:
        application = application_queue.one(viewer(), pk)
        in_batch = is_in_open_batch(application)
        form = RefusalForm(data=reason(application))
        if form.validate_on_submit():
            try:
                if in_batch and "propose" in request.form:
                    verb = form.since_opened(
                        proposals.propose, lambda: reason(batches.locked_application(pk)[1])
                    )
                    run(verb, pk, accept=False, reason=form.reason.data)
                    return redirect_with_success(
                        _("Refusal has been proposed."), batch_address(application)
                    )
                decide = form.since_opened(
                    decisions.refuse, lambda: reason(applications.locked(pk))
                )
                run(decide, pk, form.reason.data)
                return redirect_with_success(
                    _("Refused. The letter is in the outbox."), url_for(".show", pk=pk)
                )
            except RuleViolation as violation:
                add_error(form, "reason", with_article(violation))
            except ChangedMeanwhile as stale:
                form.form_errors.append(stale.message)
        return page(
            "admission/applications/refuse.html", form, application=application, in_batch=in_batch
        )

    @expose("/<int:pk>/correct", methods=("GET", "POST"))
    @has_access
    @permission_name("decide")
    def correct(self, pk: int) -> Response:
        application = application_queue.one(viewer(), pk)
        form = CorrectionForm()
        if form.validate_on_submit():
            run(decisions.request_correction, pk, form.what.data, links=links())
            return redirect_with_success(
                _("The applicant has been asked for a correction."), url_for(".show", pk=pk)
            )
        return page("admission/applications/correct.html", form, application=application)


def shown(pk: int, wrong: CheckForm | None = None, at: Check | None = None) -> Response:
    """Return the page of an application; `wrong` is the form of the check to be corrected."""
    application = application_queue.one(viewer(), pk)
    found = duplicates.candidates(viewer(), application)
    recorded = {row.check: row for row in application.checks}
    checks = [
        (
            check,
            recorded.get(check),
            wrong if check is at else CheckForm.of(check, recorded.get(check)),
        )
        for check in required_checks(application.kind)
    ]
    looked_for = typed("find")
    content = render_template(
        "admission/applications/show.html",
        application=application,
        waiting=application_queue.waiting(viewer(), application),
        verdict=acceptance.verdict(application, found),
        candidates=found,
        looked_for=looked_for,
        others_found=duplicates.find(viewer(), looked_for) if looked_for else [],
        other_applications=[
            (other, duplicates.common(application, other))
            for other in duplicates.other_applications(viewer(), application)
        ],
        checks=checks,
        profile_sections=sections(application.profile()),
        verbs=verbs_from(APPLICATION, application.state),
        verb=ApplicationVerb,
        correction_address=correction_address(application),
        in_batch=is_in_open_batch(application),
        open_batches=batches.changeable(viewer()),
        history=steps(application_queue.history(viewer(), "application", pk)),
    )
    return make_response(content, 422 if wrong is not None else 200)


def is_in_open_batch(application: Application) -> bool:
    """Whether a decision on the application can be proposed."""
    batch = application.batch
    return batch is not None and batch.state in batches.CHANGEABLE


def correction_address(application: Application) -> str:
    """Return the URL for entering the correction of an applicant without mail address, or ""."""
    awaited = application.state is ApplicationState.CORRECTION
    if not awaited or applications.applicant_address(application):
        return ""
    token = links().status_token(application.id, application.status_nonce)
    return url_for("ApplicationStatusView.correct", token=token)


def batch_address(application: Application) -> str:
    """Return the URL of the application's batch."""
    return url_for("BatchView.show", pk=application.batch_id)


def recorded_now(pk: int, check: Check) -> dict[str, str]:
    """Lock the application; return what is recorded of a check, as data of its form."""
    rows = applications.locked(pk).checks
    return CheckForm.data_of(next((row for row in rows if row.check is check), None))


def reason(application: Application) -> dict[str, str]:
    """Return the initial reason of a refusal as data of its form."""
    return {"reason": refusal_reason(application)}


def refusal_reason(application: Application) -> str:
    """Return the initial reason: the proposed one, else that of a readmission bar in force."""
    if application.decision_reason:
        return application.decision_reason
    if acceptance.waits_until(application) is None:
        return ""
    return acceptance.verdict(application).reason


def page(template: str, form: Any, **values: Any) -> Response:
    """Return a page with a form; status 422 for a rejected submission."""
    return make_response(
        render_template(template, form=form, **values), 422 if form.errors else 200
    )


def typed(name: str) -> str:
    """Return a search text from the query string."""
    return request.args.get(name, "").replace("\0", "")[:LONGEST_SEARCH]

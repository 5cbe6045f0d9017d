"""Applications, for the secretariat: the queue, one application, and the decisions on it."""

from flask import abort, make_response, redirect, render_template, request, url_for
from flask_appbuilder import expose, has_access, permission_name
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.errors import RuleViolation
from app.models.admission.application import Application, ApplicationCheck
from app.rules.membership.eligibility import Check, required_checks
from app.rules.membership.membership import ReceivedBy
from app.rules.states.admission.application import APPLICATION, ApplicationState, ApplicationVerb
from app.rules.states.common.table import verbs_from
from app.services.admission import (
    acceptance,
    applicants,
    application_queue,
    applications,
    batches,
    corrections,
    decisions,
    duplicates,
    immediate,
    proposals,
)
from app.services.common.edits import ChangedMeanwhile
from app.services.common.rows import PER_PAGE
from app.views.common.base import (
    View,
    redirect_with_success,
    run,
    run_or_flash,
    viewer,
    with_article,
)
from app.views.common.form_actions import run_for_form
from app.views.common.history import steps
from app.views.common.paging import page_number
from app.views.forms.accounts.login import add_error
from app.views.forms.admission.applications import CheckForm, RefusalForm
from app.views.forms.admission.decision import TakeBackForm
from app.views.forms.common.returning import ReturnForm
from app.views.membership.profiles import differences, sections

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

    @expose("/<int:pk>/refuse", methods=("GET", "POST"))
    @has_access
    @permission_name("decide")
    def refuse(self, pk: int) -> Response:
        """Propose a refusal, to be carried out with the batch."""
        application = application_queue.one(viewer(), pk)
        form = RefusalForm(data=reason(application))
        verb = form.since_opened(
            proposals.propose, lambda: reason(batches.locked_application(pk)[1])
        )
        if form.validate_on_submit() and run_for_form(
            form, verb, pk, accept=False, reason=form.reason.data
        ):
            return redirect_with_success(
                _("Refusal has been proposed."), batch_address(application)
            )
        content = render_template(
            "admission/applications/refuse.html",
            form=form,
            application=application,
            in_batch=is_in_open_batch(application),
        )
        return make_response(content, 422 if form.errors or form.form_errors else 200)

    @expose("/<int:pk>/take-back", methods=("GET", "POST"))
    @has_access
    @permission_name("decide")
    def take_back(self, pk: int) -> Response:
        """Take the application back as the applicant asked."""
        application = application_queue.one(viewer(), pk)
        form = TakeBackForm()
        if form.validate_on_submit():
            asked = {"asked_by": form.asked_by.data, "asked_on": form.asked_on.data}
            way = ReceivedBy(form.way.data)
            if run_for_form(form, applicants.take_back_for, pk, way=way, **asked):
                return redirect_with_success(
                    _("The application has been taken back. The letter is in the outbox."),
                    url_for(".show", pk=pk),
                )
        content = render_template(
            "admission/applications/take_back.html", form=form, application=application
        )
        return make_response(content, 422 if form.errors or form.form_errors else 200)


def shown(
    pk: int,
    wrong: CheckForm | None = None,
    at: Check | None = None,
    *,
    returned: ReturnForm | None = None,
) -> Response:
    """Return the page of an application.

    wrong: the form of the check to be corrected; returned: that of sending a proposal back.
    """
    application = application_queue.one(viewer(), pk)
    found = duplicates.candidates(viewer(), application)
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
        checks=check_forms(application, wrong, at),
        profile_sections=sections(application.profile()),
        verbs=verbs_from(APPLICATION, application.state),
        verb=ApplicationVerb,
        given=acceptance.given(application),
        no_pledge=corrections.NO_PLEDGE,
        rounds=[(row, differences(row.before, row.after)) for row in application.corrections],
        proposal=immediate.last(pk),
        own_id=viewer().account_id,
        return_form=returned or ReturnForm(formdata=None),
        in_batch=is_in_open_batch(application),
        open_batches=batches.changeable(viewer()),
        history=steps(application_queue.history(viewer(), "application", pk)),
    )
    return make_response(content, 422 if wrong is not None or returned is not None else 200)


def check_forms(
    application: Application, wrong: CheckForm | None, at: Check | None
) -> list[tuple[Check, ApplicationCheck | None, CheckForm]]:
    """Return each required check, what is recorded, and its form; `wrong` is that of `at`."""
    recorded = {row.check: row for row in application.checks}
    return [
        (
            check,
            recorded.get(check),
            wrong if check is at else CheckForm.of(check, recorded.get(check)),
        )
        for check in required_checks(application.kind)
    ]


def is_in_open_batch(application: Application) -> bool:
    """Whether a decision on the application can be proposed."""
    batch = application.batch
    return batch is not None and batch.state in batches.CHANGEABLE


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


def typed(name: str) -> str:
    """Return a search text from the query string."""
    return request.args.get(name, "").replace("\0", "")[:LONGEST_SEARCH]

"""Applications, for the secretariat: the queue, one application, and the decisions on it."""

from collections.abc import Sequence

from flask import abort, make_response, redirect, render_template, request, url_for
from flask_appbuilder import expose, has_access, permission_name
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from app.models.admission.application import Application
from app.rules.membership.eligibility import required_checks
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
from app.services.admission.application_queue import QueuedApplication
from app.views.common import ticks
from app.views.common.base import (
    View,
    redirect_with_success,
    run_or_flash,
    viewer,
)
from app.views.common.form_actions import run_for_form
from app.views.common.history import steps
from app.views.common.listing import listing
from app.views.common.neighbours import Neighbours, came_from, neighbours
from app.views.common.paging import page_number
from app.views.common.ticks import Act, Ticks
from app.views.forms.admission.applications import ChecksForm, RefusalForm, checks_data, checks_form
from app.views.forms.admission.decision import TakeBackForm
from app.views.forms.common.returning import ReturnForm
from app.views.membership.profiles import differences, sections

LONGEST_SEARCH = 100
TAKE_OUT = Act(
    "take-out", _l("Remove from the batch"), batches.take_out, _l("They leave their batch.")
)
PUT_IN = Act(
    "put-in",
    _l("Add to the open batch"),
    batches.put_in_open,
    _l("They are added to the open batch; where none is open, one is started with them."),
    undo=TAKE_OUT,
)


class ApplicationView(View):
    """`/applications`."""

    route_base = "/applications"
    default_view = "list"

    @expose("/")
    @has_access
    @listing
    def list(self) -> str:
        number, (state, text) = page_number(), asked()
        found, total = _queue(number)
        counts = application_queue.counts(viewer())
        return render_template(
            "admission/applications/list.html",
            waiting=found,
            total=total,
            number=number,
            state=state,
            text=text,
            counts=counts,
            waiting_count=sum(counts.get(one, 0) for one in duplicates.OPEN_STATES),
            states=ApplicationState,
            ticks=ticked(),
        )

    @expose("/ticked/<act>", methods=("POST",))
    @has_access
    @permission_name("decide")
    def tick(self, act: str) -> Response:
        return ticks.answer(ticked(), act)

    @expose("/show/<int:pk>")
    @has_access
    def show(self, pk: int) -> Response:
        return shown(pk)

    @expose("/<int:pk>/checks", methods=("POST",))
    @has_access
    @permission_name("decide")
    def checks(self, pk: int) -> Response:
        """Record the findings that were chosen; with the other button all remaining ones as met."""
        form = checks_form(required_checks(application_queue.one(viewer(), pk).kind))()
        if form.validate():
            verb = form.since_opened(decisions.record_checks, lambda: recorded_now(pk))
            findings = form.findings(rest_met="all" in request.form)
            if run_for_form(form, verb, pk, findings) is not None:
                return redirect_with_success(
                    _("The checks have been recorded."),
                    url_for(".show", pk=pk, **came_from(), _anchor="checks"),
                )
        return shown(pk, form)

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


def asked() -> tuple[ApplicationState | None, str]:
    """Return the state and the words that the list's address asks for."""
    chosen = request.args.get("state", "")
    return ApplicationState(chosen) if chosen in set(ApplicationState) else None, typed("q")


def _queue(number: int) -> tuple[Sequence[QueuedApplication], int]:
    state, text = asked()
    states = (state,) if state else ()
    return application_queue.queue(viewer(), states=states, text=text, page=number)


def ticked() -> Ticks:
    """Return what may be done with ticked applications."""
    return Ticks(
        title=_("Applications"),
        url=url_for("ApplicationView.list"),
        address=lambda act: url_for("ApplicationView.tick", act=act),
        named=lambda keys: {
            str(each.id): each.name
            for each in application_queue.some(viewer(), ticks.numbers(keys))
        },
        acts=(PUT_IN,),
    )


def shown(
    pk: int,
    wrong: ChecksForm | None = None,
    *,
    returned: ReturnForm | None = None,
) -> Response:
    """Return the page of an application.

    wrong: the form of the checks to be corrected; returned: that of sending a proposal back.
    """
    application = application_queue.one(viewer(), pk)
    kind_checks = required_checks(application.kind)
    found = duplicates.candidates(viewer(), application)
    looked_for = typed("find")
    content = render_template(
        "admission/applications/show.html",
        application=application,
        near=_near(pk),
        waiting=application_queue.waiting(viewer(), application),
        verdict=acceptance.verdict(application, found),
        candidates=found,
        looked_for=looked_for,
        others_found=duplicates.find(viewer(), looked_for) if looked_for else [],
        other_applications=[
            (other, duplicates.common(application, other))
            for other in duplicates.other_applications(viewer(), application)
        ],
        recorded={row.check: row for row in application.checks},
        checks_form=wrong or checks_form(kind_checks)(data=checks_data(application.checks)),
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


def _near(pk: int) -> Neighbours | None:
    return neighbours(
        pk,
        lambda: [each.application.id for each in _queue(1)[0]],
        lambda key, **place: url_for("ApplicationView.show", pk=key, **place),
        url_for("ApplicationView.list"),
    )


def is_in_open_batch(application: Application) -> bool:
    """Whether a decision on the application can be proposed."""
    batch = application.batch
    return batch is not None and batch.state in batches.CHANGEABLE


def batch_address(application: Application) -> str:
    """Return the URL of the application's batch."""
    return url_for("BatchView.show", pk=application.batch_id)


def recorded_now(pk: int) -> dict[str, str]:
    """Lock the application; return what is recorded of its checks, as data of their form."""
    return checks_data(applications.locked(pk).checks)


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

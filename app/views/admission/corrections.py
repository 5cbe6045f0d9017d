"""Corrections at the desk: asked for, reminded of, entered from telephone or paper (代行入力)."""

from flask import flash, make_response, redirect, render_template, request, url_for
from flask_appbuilder import expose, has_access, permission_name
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.errors import RuleViolation
from app.extensions import csrf
from app.models.admission.application import Application
from app.rules.states.admission.application import APPLICATION, ApplicationVerb
from app.rules.states.common.table import next_state
from app.services.admission import application_queue, applications, corrections
from app.services.common import drafts
from app.views.admission.application_status import consented_version
from app.views.common.base import (
    View,
    links,
    redirect_with_success,
    run,
    run_or_flash,
    viewer,
    with_article,
)
from app.views.forms.admission.applications import CorrectionForm
from app.views.forms.admission.correction import ToldCorrectionForm, former, lacking
from app.views.forms.membership.profile import ProfileForm
from app.views.membership.drafting import Drafted, changed_meanwhile
from app.views.membership.profiles import differences

csrf.exempt("app.views.admission.corrections.enter")  # checked by the form itself


class CorrectionView(View):
    """`/applications/<pk>/correct`, `/applications/<pk>/correction`."""

    route_base = "/applications"
    default_view = "ask"

    @expose("/<int:pk>/correct", methods=("GET", "POST"))
    @has_access
    @permission_name("correct")
    def ask(self, pk: int) -> Response:
        application = application_queue.one(viewer(), pk)
        form = CorrectionForm()
        if form.validate_on_submit():
            run(corrections.request, pk, form.what.data, links=links())
            return redirect_with_success(
                _("The applicant has been asked for a correction."), at(pk)
            )
        content = render_template(
            "admission/applications/correct.html", form=form, application=application
        )
        return make_response(content, 422 if form.errors else 200)

    @expose("/<int:pk>/remind", methods=("POST",))
    @has_access
    @permission_name("correct")
    def remind(self, pk: int) -> Response:
        if run_or_flash(corrections.remind, pk, links=links()):
            return redirect_with_success(_("The reminder is in the outbox."), at(pk))
        return redirect(at(pk), 303)

    @expose("/<int:pk>/correction", methods=("GET", "POST"))
    @has_access
    @permission_name("correct")
    def enter(self, pk: int) -> Response:
        application = application_queue.one(viewer(), pk)

        def show(form: ProfileForm) -> str:
            return render_template(
                "admission/applications/correction.html", form=form, application=application
            )

        return drafted(application).edit(show, url_for(".check", pk=pk))

    @expose("/<int:pk>/correction/check", methods=("GET", "POST"))
    @has_access
    @permission_name("correct")
    def check(self, pk: int) -> Response:
        application = application_queue.one(viewer(), pk)
        draft_of = drafted(application)
        ready = draft_of.ready()
        if ready is None:
            return redirect(url_for(".enter", pk=pk), 303)
        draft, form = ready
        shown = drafts.fingerprint(draft)
        if request.method == "GET":
            return check_page(application, form, shown, 200)
        if request.form.get("fingerprint") != shown:
            flash(changed_meanwhile(), "warning")
            return check_page(application, form, shown, 422)
        try:
            run(corrections.enter, pk, form.values(), **form.told())
        except RuleViolation as violation:
            flash(with_article(violation), "warning")
            return check_page(application_queue.one(viewer(), pk), form, shown, 422)
        run(drafts.discard, draft_of.name, draft_of.token)
        response = redirect_with_success(
            _("The correction has been entered. The applicant is told by letter."), at(pk)
        )
        draft_of.forget(response)
        return response


def drafted(application: Application) -> Drafted:
    """Return the drafted correction of this application. Raises StaleState unless requested."""
    next_state(APPLICATION, application.state, ApplicationVerb.RESUBMIT)
    return Drafted(
        ToldCorrectionForm,
        name=f"told_correction:{application.id}",
        cookie="told_correction_draft",
        path="/applications",
        profile=application.profile() | former(application),
        required=(),
        confirmed=applications.applicant_address(application),
        lacking=lacking(application),
        bylaws_version=consented_version(),
    )


def check_page(
    application: Application, form: ToldCorrectionForm, shown: str, status: int
) -> Response:
    """Return the check page with the changes, and who told them."""
    values = form.values()
    content = render_template(
        "admission/applications/correction_check.html",
        application=application,
        form=form,
        told=form.told(),
        values=values,
        differences=differences(application.profile(), values),
        fingerprint=shown,
    )
    return make_response(content, status)


def at(pk: int) -> str:
    """Return the URL of the application's page."""
    return url_for("ApplicationView.show", pk=pk)

"""The applicant's status page: state, correction, taking back, the form as PDF."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_appbuilder import expose, has_access, permission_name
from flask_appbuilder.utils.limit import Limit
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.errors import RuleViolation
from app.extensions import csrf, db
from app.models.admission.application import Application
from app.rules.admission.statements import PLEDGE, PRIVACY
from app.rules.states.admission.application import APPLICATION, ApplicationVerb
from app.rules.states.common.table import next_state, verbs_from
from app.security import guard
from app.security.limits import client_address
from app.services.admission import applicants, application_papers, applications
from app.services.common import drafts
from app.services.regulations import regulations
from app.views.common.base import (
    View,
    links,
    redirect_with_success,
    run_as_system,
    run_or_flash,
    with_article,
)
from app.views.common.files import pdf
from app.views.forms.admission.correction import CorrectionForm, former, lacking
from app.views.forms.membership.profile import ProfileForm
from app.views.membership.drafting import Drafted, changed_meanwhile
from app.views.membership.profiles import differences, sections

csrf.exempt("app.views.admission.application_status.correct")  # checked by the form itself


def opened(token: str) -> Application:
    """Return the application of a status link. Raises NotFound."""
    return applicants.by_status_token(token, links=links())


def correction(application: Application) -> Drafted:
    """Return the drafted correction of this application. Raises StaleState unless requested."""
    next_state(APPLICATION, application.state, ApplicationVerb.RESUBMIT)
    return Drafted(
        CorrectionForm,
        name=f"correction:{application.id}",
        cookie="correction_draft",
        path="/apply/status",
        profile=application.profile() | former(application),
        confirmed=applications.applicant_address(application),
        lacking=lacking(application),
        bylaws_version=consented_version(),
    )


def consented_version() -> str:
    """Return the version of the by-laws to which an applicant agrees today."""
    return regulations.in_force(*regulations.CONSENTED)[0].version


class ApplicationStatusView(View):
    """`/apply/status/<token>`."""

    route_base = "/apply/status"
    default_view = "show"
    limits = [Limit("60 per hour", key_func=client_address, methods=("POST",))]

    @expose("/<token>")
    @has_access
    @permission_name("status")
    def show(self, token: str) -> str:
        with guard.acting_as_system(db.session()):
            application = opened(token)
            return render_template(
                "admission/apply/status.html",
                application=application,
                token=token,
                verbs=verbs_from(APPLICATION, application.state),
                verb=ApplicationVerb,
                letters=applicants.letters_to(application),
                profile_sections=sections(application.profile()),
            )

    @expose("/<token>/form.pdf")
    @has_access
    @permission_name("status")
    def paper(self, token: str) -> Response:
        with guard.acting_as_system(db.session()):
            application = opened(token)
            content = application_papers.filled(application)
            return pdf(content, f"application-{application.receipt_number}")

    @expose("/<token>/correct", methods=("GET", "POST"))
    @has_access
    @permission_name("status")
    def correct(self, token: str) -> Response:
        with guard.acting_as_system(db.session()):
            application = opened(token)

            def show(form: ProfileForm) -> str:
                return render_template(
                    "admission/apply/correct.html",
                    form=form,
                    application=application,
                    token=token,
                    pledge=PLEDGE,
                    privacy=PRIVACY,
                    texts=regulations.in_force(*regulations.CONSENTED),
                )

            return correction(application).edit(show, url_for(".check", token=token))

    @expose("/<token>/check", methods=("GET", "POST"))
    @has_access
    @permission_name("status")
    def check(self, token: str) -> Response | tuple[str, int]:
        with guard.acting_as_system(db.session()):
            application = opened(token)
            drafted = correction(application)
            ready = drafted.ready()
            if ready is None:
                return redirect(url_for(".correct", token=token), 303)
            draft, form = ready
            shown = drafts.fingerprint(draft)
            values = form.values()
            if request.method == "GET":
                return check_page(application, values, token, shown), 200
            if request.form.get("fingerprint") != shown:
                refusal = changed_meanwhile()
            else:
                refusal = resubmit(token, values, drafted.key)
            if refusal:
                flash(refusal, "warning")
                return check_page(application, values, token, shown), 422
        response = redirect_with_success(
            _("Your correction has been received."), url_for(".show", token=token)
        )
        drafted.forget(response)
        return response

    @expose("/<token>/take-back", methods=("POST",))
    @has_access
    @permission_name("status")
    def take_back(self, token: str) -> Response:
        page = url_for(".show", token=token)
        with guard.acting_as_system(db.session()):
            if run_or_flash(applicants.take_back, token, links=links()):
                return redirect_with_success(_("The application has been withdrawn."), page)
        return redirect(page, 303)


def check_page(application: Application, values: dict[str, Any], token: str, shown: str) -> str:
    """Return the check page with the changes that the correction makes."""
    return render_template(
        "admission/apply/correction_check.html",
        application=application,
        differences=differences(application.profile(), values),
        values=values,
        token=token,
        fingerprint=shown,
    )


def resubmit(token: str, values: dict[str, Any], key: str) -> str:
    """Send the correction; return the reason of a refusal, or "" on success."""
    try:
        run_as_system(applicants.resubmit, token, values, links=links(), draft_key=key)
    except RuleViolation as violation:
        return with_article(violation)
    return ""

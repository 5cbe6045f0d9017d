"""Applications on paper or by FAX, entered on the applicant's behalf (代行入力)."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_appbuilder import expose, has_access, permission_name
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.errors import RuleViolation
from app.extensions import csrf
from app.models.admission.application import Application
from app.rules.membership.membership import ReceivedBy
from app.services.admission import applications
from app.services.common import drafts
from app.services.regulations import regulations
from app.services.regulations.regulations import CONSENTED
from app.views.common.base import View, links, redirect_with_success, run, with_article
from app.views.common.files import uploaded
from app.views.forms.admission.apply import PaperForm
from app.views.forms.membership.profile import ProfileForm
from app.views.membership.drafting import Drafted, changed_meanwhile
from app.views.membership.profiles import sections

csrf.exempt("app.views.admission.paper_application.form")  # checked by the form itself

DRAFTED = Drafted(
    PaperForm, name="paper_application", cookie="paper_draft", path="/applications/new"
)


class PaperApplicationView(View):
    """`/applications/new`."""

    route_base = "/applications/new"
    default_view = "form"

    @expose("/", methods=("GET", "POST"))
    @has_access
    @permission_name("enter")
    def form(self) -> Response:
        def show(form: ProfileForm) -> str:
            kept = DRAFTED.draft() is not None
            return render_template("admission/apply/paper_form.html", form=form, has_draft=kept)

        return DRAFTED.edit(show, url_for(".check"))

    @expose("/check", methods=("GET", "POST"))
    @has_access
    @permission_name("enter")
    def check(self) -> Response | tuple[str, int]:
        entered = applications.by_key(DRAFTED.key)
        if entered is not None:
            return at_the_desk(entered)
        ready = DRAFTED.ready()
        if ready is None:
            flash(_("Please fill in the form first."), "warning")
            return redirect(url_for(".form"), 303)
        draft, form = ready
        values = form.values()
        if form.bylaws.data:
            values["bylaws_version"] = regulations.in_force(*CONSENTED)[0].version
        shown = drafts.fingerprint(draft)
        if request.method == "GET":
            return check_page(form, values, shown), 200
        if request.form.get("fingerprint") != shown:
            flash(changed_meanwhile(), "warning")
            return check_page(form, values, shown), 422
        try:
            application = run(
                applications.enter_on_paper,
                values,
                ReceivedBy(form.received_by.data),
                received_on=form.received_on.data,
                links=links(),
                idempotency_key=DRAFTED.key,
                scan=uploaded("scan"),
            )
        except RuleViolation as violation:
            flash(with_article(violation), "warning")
            return check_page(form, values, shown), 422
        return at_the_desk(application)

    @expose("/discard", methods=("POST",))
    @has_access
    @permission_name("enter")
    def discard(self) -> Response:
        run(drafts.discard, DRAFTED.name, DRAFTED.token)
        response = redirect_with_success(_("Your input has been deleted."), url_for(".form"))
        DRAFTED.forget(response)
        return response


def check_page(form: ProfileForm, values: dict[str, Any], shown: str) -> str:
    """Return the check page with everything to be entered."""
    return render_template(
        "admission/apply/paper_check.html",
        form=form,
        way=ReceivedBy(form.received_by.data),
        values=values,
        profile_sections=sections(values),
        fingerprint=shown,
    )


def at_the_desk(application: Application) -> Response:
    """Redirect to the application, with its receipt number."""
    text = _("Registered. Receipt number: %(number)s", number=application.receipt_number)
    return redirect_with_success(text, url_for("ApplicationView.show", pk=application.id))

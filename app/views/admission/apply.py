"""The public application (入会申込): introduction, form, check page. No account is needed."""

from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_appbuilder import expose, has_access, permission_name
from flask_appbuilder.utils.limit import Limit
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from app.errors import NotFound, RuleViolation
from app.extensions import csrf
from app.models.regulations.regulation import Regulation
from app.rules.admission.statements import PLEDGE, PRIVACY
from app.rules.membership.eligibility import OrganisationKind
from app.security.limits import client_address
from app.services.admission import submissions
from app.services.common import drafts
from app.services.common.drafts import LIFETIME
from app.services.regulations import regulations
from app.views.admission.address_check import DRAFTED, waiting
from app.views.common.base import (
    View,
    links,
    redirect_with_success,
    run_as_system,
    viewer,
    with_article,
)
from app.views.forms.membership.profile import ProfileForm
from app.views.membership.drafting import changed_meanwhile
from app.views.membership.profiles import sections

csrf.exempt(
    "app.views.admission.apply.form"
)  # checked by the form itself, which preserves the input


class ApplyView(View):
    """`/apply`."""

    route_base = "/apply"
    default_view = "start"
    limits = [Limit("60 per hour", key_func=client_address, methods=("POST",))]

    @expose("/")
    @has_access
    @permission_name("apply")
    def start(self) -> str:
        kinds = [kind for kind in OrganisationKind if kind is not OrganisationKind.INDIVIDUAL]
        return render_template(
            "admission/apply/start.html",
            privacy=PRIVACY,
            kinds=kinds,
            has_draft=DRAFTED.draft() is not None,
        )

    @expose("/form", methods=("GET", "POST"))
    @has_access
    @permission_name("apply")
    def form(self) -> Response:
        if waiting() is not None:
            return redirect(url_for("AddressCheckView.sent"), 303)
        return DRAFTED.edit(self._show_form, url_for(".check"))

    def _show_form(self, form: ProfileForm) -> str:
        kept = DRAFTED.draft() is not None
        resume = url_for(".resume", token=DRAFTED.token, _external=True) if kept else ""
        return render_template(
            "admission/apply/form.html",
            form=form,
            pledge=PLEDGE,
            privacy=PRIVACY,
            texts=regulations.in_force(*regulations.CONSENTED),
            resume_url=resume,
            kept_days=LIFETIME.days,
        )

    @expose("/discard", methods=("POST",))
    @has_access
    @permission_name("apply")
    def discard(self) -> Response:
        run_as_system(drafts.discard, DRAFTED.name, DRAFTED.token)
        response = redirect_with_success(_("Your input has been deleted."), url_for(".start"))
        DRAFTED.forget(response)
        return response

    @expose("/resume/<token>", methods=("GET", "POST"))
    @has_access
    @permission_name("apply")
    def resume(self, token: str) -> Response | str:
        """Continue a draft on another device. The link alone sets no cookie: the button does."""
        draft = drafts.find(viewer(), DRAFTED.name, token)
        if draft is None:
            raise NotFound
        if request.method == "GET":
            name = MultiDict(draft.values).get("name", "")
            return render_template(
                "admission/apply/resume.html", name=name, changed_at=draft.changed_at
            )
        response = redirect(url_for(".form"), 303)
        DRAFTED.remember(response, token)
        return response

    @expose("/check", methods=("GET", "POST"))
    @has_access
    @permission_name("apply")
    def check(self) -> Response | tuple[str, int]:
        if waiting() is not None:
            return redirect(url_for("AddressCheckView.sent"), 303)
        ready = DRAFTED.ready()
        if ready is None:
            flash(_("Please fill in the form first."), "warning")
            return redirect(url_for(".form"), 303)
        draft, form = ready
        texts = regulations.in_force(*regulations.CONSENTED)
        values = form.values() | {"bylaws_version": texts[0].version}
        shown = drafts.fingerprint(draft, *versions(texts))
        if request.method == "GET":
            return check_page(values, texts, shown), 200
        unseen = request.form.get("fingerprint") != shown
        refusal = changed_meanwhile() if unseen else send(values)
        if refusal:
            flash(refusal, "warning")
            return check_page(values, texts, shown), 422
        return redirect(url_for("AddressCheckView.sent"), 303)


def versions(texts: Sequence[Regulation]) -> list[str]:
    """Return the versions of all texts that the applicant agrees to."""
    return [PLEDGE.version, PRIVACY.version, *(text.version for text in texts)]


def check_page(values: dict[str, Any], texts: Sequence[Regulation], shown: str) -> str:
    """Return the check page (確認画面): everything to be sent, as stored on the server."""
    return render_template(
        "admission/apply/check.html",
        profile_sections=sections(values),
        values=values,
        texts=texts,
        pledge=PLEDGE,
        privacy=PRIVACY,
        fingerprint=shown,
    )


def send(values: dict[str, Any]) -> str:
    """Send the application; return the reason of a refusal, or "" on success."""
    try:
        run_as_system(submissions.submit, values, links=links(), idempotency_key=DRAFTED.key)
    except RuleViolation as violation:
        return with_article(violation)
    return ""

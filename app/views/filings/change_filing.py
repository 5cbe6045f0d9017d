"""Filing of a change notice by a member: edit a copy of the entry, check the differences, send."""

from flask import flash, make_response, redirect, render_template, request, url_for
from flask_appbuilder import expose, has_access, permission_name
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.models.membership.organisation import Organisation
from app.services.common import drafts
from app.services.filings import change_notices, my_organisation
from app.services.roster import organisations
from app.views.common.base import View, redirect_with_success, run, run_or_flash, viewer
from app.views.common.form_actions import run_for_form
from app.views.forms.filings.change_notice import ChangeForm, needed
from app.views.forms.membership.profile import ProfileForm
from app.views.membership.drafting import Drafted
from app.views.membership.profiles import differences

PATH = "/change-notices"


def drafted(organisation: Organisation) -> Drafted:
    """Return the form with its draft: the input is kept on the server until it is sent."""
    return Drafted(
        ChangeForm,
        name="change_notice",
        cookie="change_draft",
        path=PATH,
        profile=organisation.profile(),
        required=needed(organisation),
    )


class ChangeFilingView(View):
    """`/change-notices/new`, `/change-notices/check`."""

    route_base = PATH
    default_view = "form"

    @expose("/new", methods=("GET", "POST"))
    @has_access
    @permission_name("file")
    def form(self) -> Response:
        organisation = my_organisation.entry(viewer())
        waiting = change_notices.open_notice(organisation.id)
        if waiting is not None:
            flash(_("Your last change notice has not been processed yet."), "info")
            return redirect(url_for("ChangeNoticeView.show", pk=waiting.id), 303)
        kept = drafted(organisation)

        def show(form: ProfileForm) -> str:
            return render_template(
                "filings/change_notices/form.html", form=form, has_draft=kept.draft() is not None
            )

        return kept.edit(show, url_for(".check"))

    @expose("/check", methods=("GET", "POST"))
    @has_access
    @permission_name("file")
    def check(self) -> Response:
        organisation = my_organisation.entry(viewer())
        kept = drafted(organisation)
        sent = change_notices.by_key(viewer(), kept.key)
        if sent is not None:
            return redirect(url_for("ChangeNoticeView.show", pk=sent.id), 303)
        ready = kept.ready()
        if ready is None:
            flash(_("Please fill in the form first."), "warning")
            return redirect(url_for(".form"), 303)
        draft, form = ready
        shown = drafts.fingerprint(draft, organisations.stamp(organisation))
        if request.method == "POST":
            if request.form.get("fingerprint") != shown:
                flash(_("The content has changed in the meantime. Check it again."), "warning")
            else:
                sent_on = self._send(form, kept)
                if sent_on is not None:
                    return sent_on
        page = render_template(
            "filings/change_notices/check.html",
            form=form,
            changes=differences(organisation.profile(), form.values()),
            changed_on=form.changed_on.data,
            fingerprint=shown,
        )
        return make_response(page, 422 if request.method == "POST" else 200)

    def _send(self, form: ProfileForm, kept: Drafted) -> Response | None:
        notice = run_for_form(
            form,
            change_notices.file,
            **form.filing(),
            idempotency_key=kept.key,
        )
        if notice is None:
            return None
        url = url_for("ChangeNoticeView.show", pk=notice.id)
        run(drafts.discard, kept.name, kept.token)
        return redirect_with_success(
            _(
                "The change notice has been filed. You will receive a letter when it has been processed."
            ),
            url,
        )

    @expose("/discard", methods=("POST",))
    @has_access
    @permission_name("file")
    def discard(self) -> Response:
        kept = drafted(my_organisation.entry(viewer()))
        run(drafts.discard, kept.name, kept.token)
        response = redirect_with_success(
            _("Your input has been deleted."), url_for("MyOrganisationView.index")
        )
        kept.forget(response)
        return response

    @expose("/<int:pk>/take-back", methods=("POST",))
    @has_access
    @permission_name("file")
    def take_back(self, pk: int) -> Response:
        url = url_for("ChangeNoticeView.show", pk=pk)
        if run_or_flash(change_notices.take_back, pk):
            return redirect_with_success(_("The change notice has been withdrawn."), url)
        return redirect(url, 303)

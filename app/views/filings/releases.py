"""Release requests of executive members (規約第9条第2号): filing, entry on behalf, taking back."""

from flask import make_response, redirect, render_template, request, url_for
from flask_appbuilder import expose, has_access, permission_name
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.rules.membership.membership import ReceivedBy, Standing
from app.services.filings import my_organisation, releases
from app.services.roster import organisations
from app.views.common.base import View, redirect_with_success, run_or_flash, viewer
from app.views.common.form_actions import run_for_form
from app.views.filings.filed_documents import release_state
from app.views.forms.filings.withdrawal import PaperReleaseForm, ReleaseForm


class ReleaseView(View):
    """`/release-requests`."""

    route_base = "/release-requests"
    default_view = "form"

    @expose("/new", methods=("GET", "POST"))
    @has_access
    @permission_name("file")
    def form(self) -> Response:
        organisation = my_organisation.entry(viewer())
        waiting = releases.open_request(organisation.id)
        if waiting is not None:
            return redirect(url_for(".show", pk=waiting.id), 303)
        if request.method == "GET" and organisation.standing is Standing.GENERAL:
            return redirect(url_for("WithdrawalView.form"), 303)
        form = ReleaseForm()
        if form.validate_on_submit():
            made = run_for_form(
                form,
                releases.file,
                reason=form.reason.data or "",
                becomes_general=bool(form.becomes_general.data),
            )
            if made is not None:
                return redirect_with_success(
                    _(
                        "The release request has been received and awaits the resolution of the platform meeting."
                    ),
                    url_for(".show", pk=made.id),
                )
        page = render_template(
            "filings/withdrawals/release_form.html", form=form, organisation=None
        )
        return make_response(page, 422 if request.method == "POST" else 200)

    @expose("/enter/<int:organisation_id>", methods=("GET", "POST"))
    @has_access
    def enter(self, organisation_id: int) -> Response:
        form = PaperReleaseForm()
        if form.validate_on_submit():
            made = run_for_form(
                form,
                releases.enter,
                organisation_id,
                received_by=ReceivedBy(form.received_by.data),
                received_on=form.received_on.data,
                reason=form.reason.data or "",
                becomes_general=bool(form.becomes_general.data),
            )
            if made is not None:
                return redirect_with_success(
                    _("The release request has been entered."), url_for(".show", pk=made.id)
                )
        organisation = organisations.one(viewer(), organisation_id)
        page = render_template(
            "filings/withdrawals/release_form.html", form=form, organisation=organisation
        )
        return make_response(page, 422 if request.method == "POST" else 200)

    @expose("/<int:pk>")
    @has_access
    def show(self, pk: int) -> str:
        made = releases.one(viewer(), pk)
        return render_template(
            "filings/withdrawals/release.html",
            request_=made,
            state=release_state(made),
            is_staff=viewer().is_staff,
        )

    @expose("/<int:pk>/take-back", methods=("POST",))
    @has_access
    def take_back(self, pk: int) -> Response:
        url = url_for(".show", pk=pk)
        if run_or_flash(releases.take_back, pk):
            return redirect_with_success(_("The request has been withdrawn."), url)
        return redirect(url, 303)

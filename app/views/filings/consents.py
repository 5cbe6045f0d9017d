"""Consents to serve (幹事団体加入内諾書): filing, entry on behalf, list, taking back."""

from flask import make_response, redirect, render_template, request, url_for
from flask_appbuilder import expose, has_access, permission_name
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.rules.membership.membership import ReceivedBy, Standing
from app.rules.states.filings.member import ConsentState
from app.services.common import rows
from app.services.filings import consents, member_papers, my_organisation
from app.services.roster import organisations
from app.views.common.base import View, redirect_with_success, run_or_flash, viewer
from app.views.common.form_actions import run_for_form
from app.views.common.paging import page_number
from app.views.filings.filed_documents import as_pdf
from app.views.forms.filings.consent import CandidateForm, ConsentForm, PaperConsentForm


class ConsentView(View):
    """`/consents`."""

    route_base = "/consents"
    default_view = "list"

    @expose("/")
    @has_access
    def list(self) -> str:
        asked = request.args.get("state", ConsentState.FILED.value)
        state = ConsentState(asked) if asked in set(ConsentState) else None
        number = page_number()
        found, total = consents.page(viewer(), state=state, number=number)
        return render_template(
            "filings/consents/list.html",
            consents=found,
            total=total,
            number=number,
            per_page=rows.PER_PAGE,
            state=state,
            states=ConsentState,
        )

    @expose("/<int:pk>")
    @has_access
    def show(self, pk: int) -> str:
        consent = consents.one(viewer(), pk)
        return render_template(
            "filings/consents/show.html",
            consent=consent,
            is_open=consent.state is ConsentState.FILED,
            is_staff=viewer().is_staff,
        )

    @expose("/<int:pk>.pdf")
    @has_access
    @permission_name("show")
    def pdf(self, pk: int) -> Response:
        consent = consents.one(viewer(), pk)
        return as_pdf(lambda: member_papers.consent_pdf(consent), consent.receipt_number)

    @expose("/new", methods=("GET", "POST"))
    @has_access
    @permission_name("file")
    def form(self) -> Response:
        organisation = my_organisation.entry(viewer())
        waiting = consents.open_consent(organisation.id)
        if waiting is not None:
            return redirect(url_for(".show", pk=waiting.id), 303)
        form = ConsentForm()
        if form.validate_on_submit():
            consent = run_for_form(form, consents.file, form.statement.data)
            if consent is not None:
                return redirect_with_success(
                    _(
                        "The consent has been received and awaits the resolution of the platform meeting."
                    ),
                    url_for(".show", pk=consent.id),
                )
        page = render_template(
            "filings/consents/form.html",
            form=form,
            is_executive=organisation.standing is Standing.EXECUTIVE,
        )
        return make_response(page, 422 if request.method == "POST" else 200)

    @expose("/enter/<int:organisation_id>", methods=("GET", "POST"))
    @has_access
    def enter(self, organisation_id: int) -> Response:
        form = PaperConsentForm()
        if form.validate_on_submit():
            consent = run_for_form(
                form,
                consents.enter,
                organisation_id,
                received_by=ReceivedBy(form.received_by.data),
                received_on=form.received_on.data,
                statement=form.statement.data,
            )
            if consent is not None:
                return redirect_with_success(
                    _("The consent has been entered."), url_for(".show", pk=consent.id)
                )
        organisation = organisations.one(viewer(), organisation_id)
        page = render_template("filings/consents/enter.html", form=form, organisation=organisation)
        return make_response(page, 422 if request.method == "POST" else 200)

    @expose("/candidate", methods=("GET", "POST"))
    @has_access
    @permission_name("enter")
    def candidate(self) -> Response:
        form = CandidateForm()
        if form.validate_on_submit():
            consent = run_for_form(
                form,
                consents.enter_candidate,
                form.values(),
                received_by=ReceivedBy(form.received_by.data),
                received_on=form.received_on.data,
                statement=form.statement.data,
            )
            if consent is not None:
                return redirect_with_success(
                    _("The consent has been entered."), url_for(".show", pk=consent.id)
                )
        page = render_template("filings/consents/candidate.html", form=form)
        return make_response(page, 422 if request.method == "POST" else 200)

    @expose("/<int:pk>/take-back", methods=("POST",))
    @has_access
    def take_back(self, pk: int) -> Response:
        url = url_for(".show", pk=pk)
        if run_or_flash(consents.take_back, pk):
            return redirect_with_success(_("The consent has been withdrawn."), url)
        return redirect(url, 303)

"""Consents to serve (幹事団体加入内諾書): filing, entry on behalf, list, taking back."""

from typing import Any

from flask import redirect, url_for
from flask_appbuilder import expose, has_access, permission_name
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.rules.membership.membership import Standing
from app.rules.states.filings.member import ConsentState
from app.services.filings import consents, member_papers, my_organisation
from app.services.roster import organisations
from app.views.common.base import viewer
from app.views.common.listing import listing
from app.views.filings.filing import PrintedFilingView
from app.views.forms.filings.consent import CandidateForm, ConsentForm, PaperConsentForm


class ConsentView(PrintedFilingView):
    """`/consents`."""

    route_base = "/consents"
    default_view = "list"
    kind = consents.KIND
    templates = "filings/consents"

    def paper(self, filed: Any) -> bytes:
        """Return the consent as PDF."""
        return member_papers.consent_pdf(filed)

    @expose("/")
    @has_access
    @listing
    def list(self) -> str:
        return self.list_by_state(consents.page, ConsentState)

    @expose("/<int:pk>")
    @has_access
    def show(self, pk: int) -> str:
        consent = self.one(pk)
        return self.show_page("show", consent, is_open=consent.state is ConsentState.FILED)

    @expose("/new", methods=("GET", "POST"))
    @has_access
    @permission_name("file")
    def form(self) -> Response:
        organisation = my_organisation.entry(viewer())
        waiting = consents.open_consent(organisation.id)
        if waiting is not None:
            return redirect(url_for(".show", pk=waiting.id), 303)
        form = ConsentForm()
        done = _("The consent has been received and awaits the resolution of the platform meeting.")
        return self.file(form, consents.file, done=done) or self.form_page(
            "form", form, is_executive=organisation.standing is Standing.EXECUTIVE
        )

    @expose("/enter/<int:organisation_id>", methods=("GET", "POST"))
    @has_access
    def enter(self, organisation_id: int) -> Response:
        form, done = PaperConsentForm(), _("The consent has been entered.")
        return self.file(form, consents.enter, organisation_id, done=done) or self.form_page(
            "enter", form, organisation=organisations.one(viewer(), organisation_id)
        )

    @expose("/candidate", methods=("GET", "POST"))
    @has_access
    @permission_name("enter")
    def candidate(self) -> Response:
        form, done = CandidateForm(), _("The consent has been entered.")
        filed = self.file(form, consents.enter_candidate, done=done)
        return filed or self.form_page("candidate", form)

    @expose("/<int:pk>/take-back", methods=("POST",))
    @has_access
    def take_back(self, pk: int) -> Response:
        return self.withdraw(consents.take_back, pk, done=_("The consent has been withdrawn."))

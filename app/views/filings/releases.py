"""Release requests of executive members (規約第9条第2号): filing, entry on behalf, taking back."""

from flask import redirect, request, url_for
from flask_appbuilder import expose, has_access, permission_name
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.rules.membership.membership import Standing
from app.services.filings import my_organisation, releases
from app.services.roster import organisations
from app.views.common.base import viewer
from app.views.filings.filed_documents import release_state
from app.views.filings.filing import FilingView
from app.views.forms.filings.withdrawal import PaperReleaseForm, ReleaseForm


class ReleaseView(FilingView):
    """`/release-requests`."""

    route_base = "/release-requests"
    default_view = "form"
    stands_under = "WithdrawalView"
    kind = releases.KIND
    templates = "filings/withdrawals"

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
        done = _(
            "The release request has been received and awaits the resolution of the platform meeting."
        )
        return self.file(form, releases.file, done=done) or self.form_page(
            "release_form", form, organisation=None
        )

    @expose("/enter/<int:organisation_id>", methods=("GET", "POST"))
    @has_access
    def enter(self, organisation_id: int) -> Response:
        form, done = PaperReleaseForm(), _("The release request has been entered.")
        return self.file(form, releases.enter, organisation_id, done=done) or self.form_page(
            "release_form", form, organisation=organisations.one(viewer(), organisation_id)
        )

    @expose("/<int:pk>")
    @has_access
    def show(self, pk: int) -> str:
        made = self.one(pk)
        return self.show_page("release", made, state=release_state(made))

    @expose("/<int:pk>/take-back", methods=("POST",))
    @has_access
    def take_back(self, pk: int) -> Response:
        return self.withdraw(releases.take_back, pk, done=_("The request has been withdrawn."))

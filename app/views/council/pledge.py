"""The pledge of secrecy (誓約; 法第18条), given by a person for their own terms."""

from flask import redirect, render_template, url_for
from flask_appbuilder import expose, has_access, permission_name
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.rules.council.council import PLEDGE, PLEDGE_VERSION
from app.services.cases import coordinators
from app.services.council import pledges as council_pledges
from app.views.accounts.reauthentication import recently_authenticated, this_page
from app.views.common.base import View, redirect_with_success, run_or_flash, viewer


class CouncilPledgeView(View):
    """`/council/pledge`: for every logged-in user, even without a role."""

    route_base = "/council"
    default_view = "show"

    @expose("/pledge")
    @has_access
    @permission_name("give")
    def show(self) -> str | Response:
        if viewer().account_id is None:
            return to_log_in()
        terms = council_pledges.of(viewer())
        return render_template(
            "council/pledge.html",
            waiting=[each for each in terms if each.pledged_on is None],
            given=[each for each in terms if each.pledged_on is not None],
            words=PLEDGE,
            version=PLEDGE_VERSION,
        )

    @expose("/pledge", methods=("POST",))
    @has_access
    @permission_name("give")
    def give(self) -> Response:
        return to_log_in() if viewer().account_id is None else self._give()

    @recently_authenticated
    def _give(self) -> Response:
        if run_or_flash(coordinators.pledge):
            return redirect_with_success(
                _("The pledge has been recorded. You can now use the council's pages."),
                url_for("HomeView.index"),
            )
        return redirect(url_for(".show"), 303)


def to_log_in() -> Response:
    """Redirect a visitor to the log-in."""
    return redirect(url_for("LoginView.login", next=this_page()), 303)

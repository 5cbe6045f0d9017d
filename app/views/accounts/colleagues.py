"""The accounts of one's own organisation: invitation, handover, disabling."""

from flask import abort, make_response, redirect, render_template, request, url_for
from flask_appbuilder import expose, has_access, permission_name
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.errors import NotFound, RuleViolation
from app.security.limits import limit_posts
from app.services.accounts import accounts, invitations
from app.services.accounts import lists as account_lists
from app.services.accounts.lists import Status
from app.views.accounts import people
from app.views.accounts.reauthentication import recently_authenticated
from app.views.common.base import View, links, redirect_with_success, run, viewer
from app.views.forms.accounts.accounts import InviteForm
from app.views.forms.accounts.login import add_error

OFFERED = frozenset({"disable", "enable", "send-again"})


class ColleaguesView(View):
    """`/colleagues`."""

    route_base = "/colleagues"
    default_view = "list"

    @expose("/")
    @has_access
    def list(self) -> str:
        found = account_lists.colleagues(viewer(), own_organisation())
        return render_template(
            "accounts/colleagues.html",
            accounts=found,
            inviters=account_lists.inviters(found),
            own_id=viewer().account_id,
            status_of=account_lists.status,
            statuses=Status,
            may_manage=accounts.may_manage,
            may_hand_over=accounts.may_hand_over,
            actor=viewer(),
        )

    @expose("/invite", methods=("GET", "POST"))
    @has_access
    @permission_name("manage")
    @recently_authenticated
    @limit_posts("60 per hour")
    def invite(self) -> Response:
        form = InviteForm()
        if form.validate_on_submit():
            try:
                run(
                    invitations.invite,
                    form.invitee(),
                    links=links(),
                    organisation_id=own_organisation(),
                )
            except RuleViolation as refusal:
                add_error(form, "email", refusal.message)
            else:
                return redirect_with_success(_("The invitation has been sent."), url_for(".list"))
        page = render_template("accounts/invite_colleague.html", form=form)
        return make_response(page, 200 if request.method == "GET" else 422)

    @expose("/<int:pk>/hand-over", methods=("GET", "POST"))
    @has_access
    @permission_name("manage")
    @recently_authenticated
    @limit_posts("60 per hour")
    def hand_over(self, pk: int) -> Response:
        account = people.to_hand_over(pk)
        form = people.hand_over_form(account)
        if form.validate_on_submit() and people.hand_over(form, pk):
            return redirect_with_success(_("The successor has been invited."), url_for(".list"))
        page = render_template(
            "accounts/hand_over.html", form=form, account=account, back=url_for(".list")
        )
        return make_response(page, 200 if request.method == "GET" else 422)

    @expose("/<int:pk>/<verb>", methods=("POST",))
    @has_access
    @permission_name("manage")
    @recently_authenticated
    def handle(self, pk: int, verb: str) -> Response:
        if verb not in OFFERED:
            abort(404)
        if people.handle(verb, pk):
            return redirect_with_success(_("Done."), url_for(".list"))
        return redirect(url_for(".list"), 303)


def own_organisation() -> int:
    """Return the organisation the viewer acts for. Raises NotFound if there is none."""
    organisation_id = viewer().organisation_id
    if organisation_id is None:
        raise NotFound
    return organisation_id

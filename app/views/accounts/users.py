"""User accounts, managed by the secretariat and the administrators."""

from flask import abort, make_response, redirect, render_template, request, url_for
from flask_appbuilder import expose, has_access, permission_name
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.errors import RuleViolation, StaleState
from app.models.accounts.user import Account
from app.security.identity import needs_second_factor, roles_of
from app.security.limits import limit_posts
from app.security.viewer import Role
from app.services.accounts import accounts, invitations, office_roles
from app.services.accounts import lists as account_lists
from app.services.accounts.lists import Status
from app.services.common import approvals
from app.views.accounts import people
from app.views.accounts.reauthentication import recently_authenticated
from app.views.common.base import View, links, redirect_with_success, run, viewer
from app.views.common.listing import listing
from app.views.common.paging import page_number
from app.views.forms.accounts.accounts import (
    GIVEN,
    ROLE_LABELS,
    AccountForm,
    RolesForm,
    StaffInviteForm,
)
from app.views.forms.accounts.login import add_error


class AccountsView(View):
    """`/accounts`."""

    route_base = "/accounts"
    default_view = "list"

    @expose("/")
    @has_access
    @listing
    def list(self) -> str:
        chosen, role = request.args.get("status", ""), request.args.get("role", "")
        status = Status(chosen) if chosen in set(Status) else None
        held = Role(role) if role in set(GIVEN) else None
        text = request.args.get("q", "").replace("\0", "")[:100]
        number = page_number()
        found, total = account_lists.page(
            viewer(), text=text, wanted=status, role=held, number=number
        )
        return render_template(
            "accounts/list.html",
            accounts=found,
            total=total,
            number=number,
            status=status,
            role=held,
            text=text,
            statuses=Status,
            status_of=account_lists.status,
            roles_of=roles_of,
            role_labels=ROLE_LABELS,
            given=GIVEN,
        )

    @expose("/<int:pk>")
    @has_access
    def show(self, pk: int) -> str:
        account = accounts.one(viewer(), pk)
        proposal = approvals.pending(office_roles.KIND, pk)
        return render_template(
            "accounts/show.html",
            account=account,
            status=account_lists.status(account),
            statuses=Status,
            roles=[ROLE_LABELS[role] for role in ROLE_LABELS if role in roles_of(account)],
            required=needs_second_factor(account),
            may_manage=accounts.may_manage(viewer(), account),
            may_hand_over=accounts.may_hand_over(viewer(), account),
            may_set_roles=viewer().has(Role.ADMINISTRATOR),
            is_own=account.id == viewer().account_id,
            proposal=proposal,
            proposed=[ROLE_LABELS[Role(name)] for name in proposal.arguments["roles"]]
            if proposal
            else [],
            may_release=proposal is not None and viewer().has(Role(proposal.role)),
            own_id=viewer().account_id,
        )

    @expose("/invite", methods=("GET", "POST"))
    @has_access
    @permission_name("manage")
    @recently_authenticated
    @limit_posts("300 per hour")
    def invite(self) -> Response:
        form = StaffInviteForm(organisation=request.args.get("organisation", "")[:220])
        may_give = viewer().has(Role.ADMINISTRATOR)
        if not may_give:
            del form.roles
        if form.validate_on_submit():
            roles = form.chosen_roles() if may_give else []
            organisation_id = people.organisation_of(form)
            if not form.errors:
                try:
                    account = run(
                        invitations.invite,
                        form.invitee(),
                        links=links(),
                        organisation_id=organisation_id,
                        roles=roles,
                    )
                except RuleViolation as refusal:
                    add_error(form, "email", refusal.message)
                else:
                    return redirect_with_success(
                        _("The invitation has been sent."), url_for(".show", pk=account.id)
                    )
        names = account_lists.member_names(viewer())
        page = render_template("accounts/invite.html", form=form, may_give=may_give, names=names)
        return make_response(page, 200 if request.method == "GET" else 422)

    @expose("/<int:pk>/edit", methods=("GET", "POST"))
    @has_access
    @permission_name("manage")
    @recently_authenticated
    def edit(self, pk: int) -> Response:
        account = people.manageable(pk)
        form = AccountForm(data=people.shown(account))
        if form.validate_on_submit():
            organisation_id = people.organisation_of(form)
            if not form.errors and people.save(form, pk, organisation_id):
                return redirect_with_success(_("Saved."), url_for(".show", pk=pk))
        names = account_lists.member_names(viewer())
        page = render_template("accounts/edit.html", form=form, account=account, names=names)
        return make_response(page, 200 if request.method == "GET" else 422)

    @expose("/<int:pk>/roles", methods=("GET", "POST"))
    @has_access
    @permission_name("set_roles")
    @recently_authenticated
    def roles(self, pk: int) -> Response:
        account = accounts.one(viewer(), pk)
        form = RolesForm(data=held(account))
        if form.validate_on_submit():
            chosen = [Role(value) for value in form.roles.data or ()]
            verb = form.since_opened(
                accounts.set_roles, lambda: held(accounts.locked_for_roles(pk))
            )
            try:
                run(verb, pk, chosen)
            except RuleViolation as refusal:
                add_error(form, "roles", refusal.message)
            except StaleState as stale:
                form.form_errors.append(stale.message)
            else:
                return redirect_with_success(
                    _("The roles have been changed."), url_for(".show", pk=pk)
                )
        page = render_template("accounts/roles.html", form=form, account=account)
        return make_response(page, 200 if request.method == "GET" else 422)

    @expose("/<int:pk>/hand-over", methods=("GET", "POST"))
    @has_access
    @permission_name("manage")
    @recently_authenticated
    @limit_posts("300 per hour")
    def hand_over(self, pk: int) -> Response:
        account = people.to_hand_over(pk)
        form = people.hand_over_form(account)
        if form.validate_on_submit() and people.hand_over(form, pk):
            return redirect_with_success(
                _("The successor has been invited."), url_for(".show", pk=pk)
            )
        page = render_template(
            "accounts/hand_over.html", form=form, account=account, back=url_for(".show", pk=pk)
        )
        return make_response(page, 200 if request.method == "GET" else 422)

    @expose("/<int:pk>/<verb>", methods=("POST",))
    @has_access
    @permission_name("manage")
    @recently_authenticated
    def handle(self, pk: int, verb: str) -> Response:
        if verb not in people.VERBS:
            abort(404)
        if people.handle(verb, pk):
            return redirect_with_success(_("Done."), url_for(".show", pk=pk))
        return redirect(url_for(".show", pk=pk), 303)


def held(account: Account) -> dict[str, list[str]]:
    """Return the roles assigned by name as data of their form."""
    return {"roles": [role.value for role in roles_of(account) & set(GIVEN)]}

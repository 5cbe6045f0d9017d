"""Functions common to the pages of accounts and of colleagues."""

from collections.abc import Callable
from typing import Any

from app.errors import NotPermitted, RuleViolation, StaleState
from app.models.accounts.user import Account
from app.services.accounts import access as account_access
from app.services.accounts import accounts, contact_persons, invitations, office_roles
from app.services.accounts import lists as account_lists
from app.views.common.base import links, run, run_or_flash, viewer
from app.views.forms.accounts.accounts import AccountForm, HandOverForm
from app.views.forms.accounts.login import add_error

VERBS: dict[str, Callable[..., Any]] = {
    "disable": account_access.disable,
    "enable": account_access.enable,
    "end-sessions": account_access.end_sessions,
    "reset-second-factor": account_access.reset_second_factor,
    "send-again": invitations.send_again,
    "release-roles": invitations.release_roles,
    "reject-roles": office_roles.reject,
}
"""Button → verb on an account."""
WITH_LINKS = frozenset({"send-again"})


def handle(verb: str, account_id: int) -> bool:
    """Run a button's verb; show a refusal as a message. Return whether it succeeded."""
    more = {"links": links()} if verb in WITH_LINKS else {}
    return run_or_flash(VERBS[verb], account_id, **more)


def manageable(account_id: int) -> Account:
    """Return the account, for a page that changes it. Raises NotFound, NotPermitted."""
    account = accounts.one(viewer(), account_id)
    if not accounts.may_manage(viewer(), account):
        raise NotPermitted
    return account


def to_hand_over(account_id: int) -> Account:
    """Return the account to hand over, possibly one's own. Raises NotFound, NotPermitted."""
    account = accounts.one(viewer(), account_id)
    if not accounts.may_hand_over(viewer(), account):
        raise NotPermitted
    return account


def organisation_of(form: Any) -> int | None:
    """Return the id of the organisation named in the form; show a refusal in the form."""
    try:
        return account_lists.find_member(viewer(), form.organisation.data or "")
    except RuleViolation as refusal:
        add_error(form, "organisation", refusal.message)
        return None


def save(form: AccountForm, account_id: int, organisation_id: int | None) -> bool:
    """Save name, position and organisation; show a refusal in the form."""
    verb = form.since_opened(accounts.change, lambda: shown(accounts.managed(viewer(), account_id)))
    try:
        run(
            verb,
            account_id,
            family_name=form.family_name.data,
            given_name=form.given_name.data or "",
            position=form.position.data or "",
            organisation_id=organisation_id,
        )
    except RuleViolation as refusal:
        add_error(form, "organisation", refusal.message)
        return False
    except StaleState as stale:
        form.form_errors.append(stale.message)
        return False
    return True


def shown(account: Account) -> dict[str, str]:
    """Return a managed account as data of its form."""
    return {
        "family_name": account.last_name,
        "given_name": account.first_name,
        "position": account.position,
        "organisation": account.organisation.name if account.organisation else "",
    }


def hand_over_form(account: Account) -> HandOverForm:
    """Return the form for handing the account over."""
    form = HandOverForm(becomes_contact=contact_persons.is_contact(account))
    if account.organisation is None:
        del form.becomes_contact
    return form


def hand_over(form: HandOverForm, account_id: int) -> bool:
    """Hand the account over; show a refusal in the form."""
    try:
        run(
            invitations.hand_over,
            account_id,
            form.invitee(),
            links=links(),
            last_day=form.chosen_last_day(),
            becomes_contact=bool(form.becomes_contact and form.becomes_contact.data),
        )
    except RuleViolation as refusal:
        add_error(form, "last_day" if form.chosen_last_day() else "email", refusal.message)
        return False
    return True

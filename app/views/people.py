"""What the pages of accounts and of colleagues have in common."""

from collections.abc import Callable
from typing import Any

from app.errors import NotPermitted, RuleViolation
from app.models.user import Account
from app.services import account_access, account_lists, accounts, invitations
from app.views.base import act, links, run, viewer
from app.views.forms.accounts import AccountForm, HandOverForm
from app.views.forms.login import add_error

VERBS: dict[str, Callable[..., Any]] = {
    "disable": account_access.disable,
    "enable": account_access.enable,
    "end-sessions": account_access.end_sessions,
    "reset-second-factor": account_access.reset_second_factor,
    "send-again": invitations.send_again,
}
"""What one button does to an account."""
WITH_LINKS = frozenset({"send-again"})


def handle(verb: str, account_id: int) -> bool:
    """Carry out a button's verb; what forbids it is shown. Returns whether it was done."""
    more = {"links": links()} if verb in WITH_LINKS else {}
    return act(VERBS[verb], account_id, **more)


def manageable(account_id: int) -> Account:
    """The account, for a page that changes it. Raises NotFound, NotPermitted."""
    account = accounts.one(viewer(), account_id)
    if not accounts.may_manage(viewer(), account):
        raise NotPermitted
    return account


def to_hand_over(account_id: int) -> Account:
    """The account, for the page that hands it over: one's own too. Raises NotFound, NotPermitted."""
    account = accounts.one(viewer(), account_id)
    if not accounts.may_hand_over(viewer(), account):
        raise NotPermitted
    return account


def organisation_of(form: Any) -> int | None:
    """The organisation whose name was typed in; says in the form what does not fit."""
    try:
        return account_lists.find_member(viewer(), form.organisation.data or "")
    except RuleViolation as refusal:
        add_error(form, "organisation", refusal.message)
        return None


def save(form: AccountForm, account_id: int, organisation_id: int | None) -> bool:
    """Save name, position and organisation; says in the form what forbids it."""
    try:
        run(
            accounts.change,
            account_id,
            family_name=form.family_name.data,
            given_name=form.given_name.data or "",
            position=form.position.data or "",
            organisation_id=organisation_id,
        )
    except RuleViolation as refusal:
        add_error(form, "organisation", refusal.message)
        return False
    return True


def hand_over(form: HandOverForm, account_id: int) -> bool:
    """Hand the account over; says in the form what forbids it."""
    try:
        run(
            invitations.hand_over,
            account_id,
            form.invitee(),
            links=links(),
            last_day=form.chosen_last_day(),
        )
    except RuleViolation as refusal:
        add_error(form, "last_day" if form.chosen_last_day() else "email", refusal.message)
        return False
    return True

"""Access to an account that ended: it stays ended in a restored database."""

from datetime import datetime
from typing import Any

from sqlalchemy import select

from app import clock
from app.extensions import db
from app.models.accounts.user import Account
from app.models.membership.organisation import Organisation
from app.rules.membership.membership import Standing
from app.security import ledger, passwords
from app.security.viewer import Viewer
from app.services.common.ledger_lines import Revocation, Values, earlier_end


def _disable(account: Account) -> bool:
    was_active = bool(account.active)
    account.active = False
    account.disabled_at = account.disabled_at or clock.now()
    return was_active


def _if_disabled(account: Account, _before: Values) -> dict[str, Any] | None:
    return None if account.active else {}


def _disable_again(_actor: Viewer, account: Account | None, _values: Values) -> bool:
    return account is not None and _disable(account)


def _roles_kept(account: Account, before: Values) -> dict[str, Any] | None:
    kept = sorted(role.name for role in account.roles)
    return {"kept": kept} if before["roles"] else None


def _roles_again(_actor: Viewer, account: Account | None, values: Values) -> bool:
    if account is None or all(role.name in values["kept"] for role in account.roles):
        return False
    account.roles = [role for role in account.roles if role.name in values["kept"]]
    return True


def _password_changed(_account: Account, _before: Values) -> dict[str, Any]:
    return {}


def _password_again(_actor: Viewer, account: Account | None, values: Values) -> bool:
    """The former password may be known to others: only a new one, set by mail, is right."""
    changed = account.password_changed_at if account is not None else None
    is_older = changed is None or changed < datetime.fromisoformat(values["at"])
    if account is None or not is_older or account.password == passwords.UNUSABLE:
        return False
    account.password = passwords.UNUSABLE
    return True


def _factor_gone(_account: Account, before: Values) -> dict[str, Any] | None:
    return {} if before["totp_secret"] is not None else None


def _factor_again(_actor: Viewer, account: Account | None, _values: Values) -> bool:
    """The former device may be lost or stolen: a new password by mail, then a new second factor."""
    if account is None or account.totp_secret is None:
        return False
    account.totp_secret = account.totp_last_step = None
    account.password = passwords.UNUSABLE if account.password else None
    return True


def _address_now(account: Account, _before: Values) -> dict[str, Any]:
    return {"address": ledger.current().fingerprint(account.email)}


def _address_again(_actor: Viewer, account: Account | None, values: Values) -> bool:
    """Whoever reads the former mailbox could set a new password: a person decides."""
    if account is None or ledger.current().fingerprint(account.email) == values["address"]:
        return False
    return _disable(account)


def _left(_account: Account, before: Values) -> dict[str, Any] | None:
    left = before["organisation_id"]
    return {"left": left} if left is not None else None


def _left_again(_actor: Viewer, account: Account | None, values: Values) -> bool:
    if account is None or account.organisation_id != values["left"]:
        return False
    account.organisation_id = None
    return True


def _membership_over(organisation: Organisation, _before: Values) -> dict[str, Any] | None:
    is_over = organisation.standing is Standing.FORMER and organisation.merged_into_id is None
    return {} if is_over else None


def _membership_again(_actor: Viewer, organisation: Organisation | None, _values: Values) -> bool:
    """Its persons do not act for it until the secretariat has recorded the end once more."""
    if organisation is None or organisation.standing is Standing.FORMER:
        return False
    persons = select(Account).where(Account.organisation_id == organisation.id)
    disabled = [person for person in db.session.scalars(persons) if _disable(person)]
    return bool(disabled)


REVOCATIONS = (
    Revocation(
        "account.disabled", Account, ("active", "disabled_at"), _if_disabled, _disable_again
    ),
    earlier_end("account.last_day", Account, "ends_on"),
    Revocation("account.roles", Account, ("roles",), _roles_kept, _roles_again),
    Revocation(
        "account.password",
        Account,
        ("password_changed_at",),
        _password_changed,
        _password_again,
    ),
    Revocation("account.second_factor", Account, ("totp_secret",), _factor_gone, _factor_again),
    Revocation("account.address", Account, ("email",), _address_now, _address_again),
    Revocation("account.organisation", Account, ("organisation_id",), _left, _left_again),
    Revocation(
        "organisation.membership",
        Organisation,
        ("standing",),
        _membership_over,
        _membership_again,
    ),
)

"""Access to an account: disable and enable, end sessions, reset second factor and password."""

from sqlalchemy import delete

from app import clock
from app.errors import RuleViolation
from app.extensions import db
from app.models.accounts.user import Account, RecoveryCode
from app.security import passwords
from app.security.viewer import Role, Viewer
from app.services.accounts import accounts, links, role_guard, sessions
from app.services.common import audit


def disable(actor: Viewer, account_id: int) -> Account:
    """Disable an account (利用停止): end its sessions and void its links. The records stay."""
    role_guard.lock_all()
    account = accounts.managed(actor, account_id)
    if account.id == actor.account_id:
        raise RuleViolation(
            None, "自分の利用は停止できません。引継ぎを使うか、ほかの担当者に依頼してください。"
        )
    for role in account.roles:
        role_guard.require_another_holder(Role(role.name), account)
    disable_unchecked(actor, account)
    return account


def disable_unchecked(actor: Viewer, account: Account) -> None:
    """Disable the account without a permission check: the caller has made it."""
    account.active, account.disabled_at = False, clock.now()
    links.void(account.id)
    sessions.end_all(actor, account.id)
    db.session.flush()
    audit.record(actor, "account.disable", "account", account.id)


def enable(actor: Viewer, account_id: int) -> Account:
    """Enable a disabled account again, with its old password.

    Nobody may enable their own account, to keep it beyond its last day.
    """
    account = accounts.managed(actor, account_id)
    if account.id == actor.account_id:
        raise RuleViolation(
            None, "自分の最終利用日は取り消せません。ほかの担当者に依頼してください。"
        )
    account.active, account.disabled_at, account.ends_on = True, None, None
    db.session.flush()
    audit.record(actor, "account.enable", "account", account.id)
    return account


def end_sessions(actor: Viewer, account_id: int) -> Account:
    """End all sessions of the account."""
    account = accounts.managed(actor, account_id)
    sessions.end_all(actor, account.id)
    return account


def reset_second_factor(actor: Viewer, account_id: int) -> Account:
    """Remove the second factor of a person who lost the device; sessions end. Not one's own."""
    account = accounts.managed(actor, account_id)
    if account.id == actor.account_id:
        raise RuleViolation(
            None, "自分の2段階認証は、「アカウントと安全」の画面で設定し直してください。"
        )
    account.totp_secret = account.totp_last_step = None
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account.id))
    sessions.end_all(actor, account.id)
    db.session.flush()
    audit.record(actor, "account.reset_second_factor", "account", account.id)
    return account


def set_password(actor: Viewer, account: Account, password: str) -> None:
    """Set the account's password; all links mailed before become void, whoever requested them.

    Raises RuleViolation, in Japanese, for a weak password.
    """
    names = (account.username, account.email, account.last_name, account.first_name)
    wrong = passwords.fault(password, names)
    if wrong:
        raise RuleViolation(None, wrong)
    account.password = passwords.hashed(password)
    account.password_changed_at = clock.now()
    links.void(account.id)
    audit.record(actor, "account.set_password", "account", account.id)
    db.session.flush()

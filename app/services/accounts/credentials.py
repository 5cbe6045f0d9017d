"""A user's own account: password, mail address, name, language."""

from app.errors import NotFound, RuleViolation
from app.extensions import db
from app.mail.accounts import letters
from app.models.accounts.user import Account
from app.security import passwords
from app.security.identity import is_usable, viewer_for
from app.security.viewer import Viewer
from app.services.accounts import access, accounts, mail, role_guard, sessions, throttle
from app.services.accounts import links as account_links
from app.services.accounts.authentication import find
from app.services.accounts.links import Purpose
from app.services.common import audit
from app.services.common.links import Links


class WrongPassword(RuleViolation):
    """The present password, required as proof, is wrong."""


def own(actor: Viewer) -> Account:
    """Return the actor's own account, locked. Raises NotFound for an actor without one."""
    if actor.account_id is None:
        raise NotFound
    return accounts.locked(actor.account_id)


def change_profile(
    actor: Viewer, *, family_name: str, given_name: str, position: str, locale: str
) -> Account:
    """Change name, position (所属・職名) and language."""
    account = own(actor)
    account.last_name, account.first_name = family_name, given_name
    account.position, account.locale = position, locale
    audit.record(actor, "account.change_profile", "account", account.id)
    db.session.flush()
    return account


def change_password(actor: Viewer, old: str, new: str, *, session_id: int | None) -> None:
    """Replace the password; every other session ends.

    Raises WrongPassword for the old one, RuleViolation for a weak new one.
    """
    account = own(actor)
    if not passwords.verify(account.password, old).right:
        raise WrongPassword(None, "今のパスワードが違います。")
    access.set_password(actor, account, new)
    sessions.end_all(actor, account.id, but=session_id)
    mail.send_security_notice(actor, account, "パスワードが変更されました。")


def forget_password(actor: Viewer, name: str, *, links: Links) -> None:
    """Mail a password reset link if the account exists, without revealing whether it does.

    Invited users without a password, and users who log in by the directory only, get none.
    """
    account = find(accounts.fold_name(name))
    if account is None or not account.password or not is_usable(account):
        audit.record_refusal(actor, "password.forget", "", "no such account, or not by password")
        return
    token = account_links.issue(Purpose.PASSWORD_RESET, account.id)
    letter = letters.password_reset(account, links.password_reset(token))
    mail.send_link(actor, account, letter)
    audit.record(actor, "password.forget", "account", account.id)


def open_reset(actor: Viewer, token: str) -> Account:
    """Return the account of a reset link. Raises NotFound, StaleState."""
    link = account_links.read(Purpose.PASSWORD_RESET, token)
    return _usable(link.account_id)


def reset_password(actor: Viewer, token: str, password: str) -> Account:
    """Set the password by the mailed link: end sessions, lift the pause after failed attempts.

    Raises NotFound, StaleState for an unusable link, RuleViolation for a weak password.
    """
    link = account_links.read(Purpose.PASSWORD_RESET, token)
    account = _usable(link.account_id)
    person = viewer_for(account)
    access.set_password(person, account, password)
    account_links.mark_used(link)
    sessions.end_all(person, account.id)
    throttle.forget_name(person, account.username)
    mail.send_security_notice(person, account, "パスワードが再設定されました。")
    return account


def request_email_change(actor: Viewer, email: str, *, links: Links) -> None:
    """Mail a link to the new address; the change takes effect once it is opened.

    For an address of another account no link is sent and the response is the same, so as not to
    reveal who has an account.
    """
    account = own(actor)
    wanted = accounts.fold_name(email)
    if wanted == account.email:
        raise RuleViolation(None, "今と同じメールアドレスです。")
    if role_guard.is_name_taken(wanted) and wanted != account.username:
        audit.record_refusal(actor, "email.ask", f"account:{account.id}", "taken")
        return
    token = account_links.issue(Purpose.EMAIL_CHANGE, account.id, wanted)
    letter = letters.confirm_email(account, links.confirm_email(token))
    mail.send_link(actor, account, letter, to=wanted)
    audit.record(actor, "email.ask", "account", account.id)


def read_email(actor: Viewer, token: str) -> str:
    """Return the address that the link confirms. Raises NotFound, StaleState."""
    return account_links.read(Purpose.EMAIL_CHANGE, token).value


def confirm_email(actor: Viewer, token: str) -> Account:
    """Set the confirmed address, also as log-in name where the old one was the log-in name.

    Raises NotFound, StaleState; RuleViolation when another account has taken the address since.
    """
    link = account_links.read(Purpose.EMAIL_CHANGE, token)
    account = _usable(link.account_id)
    if role_guard.is_name_taken(link.value) and link.value != account.username:
        raise RuleViolation(None, "このメールアドレスは使えません。別のアドレスにしてください。")
    person = viewer_for(account)
    mail.send_security_notice(person, account, f"メールアドレスが {link.value} に変更されました。")
    if account.username == account.email:
        account.username = link.value
    account.email = link.value
    account_links.mark_used(link)
    account_links.void(account.id, Purpose.PASSWORD_RESET)
    audit.record(person, "email.confirm", "account", account.id)
    db.session.flush()
    return account


def _usable(account_id: int | None) -> Account:
    if account_id is None:
        raise NotFound
    account = accounts.locked(account_id)
    if not is_usable(account):
        raise NotFound
    return account

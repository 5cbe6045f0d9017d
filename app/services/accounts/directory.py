"""Log-in by an organisation's directory (OpenID Connect): the visitor's account."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from app.extensions import db
from app.models.accounts.user import Account
from app.security.identity import is_usable, viewer_for
from app.security.viewer import Viewer
from app.services.accounts import accounts, invitations
from app.services.accounts.authentication import find
from app.services.common import audit

SECOND_KINDS = frozenset({"otp", "hwk", "swk", "sc", "sms", "tel", "fpt", "face", "iris", "vbm"})
"""Authentication methods (RFC 8176) that count as a second factor beside a password or a PIN."""
FIRST_KINDS = frozenset({"pwd", "pin", "kba"})


@dataclass(frozen=True)
class Visitor:
    """The directory's statements on a person, their signature verified."""

    subject: str
    email: str
    email_verified: bool
    methods: Sequence[str] = ()
    """`amr`: the authentication methods of the directory."""

    @property
    def has_second_factor(self) -> bool:
        """Whether the directory required a second factor."""
        methods = frozenset(self.methods)
        both = not methods.isdisjoint(FIRST_KINDS) and not methods.isdisjoint(SECOND_KINDS)
        return "mfa" in methods or both


def recognise(actor: Viewer, visitor: Visitor) -> Account | None:
    """Return the visitor's account; record a refusal and return None where there is none.

    An account is found by the directory's subject identifier; the first time by the verified
    address, if it belongs to an account not yet linked to a directory. Never creates an account.
    """
    account = db.session.scalars(
        select(Account).where(Account.oidc_subject == visitor.subject)
    ).one_or_none()
    if account is None and visitor.email_verified:
        account = _first_time(visitor)
    if account is None or not is_usable(account):
        audit.record_refusal(actor, "directory.log_in", "", "no such account")
        return None
    return account


def _first_time(visitor: Visitor) -> Account | None:
    found = find(accounts.fold_name(visitor.email))
    if found is None or found.email != accounts.fold_name(visitor.email):
        return None
    account = accounts.locked(found.id)
    if account.oidc_subject is not None or not is_usable(account):
        return None
    account.oidc_subject = visitor.subject
    person = viewer_for(account)
    audit.record(person, "directory.link", "account", account.id)
    invitations.complete(person, account)
    db.session.flush()
    return account

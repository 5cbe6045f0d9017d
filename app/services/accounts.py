"""Accounts (利用者): who may log in, and as whom."""

from collections.abc import Iterable

from sqlalchemy import func, select
from werkzeug.security import check_password_hash, generate_password_hash

from app import clock
from app.extensions import db
from app.models.user import Account, RoleRow
from app.security.viewer import Role, Viewer
from app.services import audit


def create(
    actor: Viewer,
    *,
    username: str,
    email: str,
    family_name: str,
    given_name: str = "",
    organisation_id: int | None = None,
    roles: Iterable[Role] = (),
    password: str | None = None,
) -> Account:
    """A new account. Without a password it can't log in until its invitation is taken up."""
    actor.require(Role.SECRETARIAT, Role.ADMINISTRATOR)
    account = Account(
        username=username,
        email=email,
        first_name=given_name,
        last_name=family_name,
        active=True,
        organisation_id=organisation_id,
        password=generate_password_hash(password) if password else None,
        created_on=clock.now().replace(tzinfo=None),
    )
    account.roles = list(
        db.session.scalars(select(RoleRow).where(RoleRow.name.in_([role.value for role in roles])))
    )
    db.session.add(account)
    db.session.flush()
    audit.record(actor, "account.create", "account", account.id)
    return account


def authenticate(actor: Viewer, username: str, password: str) -> Account | None:
    """The account of this name and password, or None."""
    account = db.session.scalars(
        select(Account).where(func.lower(Account.username) == username.lower())
    ).one_or_none()
    if account is None or not account.active or not account.password:
        return None
    return account if check_password_hash(account.password, password) else None


def set_password(actor: Viewer, account: Account, password: str) -> None:
    """Give the account a password."""
    account.password = generate_password_hash(password)
    account.password_changed_at = clock.now()
    audit.record(actor, "account.set_password", "account", account.id)
    db.session.flush()

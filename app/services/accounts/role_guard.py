"""Protection of the roles that manage accounts: the last holder of each cannot be removed."""

from sqlalchemy import func, or_, select

from app.errors import RuleViolation
from app.extensions import db
from app.models.accounts.user import Account, RoleRow
from app.security.viewer import Role

PROTECTED_ROLES = {
    Role.ADMINISTRATOR: "システム管理者",
    Role.SECRETARIAT: "事務局",
}


def lock_all() -> None:
    """Lock the accounts of all holders of these roles, in a fixed order, before changing one.

    Two holders who disable each other at the same moment are serialised here.
    """
    db.session.scalars(
        select(Account)
        .where(Account.roles.any(RoleRow.name.in_([role.value for role in PROTECTED_ROLES])))
        .order_by(Account.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()


def require_another_holder(role: Role, account: Account) -> None:
    """Raise RuleViolation if the account is the last active one with this role."""
    if role not in PROTECTED_ROLES:
        return
    if not has_holder_besides(role, account.id):
        raise RuleViolation(
            None,
            f"{PROTECTED_ROLES[role]}の利用者が一人もいなくなります。"
            "先に、ほかの利用者に同じ権限を付けてください。",
        )


def has_holder_besides(role: Role, *account_ids: int) -> bool:
    """Whether anybody else holds the role with an account that can log in and is not to end."""
    another = (
        select(Account.id)
        .where(Account.roles.any(RoleRow.name == role.value))
        .where(Account.id.not_in(account_ids), Account.active, Account.ends_on.is_(None))
        .where(or_(Account.password.is_not(None), Account.oidc_subject.is_not(None)))
    )
    return db.session.scalar(another.limit(1)) is not None


def is_name_taken(name: str) -> bool:
    """Whether a log-in name or mail address already belongs to an account. name: folded."""
    taken = select(Account.id).where(
        or_(func.lower(Account.username) == name, func.lower(Account.email) == name)
    )
    return db.session.scalar(taken.limit(1)) is not None

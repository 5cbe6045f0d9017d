"""The roles of the office (事務局, システム管理者) are given by two persons, once there are two.

Otherwise one officer could give a second account of their own the right to release what they
propose (services/common/approvals). The software, and the only person of the office, give them at
once.
"""

from collections.abc import Iterable

from sqlalchemy import select

from app.errors import RuleViolation
from app.extensions import db
from app.models.accounts.user import Account, RoleRow
from app.models.common.approval import Approval
from app.security.identity import GRANTED_ROLES
from app.security.viewer import Role, Viewer
from app.services.accounts import role_guard, sessions
from app.services.common import approvals, audit, rows

KIND = "account.set_roles"
ORDER = (Role.ADMINISTRATOR, Role.SECRETARIAT)
"""Whose holders release: an administrator where there is another one, else an officer."""


def releasing_role(actor: Viewer, account: Account) -> Role | None:
    """Return the role whose holders release the account's roles; None where nobody else could."""
    if actor.account_id is None:
        return None
    own = (actor.account_id, account.id)
    return next((role for role in ORDER if role_guard.has_holder_besides(role, *own)), None)


def give(actor: Viewer, account: Account, wanted: Iterable[Role]) -> Approval | None:
    """Give a locked account exactly these roles; return the proposal where another must release it.

    Roles that it loses, it loses at once.
    """
    wanted = frozenset(wanted) & GRANTED_ROLES
    held = frozenset(Role(row.name) for row in account.roles)
    approvals.lapse(actor, "account", account.id)
    role = releasing_role(actor, account) if wanted - held else None
    _set(actor, account, wanted & held if role else wanted)
    if role is None:
        return None
    return approvals.propose(
        actor,
        KIND,
        account.id,
        title=account.get_full_name(),
        role=role,
        roles=sorted(each.value for each in wanted),
    )


def release(actor: Viewer, account_id: int) -> Account:
    """Release the proposed roles and give them.

    Raises RuleViolation for whoever proposed them, and for the person who would hold them.
    """
    actor.require(*GRANTED_ROLES)
    if account_id == actor.account_id:
        raise RuleViolation(None, "自分の権限は承認できません。ほかの担当者が承認します。")
    role_guard.lock_all()
    account = rows.locked(Account, account_id)
    proposal = approvals.release(actor, KIND, account_id)
    _set(actor, account, frozenset(Role(name) for name in proposal.arguments["roles"]))
    return account


def reject(actor: Viewer, account_id: int) -> Account:
    """Give up the proposed roles: whoever proposed or may release them."""
    actor.require(*GRANTED_ROLES)
    approvals.take_back(actor, KIND, account_id)
    return db.session.get_one(Account, account_id)


def _set(actor: Viewer, account: Account, roles: frozenset[Role]) -> None:
    before = {Role(row.name) for row in account.roles}
    if before == roles:
        return
    names = [role.value for role in roles]
    account.roles = list(db.session.scalars(select(RoleRow).where(RoleRow.name.in_(names))))
    sessions.end_all(actor, account.id)
    db.session.flush()
    audit.record(
        actor,
        "account.set_roles",
        "account",
        account.id,
        before=sorted(role.value for role in before),
        after=sorted(role.value for role in roles),
    )

"""The roles of the office (事務局, システム管理者) are given by two persons, once there are two.

Otherwise one officer could give a second account of their own the right to release what they
propose (services/common/approvals). The software, and the only person of the office, give them at
once. Nobody becomes the only one by removing the others: whoever left LATELY still counts.
"""

from collections.abc import Iterable
from datetime import timedelta

from sqlalchemy import or_, select

from app import clock
from app.errors import RuleViolation
from app.extensions import db
from app.models.accounts.user import Account, RoleRow
from app.models.common.approval import Approval
from app.models.common.audit import AuditEntry
from app.security.identity import GRANTED_ROLES
from app.security.viewer import Role, Viewer
from app.services.accounts import role_guard, sessions
from app.services.common import approvals, audit, rows

KIND = "account.set_roles"
"""The kind of the proposal, and the action in the trail."""
ORDER = (Role.ADMINISTRATOR, Role.SECRETARIAT)
"""Whose holders release: an administrator where there is another one, else an officer."""
LATELY = timedelta(days=14)


def releasing_role(actor: Viewer, account: Account) -> Role | None:
    """Return the role whose holders release the account's roles; None where nobody else could."""
    if actor.account_id is None:
        return None
    own = (actor.account_id, account.id)
    holders = (role for role in ORDER if role_guard.has_holder_besides(role, *own))
    return next(holders, Role.SECRETARIAT if _left_lately(*own) else None)


def _left_lately(*account_ids: int) -> bool:
    """Whether anybody else had a role of the office within LATELY: disabled, ending, or without it."""
    since = clock.now() - LATELY
    left = (
        select(Account.id)
        .where(Account.roles.any(RoleRow.name.in_([role.value for role in GRANTED_ROLES])))
        .where(Account.id.not_in(account_ids))
        .where(or_(Account.password.is_not(None), Account.oidc_subject.is_not(None)))
        .where(or_(Account.disabled_at >= since, Account.ends_on >= clock.local(since).date()))
    )
    lost = select(AuditEntry.details).where(
        AuditEntry.action == KIND,
        AuditEntry.at >= since,
        AuditEntry.subject_id.not_in([str(each) for each in account_ids]),
    )
    return db.session.scalar(left.limit(1)) is not None or any(
        set(each["before"]) - set(each["after"]) for each in db.session.scalars(lost)
    )


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

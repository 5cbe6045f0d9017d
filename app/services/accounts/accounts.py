"""Accounts (利用者): who may log in, for whom, and who manages them.

The secretariat manages the members' accounts, an administrator the roles and the accounts with
an assigned role, a member's users their colleagues' accounts. Nobody changes their own roles.
"""

from collections.abc import Iterable

from sqlalchemy.orm import joinedload

from app import clock
from app.errors import NotFound, NotPermitted, RuleViolation
from app.extensions import db
from app.models.accounts.user import Account
from app.rules.membership.membership import Standing
from app.security.identity import GRANTED_ROLES, SECOND_FACTOR_ROLES, roles_of
from app.security.passwords import normalise
from app.security.viewer import MEMBERS, Role, Viewer
from app.services.accounts import colleagues, office_roles, role_guard, sessions
from app.services.common import audit
from app.services.membership import memberships


def create(
    actor: Viewer,
    *,
    username: str,
    email: str,
    family_name: str,
    given_name: str = "",
    position: str = "",
    organisation_id: int | None = None,
    roles: Iterable[Role] = (),
) -> Account:
    """Create an account. Its user can log in once the invitation is accepted or a password is set.

    Raises RuleViolation when the name or the address belongs to another account.
    """
    roles = frozenset(roles)
    _require_may_create(actor, organisation_id, roles)
    if role_guard.is_name_taken(fold_name(email)):
        raise RuleViolation(None, "このメールアドレスの利用者は、すでに登録されています。")
    if role_guard.is_name_taken(fold_name(username)):
        raise RuleViolation(None, "この利用者名は、すでに使われています。")
    account = Account(
        username=fold_name(username),
        email=fold_name(email),
        first_name=given_name,
        last_name=family_name,
        position=position,
        active=True,
        organisation_id=organisation_id,
        created_on=clock.now().replace(tzinfo=None),
        created_by_fk=actor.account_id,
    )
    db.session.add(account)
    db.session.flush()
    audit.record(actor, "account.create", "account", account.id)
    office_roles.give(actor, account, roles)
    colleagues.tell(actor, account)
    return account


def _require_may_create(actor: Viewer, organisation_id: int | None, roles: frozenset[Role]) -> None:
    if actor.has(Role.SYSTEM):
        return
    if not roles <= GRANTED_ROLES:
        raise NotPermitted
    if roles:
        actor.require(Role.ADMINISTRATOR)
    elif organisation_id is None:
        raise RuleViolation(None, "所属団体を選ぶか、権限を一つ以上付けてください。")
    elif not actor.has(Role.SECRETARIAT):
        actor.require_member(organisation_id)
    if organisation_id is not None:
        require_member_organisation(organisation_id)


def fold_name(name: str) -> str:
    """Return a log-in name or mail address in the form in which it is stored and compared."""
    return normalise(name).strip().casefold()


def locked(account_id: int) -> Account:
    """Return the account, locked and fresh. Raises NotFound where there is none."""
    account = db.session.get(Account, account_id, with_for_update=True, populate_existing=True)
    if account is None:
        raise NotFound
    return account


def locked_for_roles(account_id: int) -> Account:
    """As `locked`, after the accounts on whose roles a change of this one depends."""
    role_guard.lock_all()
    return locked(account_id)


def may_see(actor: Viewer, account: Account) -> bool:
    """Whether the actor may see the account: staff see every account, members their colleagues'."""
    if actor.has(Role.SECRETARIAT, Role.ADMINISTRATOR, Role.SYSTEM):
        return True
    own = actor.has(*MEMBERS) and actor.organisation_id is not None
    return own and account.organisation_id == actor.organisation_id


def may_manage(actor: Viewer, account: Account) -> bool:
    """Whether the actor manages this account."""
    if actor.has(Role.SYSTEM):
        return True
    if not SECOND_FACTOR_ROLES.isdisjoint(roles_of(account)):
        return actor.has(Role.ADMINISTRATOR)
    if actor.has(Role.SECRETARIAT):
        return True
    return not actor.has(Role.ADMINISTRATOR) and may_see(actor, account)


def may_hand_over(actor: Viewer, account: Account) -> bool:
    """Whether the actor may name a successor: for accounts they manage, and for their own.

    An assigned role is passed on by an administrator only.
    """
    own = account.id == actor.account_id and SECOND_FACTOR_ROLES.isdisjoint(roles_of(account))
    return own or may_manage(actor, account)


def one(actor: Viewer, account_id: int) -> Account:
    """Return an account that the actor may see. Raises NotFound."""
    account = db.session.get(Account, account_id, options=[joinedload(Account.organisation)])
    if account is None or not may_see(actor, account):
        raise NotFound
    return account


def managed(actor: Viewer, account_id: int) -> Account:
    """Return an account that the actor manages, locked. Raises NotFound, NotPermitted."""
    account = locked(account_id)
    if not may_see(actor, account):
        raise NotFound
    if not may_manage(actor, account):
        raise NotPermitted
    return account


def change(
    actor: Viewer,
    account_id: int,
    *,
    family_name: str,
    given_name: str,
    position: str,
    organisation_id: int | None,
) -> Account:
    """Correct name and position, or move the account to another organisation.

    A member's user cannot move anyone; a move ends the account's sessions. Only the user themselves
    can change the mail address.
    """
    account = managed(actor, account_id)
    account.last_name, account.first_name, account.position = family_name, given_name, position
    moved = account.organisation_id != organisation_id
    if moved:
        actor.require(Role.SECRETARIAT, Role.ADMINISTRATOR)
        if account.id == actor.account_id:
            raise RuleViolation(
                None, "自分の所属団体は変更できません。ほかの担当者に依頼してください。"
            )
        if organisation_id is not None:
            require_member_organisation(organisation_id)
        account.organisation_id = organisation_id
        sessions.end_all(actor, account.id)
    db.session.flush()
    if moved:
        db.session.refresh(account, ["organisation"])
        colleagues.tell(actor, account)
    audit.record(
        actor,
        "account.change",
        "account",
        account.id,
        **({"organisation_id": organisation_id} if moved else {}),
    )
    return account


def require_member_organisation(organisation_id: int) -> None:
    """Raise RuleViolation unless the organisation is a member today."""
    if memberships.locked(organisation_id).standing is Standing.FORMER:
        raise RuleViolation(None, "会員として登録されている団体を選んでください。")


def set_roles(actor: Viewer, account_id: int, roles: Iterable[Role]) -> Account:
    """Give the account these roles, the office's after another person's release; end its sessions.

    Nobody changes their own roles.
    """
    actor.require(Role.ADMINISTRATOR)
    wanted = frozenset(roles)
    account = locked_for_roles(account_id)
    if account.id == actor.account_id:
        raise RuleViolation(None, "自分の権限は変更できません。ほかの管理者に依頼してください。")
    before = {Role(row.name) for row in account.roles}
    for role in before - wanted:
        role_guard.require_another_holder(role, account)
    office_roles.give(actor, account, wanted)
    return account

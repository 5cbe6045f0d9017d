"""What an account is at this moment: usable or not, and with which roles."""

from app import clock
from app.models.user import Account
from app.rules.membership import Standing
from app.security.viewer import PUBLIC, Role, Viewer

STANDING_ROLES = {Standing.EXECUTIVE: Role.EXECUTIVE, Standing.GENERAL: Role.GENERAL}
SENSITIVE = frozenset({Role.SECRETARIAT, Role.COUNCIL, Role.ADMINISTRATOR})
"""Roles that are given to an account by name, and that need a second factor."""


def roles_of(account: Account) -> frozenset[Role]:
    """The roles given by name, and the one that follows from the organisation."""
    held = {Role(role.name) for role in account.roles}
    if account.organisation is not None:
        standing = STANDING_ROLES.get(account.organisation.standing)
        held |= {standing} if standing else set()
    return frozenset(held)


def viewer_for(account: Account) -> Viewer:
    """The viewer an account is at this moment.

    A person whose organisation is no member any more sees what everyone may see.
    """
    return Viewer(
        account.id,
        account.get_full_name(),
        roles_of(account) or PUBLIC.roles,
        account.organisation_id,
    )


def is_usable(account: Account) -> bool:
    """Whether the account may be used today: not disabled, its last day (引継ぎ) not over."""
    over = account.ends_on is not None and account.ends_on < clock.today()
    return bool(account.active) and not over


def needs_second_factor(account: Account) -> bool:
    """Whether one of the account's roles requires a second factor."""
    return not SENSITIVE.isdisjoint(roles_of(account))

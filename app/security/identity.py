"""Current state of an account: whether it is usable, and its roles."""

from app import clock
from app.models.accounts.user import Account
from app.models.council.council import CouncilPerson
from app.rules.council.council import is_serving
from app.rules.membership.membership import Standing
from app.security.viewer import PUBLIC, Role, Viewer

STANDING_ROLES = {Standing.EXECUTIVE: Role.EXECUTIVE, Standing.GENERAL: Role.GENERAL}
GRANTED_ROLES = frozenset({Role.SECRETARIAT, Role.ADMINISTRATOR})
"""Roles granted to an account explicitly."""
SECOND_FACTOR_ROLES = GRANTED_ROLES | {Role.COUNCIL}
"""Roles that need a second factor. The council's register determines the council role."""


def roles_of(account: Account) -> frozenset[Role]:
    """Return the roles granted explicitly, by the organisation, and by the council's register."""
    held = {Role(role.name) for role in account.roles} & GRANTED_ROLES
    if any(serves(term) for term in account.terms):
        held.add(Role.COUNCIL)
    if account.organisation is not None:
        standing = STANDING_ROLES.get(account.organisation.standing)
        held |= {standing} if standing else set()
    return frozenset(held)


def serves(term: CouncilPerson) -> bool:
    """Whether the person currently serves on the council, under a signed pledge."""
    return is_serving(
        term.begins_on,
        term.ends_at,
        term.pledged_on,
        now=clock.now(),
        today=clock.today(),
    )


def lacks_pledge(account: Account) -> bool:
    """Whether the account has a term that has not ended and lacks a pledge."""
    now = clock.now()
    return any(
        term.pledged_on is None and (term.ends_at is None or term.ends_at > now)
        for term in account.terms
    )


def viewer_for(account: Account) -> Viewer:
    """Return the viewer of an account in its current state.

    A person whose organisation is no longer a member sees what everyone may see.
    """
    return Viewer(
        account.id,
        account.get_full_name(),
        roles_of(account) or PUBLIC.roles,
        account.organisation_id,
    )


def is_usable(account: Account) -> bool:
    """Whether the account may be used today: not disabled, its last day (引継ぎ) not past."""
    over = account.ends_on is not None and account.ends_on < clock.today()
    return bool(account.active) and not over


def needs_second_factor(account: Account) -> bool:
    """Whether one of the account's roles requires a second factor."""
    return not SECOND_FACTOR_ROLES.isdisjoint(roles_of(account))

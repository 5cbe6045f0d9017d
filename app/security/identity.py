"""What an account is at this moment: usable or not, and with which roles."""

from app import clock
from app.models.council import CouncilPerson
from app.models.user import Account
from app.rules.council import is_serving
from app.rules.membership import Standing
from app.security.viewer import PUBLIC, Role, Viewer

STANDING_ROLES = {Standing.EXECUTIVE: Role.EXECUTIVE, Standing.GENERAL: Role.GENERAL}
GIVEN = frozenset({Role.SECRETARIAT, Role.ADMINISTRATOR})
"""Roles that are given to an account by name."""
SENSITIVE = GIVEN | {Role.COUNCIL}
"""Roles that need a second factor. Who serves on the council stands in the council's register."""


def roles_of(account: Account) -> frozenset[Role]:
    """The roles given by name, those that follow from the organisation and from the council's register."""
    held = {Role(role.name) for role in account.roles} & GIVEN
    if any(serves(service) for service in account.terms):
        held.add(Role.COUNCIL)
    if account.organisation is not None:
        standing = STANDING_ROLES.get(account.organisation.standing)
        held |= {standing} if standing else set()
    return frozenset(held)


def serves(service: CouncilPerson) -> bool:
    """Whether somebody serves on the council at this moment, under a signed pledge."""
    return is_serving(
        service.begins_on,
        service.ends_at,
        service.pledged_on,
        now=clock.now(),
        today=clock.today(),
    )


def lacks_pledge(account: Account) -> bool:
    """Whether the account is registered for a service that has not ended, and has not pledged."""
    now = clock.now()
    return any(
        service.pledged_on is None and (service.ends_at is None or service.ends_at > now)
        for service in account.terms
    )


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

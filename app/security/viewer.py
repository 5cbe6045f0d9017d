"""The viewer on whose behalf something is read or done."""

from dataclasses import dataclass
from enum import StrEnum

from app.errors import NotPermitted


class Role(StrEnum):
    """All roles; their permissions are in app/security/roles.py."""

    PUBLIC = "public"
    GENERAL = "general"
    EXECUTIVE = "executive"
    COUNCIL = "council"
    SECRETARIAT = "secretariat"
    ADMINISTRATOR = "administrator"
    SYSTEM = "system"
    """The software itself: a task, a command, a public form. It has no log-in."""


MEMBERS = frozenset({Role.GENERAL, Role.EXECUTIVE})


@dataclass(frozen=True)
class Viewer:
    """An actor: account, roles and organisation, in their current state."""

    account_id: int | None
    name: str
    roles: frozenset[Role]
    organisation_id: int | None = None

    def has(self, *roles: Role) -> bool:
        """Whether the viewer holds at least one of the roles."""
        return not self.roles.isdisjoint(roles)

    def require(self, *roles: Role) -> None:
        """Raise NotPermitted unless the viewer holds one of the roles (the system always does)."""
        if not self.has(*roles, Role.SYSTEM):
            raise NotPermitted

    def require_member(self, organisation_id: int) -> None:
        """Raise NotPermitted unless the viewer acts for this member organisation."""
        if not (self.has(*MEMBERS) and self.organisation_id == organisation_id):
            raise NotPermitted

    def person(self) -> int:
        """Return the acting person's account, never the software. Raises NotPermitted."""
        if self.account_id is None:
            raise NotPermitted
        return self.account_id

    @property
    def is_staff(self) -> bool:
        """Whether the viewer is the secretariat or the software itself."""
        return self.has(Role.SECRETARIAT, Role.SYSTEM)


PUBLIC = Viewer(None, "", frozenset({Role.PUBLIC}))
SYSTEM = Viewer(None, "system", frozenset({Role.SYSTEM}))

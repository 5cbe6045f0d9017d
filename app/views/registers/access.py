"""Who may do what with a register: one row in a wing's table of pages."""

from collections.abc import Mapping

from app.security.roles import STAFF
from app.security.viewer import Role


def access(read: frozenset[Role], keep: frozenset[Role] = STAFF) -> Mapping[str, frozenset[Role]]:
    """Return the permissions of a RegisterView.

    read: who may open the register; keep: who may enter something, the members among them as the
    owners of what they enter. What only the secretariat does with any register is added.
    """
    return {"list": read, "show": read, "export": read, "keep": keep, "handle": STAFF}

"""The groups of roles that hold permissions.

A permission is FAB's pair (view, `can_<method>`); anything not declared is refused to everyone.
Menu entries are shown to those who may open the view behind them.
"""

from collections.abc import Mapping

from app.security.viewer import Role

P = Role.PUBLIC
G = Role.GENERAL
E = Role.EXECUTIVE
C = Role.COUNCIL
S = Role.SECRETARIAT
A = Role.ADMINISTRATOR

EVERYONE = frozenset({P, G, E, C, S, A})
ACCOUNTS = EVERYONE - {P}
MEMBERS = frozenset({G, E})
STAFF = frozenset({S})
KEEPERS = frozenset({S, A})
E_AND_STAFF = frozenset({E, S})
C_AND_STAFF = frozenset({C, S})
SERVING = frozenset({C})
GENERAL = frozenset({G})
EXECUTIVES = frozenset({E})
ADMINISTRATORS = frozenset({A})

Permissions = Mapping[str, Mapping[str, frozenset[Role]]]
"""View → permission → the roles that hold it. The wings declare them: app/views/<wing>/pages.py."""


def allows(permissions: Permissions, roles: frozenset[Role], permission: str, view: str) -> bool:
    """Whether one of the roles holds the permission on the view; undeclared ones nobody holds."""
    return not roles.isdisjoint(permissions.get(view, {}).get(permission, frozenset()))

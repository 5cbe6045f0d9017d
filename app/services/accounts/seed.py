"""Initial data of this wing: the roles that are given by name."""

from app.extensions import db
from app.models.accounts.user import RoleRow
from app.security.identity import GRANTED_ROLES
from app.security.viewer import Viewer


def load(actor: Viewer) -> None:
    """Fill the empty table of roles."""
    for role in sorted(GRANTED_ROLES, reverse=True):
        db.session.add(RoleRow(name=role.value))

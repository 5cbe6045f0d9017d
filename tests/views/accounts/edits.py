"""Edit forms of this wing: a field of each, and two values."""

from app.security.viewer import Role
from tests import factories
from tests.support.client import Examples
from tests.support.edits import NEW, Edit


def holder_of_both_roles() -> int:
    """Create an account whose roles can be taken one by one, since others hold them, too."""
    for role in (Role.SECRETARIAT, Role.ADMINISTRATOR):
        factories.account(role)
    return int(factories.account(Role.SECRETARIAT, Role.ADMINISTRATOR).id)


EDITS = {
    "/account/edit": Edit("position", "総務課", "福祉課"),
    "/accounts/<int:pk>/edit": Edit("position", "総務課", "福祉課"),
    "/accounts/<int:pk>/roles": Edit("roles", ["administrator"], []),
}
EXAMPLES: Examples = {"/accounts/<int:pk>/roles": lambda client: {"pk": holder_of_both_roles()}}
EXCEPTIONS = {
    "/accounts/<int:pk>/hand-over": NEW,
    "/colleagues/<int:pk>/hand-over": NEW,
}

"""Edit forms of this wing: a field of each, and two values."""

from app.security.viewer import Role
from tests import factories
from tests.support.client import Examples
from tests.support.edits import NEW, Edit


def one_of_two_officers() -> int:
    """Create an officer whose roles can be taken, since there is another one."""
    factories.account(Role.SECRETARIAT)
    return int(factories.account(Role.SECRETARIAT).id)


EDITS = {
    "/account/edit": Edit("position", "総務課", "福祉課"),
    "/accounts/<int:pk>/edit": Edit("position", "総務課", "福祉課"),
    "/accounts/<int:pk>/roles": Edit("roles", ["administrator"], ["secretariat", "administrator"]),
}
EXAMPLES: Examples = {"/accounts/<int:pk>/roles": lambda client: {"pk": one_of_two_officers()}}
EXCEPTIONS = {
    "/accounts/<int:pk>/hand-over": NEW,
    "/colleagues/<int:pk>/hand-over": NEW,
}

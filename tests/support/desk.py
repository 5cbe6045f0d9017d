"""The secretariat's people, and what they do with an application before it can be accepted."""

from app.models.application import Application
from app.rules.eligibility import required_checks
from app.security.viewer import Role, Viewer
from app.services import decisions
from app.services.links import Links
from tests import factories

LINKS = Links("http://localhost", "a secret of the tests")


def officer() -> Viewer:
    """A new person of the secretariat."""
    account = factories.account(Role.SECRETARIAT)
    return Viewer(account.id, account.get_full_name(), frozenset({Role.SECRETARIAT}))


def check_all(actor: Viewer, application: Application) -> Application:
    """Record every check of its kind as passed."""
    for check in required_checks(application.kind):
        decisions.record_check(actor, application.id, check, passed=True, note="")
    return application


def ready_application(actor: Viewer, **values: object) -> Application:
    """A received application with every check passed."""
    return check_all(actor, factories.application(**values))

"""The secretariat's people, and what they do with an application before it can be accepted."""

from datetime import timedelta

from sqlalchemy import select

from app import clock
from app.extensions import db
from app.models.application import Application, DecisionBatch
from app.models.expulsion import Expulsion
from app.models.organisation import Organisation
from app.rules.eligibility import required_checks
from app.rules.membership import ExpulsionGround, Standing
from app.rules.states import BatchState
from app.security.viewer import Role, Viewer
from app.services import batches, decisions, evidence, expulsions, hearings
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


def batch() -> DecisionBatch:
    """The open batch; opened where there is none."""
    is_open = select(DecisionBatch).where(DecisionBatch.state == BatchState.OPEN)
    return db.session.scalars(is_open).first() or batches.open_batch(officer())


def expulsion(organisation: Organisation | None = None) -> Expulsion:
    """A file against a general member, being prepared."""
    subject = organisation or factories.member()
    return expulsions.open_file(
        officer(), subject.id, ground=ExpulsionGround.BREACH, facts="規約に反する行為があった。"
    )


def evidence_of_a_file() -> dict[str, int]:
    """A document in a file, as an address names it."""
    file = expulsion()
    added = evidence.add(
        officer(), file.id, description="写し", name="a.txt", content="記録".encode()
    )
    return {"pk": file.id, "evidence_id": added.id}


def hearing(organisation: Organisation) -> Expulsion:
    """The file against the member, which has been told and may state its case.

    There is none against an executive member: then against some other, general one.
    """
    if organisation.standing is not Standing.GENERAL:
        organisation = factories.member()
    until = clock.today() + timedelta(days=20)
    return hearings.offer(officer(), expulsion(organisation).id, until, links=LINKS)

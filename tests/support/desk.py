"""Officers of the secretariat and the procedures that they prepare."""

from datetime import timedelta

from sqlalchemy import select

from app import clock
from app.extensions import db
from app.models.admission.application import Application, DecisionBatch
from app.models.filings.expulsion import Expulsion
from app.models.membership.organisation import Organisation
from app.rules.membership.eligibility import required_checks
from app.rules.membership.membership import ExpulsionGround, Standing
from app.rules.states.admission.application import BatchState
from app.security.viewer import Role, Viewer
from app.services.admission import batches, decisions, immediate
from app.services.common import scans
from app.services.common.links import Links
from app.services.filings import evidence, expulsions, hearings
from tests import factories

LINKS = Links("http://localhost", "a secret of the tests")


def officer() -> Viewer:
    """Return a new officer of the secretariat."""
    account = factories.account(Role.SECRETARIAT)
    return Viewer(account.id, account.get_full_name(), frozenset({Role.SECRETARIAT}))


def check_all(actor: Viewer, application: Application) -> Application:
    """Record every check required for the kind of organisation as passed."""
    for check in required_checks(application.kind):
        decisions.record_check(actor, application.id, check, passed=True, note="")
    return application


def ready_application(actor: Viewer, **values: object) -> Application:
    """Create a received application with every check passed."""
    return check_all(actor, factories.application(**values))


def batch() -> DecisionBatch:
    """Return the open batch, opening one if necessary."""
    is_open = select(DecisionBatch).where(DecisionBatch.state == BatchState.OPEN)
    return db.session.scalars(is_open).first() or batches.open_batch(officer())


def expulsion(organisation: Organisation | None = None) -> Expulsion:
    """Create an expulsion file in preparation against a general member."""
    subject = organisation or factories.member()
    return expulsions.open_file(
        officer(), subject.id, ground=ExpulsionGround.BREACH, facts="規約に反する行為があった。"
    )


def evidence_of_a_file() -> dict[str, int]:
    """Create evidence in an expulsion file; return its URL values."""
    file = expulsion()
    added = evidence.add(
        officer(), file.id, description="写し", name="a.txt", content="記録".encode()
    )
    return {"pk": file.id, "evidence_id": added.id}


def hearing(organisation: Organisation) -> Expulsion:
    """Create an expulsion file against the member, in the hearing state and notified.

    An executive member has no hearing; another, general member replaces it.
    """
    if organisation.standing is not Standing.GENERAL:
        organisation = factories.member()
    until = clock.today() + timedelta(days=20)
    return hearings.offer(officer(), expulsion(organisation).id, until, links=LINKS)


def accept(actor: Viewer, application_id: int) -> Application:
    """Accept at once: another officer proposes it, the actor releases it."""
    immediate.propose_acceptance(officer(), application_id, "急ぎのため")
    return immediate.release(actor, application_id, links=LINKS)


def refuse(actor: Viewer, application_id: int, words: str) -> Application:
    """Refuse at once: another officer proposes it, the actor releases it."""
    immediate.propose_refusal(officer(), application_id, "急ぎのため", words=words)
    return immediate.release(actor, application_id, links=LINKS)


def proposed_at_once() -> Application:
    """Return an application whose refusal at once another officer proposed."""
    application = factories.application()
    immediate.propose_refusal(officer(), application.id, "急ぎのため", words="関連がないため")
    return application


def scanned_application() -> Application:
    """Return an application with the scan of its paper."""
    application = factories.application()
    scans.keep(application, "入会申込書.pdf", b"%PDF-1.7 scan")
    db.session.flush()
    return application

"""Council verbs that grant or end a coordinator's access to cases (法第17条第2項).

Each calls the council's own verb, then follows it up in the cases, in one transaction. The views call
these: called alone, the council's verb would leave the access in the cases as it was.
"""

from datetime import date

from sqlalchemy import select

from app.errors import StaleState
from app.extensions import db
from app.models.council.council import Council, CouncilPerson
from app.security.viewer import Role, Viewer
from app.services.cases import coordination
from app.services.common import audit
from app.services.common.links import Links
from app.services.council import councils, namings
from app.services.council import mail as council_mail
from app.services.council import persons as council_persons
from app.services.council import pledges as council_pledges
from app.services.council.namings import Consent


def designate(actor: Viewer, body_id: int | None) -> Council:
    """Designate the coordinating body, or none; see councils.designate.

    The coordinators of another body lose that access in every case. The persons of the new body are
    named one by one.
    """
    council = councils.designate(actor, body_id)
    for term in db.session.scalars(select(CouncilPerson).where(CouncilPerson.coordinates)):
        if term.body_id != body_id:
            coordination.end(actor, term)
    return council


def confirm(
    actor: Viewer, term_id: int, links: Links, consent: Consent | None = None
) -> CouncilPerson:
    """Confirm a naming; see namings.confirm. The coordinator joins the running cases.

    The managers of those cases are told; the log of each says who named and who confirmed.
    """
    coordination.hold_running()
    term = namings.confirm(actor, term_id, consent)
    coordination.join_running(actor, term)
    council_mail.notify(actor, coordination.leads(), links)
    return term


def end_naming(actor: Viewer, term_id: int) -> CouncilPerson:
    """End a coordinator's naming, and the access that rests on it."""
    actor.require(Role.SECRETARIAT)
    councils.locked()
    term = council_persons.locked_open(term_id)
    if not term.coordinates:
        raise StaleState("この人は調整担当ではありません。")
    coordination.end(actor, term)
    audit.record(actor, "council_person.end_coordination", "council_person", term.id)
    return term


def pledge(actor: Viewer) -> list[CouncilPerson]:
    """Sign today's pledge; see council_pledges.pledge. A coordinator joins the running cases."""
    pledged = council_pledges.pledge(actor)
    for term in pledged:
        coordination.join_running(actor, term)
    return pledged


def pledge_on_paper(
    actor: Viewer,
    term_id: int,
    *,
    pledged_on: date,
    version: str,
    name: str,
    content: bytes,
) -> CouncilPerson:
    """Record a pledge on paper; see council_pledges.on_paper. A coordinator joins the running cases."""
    actor.require(Role.SECRETARIAT)
    coordination.hold_running()
    term = council_pledges.on_paper(
        actor, term_id, pledged_on=pledged_on, version=version, name=name, content=content
    )
    coordination.join_running(actor, term)
    return term

"""Council verbs that grant or end a coordinator's access to cases (法第17条第2項).

Each calls the council's own verb, then follows it up in the cases, in one transaction. The views call
these: called alone, the council's verb would leave the access in the cases as it was.
"""

from datetime import date

from sqlalchemy import select

from app.extensions import db
from app.models.council.council import Council, CouncilPerson
from app.security.viewer import Role, Viewer
from app.services.cases import coordination
from app.services.council import councils
from app.services.council import persons as council_persons
from app.services.council import pledges as council_pledges


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


def revise(
    actor: Viewer, term_id: int, *, duty: str, coordinates: bool, briefed_on: date | None
) -> CouncilPerson:
    """Revise a term; see council_persons.revise. A new coordinator joins the running cases."""
    actor.require(Role.SECRETARIAT)
    councils.locked()
    if coordinates:
        coordination.hold_running()
    before = council_persons.one(actor, term_id).coordinates
    term = council_persons.revise(
        actor, term_id, duty=duty, coordinates=coordinates, briefed_on=briefed_on
    )
    if coordinates and not before:
        coordination.join_running(actor, term)
    elif before and not coordinates:
        coordination.end(actor, term)
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

"""Cases (個別ケース): taken in, found, accepted, closed, reopened (法第16条)."""

import secrets
from collections.abc import Sequence

from sqlalchemy import case as sql_case
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app import clock
from app.errors import NotPermitted, RuleViolation
from app.extensions import db
from app.models.case import SupportCase
from app.models.council import CouncilPerson
from app.models.sealed import new_id
from app.rules import articles
from app.rules.case_access import Level, ParticipationBasis, Section, Urgency
from app.rules.states import CASE, LIVE_CASE_STATES, CaseState, CaseVerb, next_state
from app.security import guard, vault
from app.security.case_visibility import CASE_SUBJECT
from app.security.identity import serves
from app.security.viewer import Viewer
from app.services import audit, coordination, participations, rows

LABEL_SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
LABEL_LENGTH = 6
EVERYTHING = dict.fromkeys(Section, Level.WRITE)
"""What who takes a case in, and the lead body's person, may do."""


def begin(actor: Viewer, *, service_id: int, urgency: Urgency) -> SupportCase:
    """Take a case in (受付), for the body that one of the actor's own services is for.

    Who takes it in may write all of it; the coordinating body's named persons may read all of it and
    manage it. Raises NotPermitted without such a service under a signed pledge.
    """
    service = own_service(actor, service_id)
    case = SupportCase(
        label=f"K-{''.join(secrets.choice(LABEL_SIGNS) for _ in range(LABEL_LENGTH))}",
        state=next_state(CASE, None, CaseVerb.BEGIN),
        urgency=urgency,
        lead_body_id=service.body_id,
        began_at=clock.now(),
    )
    vault.keys().create(case.id)
    with guard.acting_as_system(db.session):  # nobody takes part in it yet
        db.session.add(case)
        db.session.flush()
        participations.add(actor, case.id, service.id, EVERYTHING, ParticipationBasis.INTAKE)
        coordination.join_case(actor, case.id)
    audit.record(actor, "case.begin", CASE_SUBJECT, case.id)
    return case


def own_service(actor: Viewer, service_id: int) -> CouncilPerson:
    """One of the actor's own services, under a signed pledge at this moment. Raises NotPermitted."""
    service = db.session.get(CouncilPerson, service_id)
    if service is None or service.account_id != actor.person() or not serves(service):
        raise NotPermitted
    return service


def own_services(actor: Viewer) -> list[CouncilPerson]:
    """For which bodies the actor serves at this moment."""
    found = db.session.scalars(
        select(CouncilPerson)
        .where(CouncilPerson.account_id == actor.person())
        .options(joinedload(CouncilPerson.body))
        .order_by(CouncilPerson.id)
    )
    return [each for each in found if serves(each)]


def one(actor: Viewer, case_id: str) -> SupportCase:
    """A case that the actor takes part in. Raises NotFound for every other, and for none."""
    return rows.one(SupportCase, case_id, joinedload(SupportCase.lead_body))


def locked(actor: Viewer, case_id: str) -> SupportCase:
    """`one`, locked until the commit and fresh: writers of one case take turns."""
    return rows.locked(SupportCase, case_id)


def looked_after(actor: Viewer, case_id: str) -> SupportCase:
    """`locked`, for who manages the case, closed or not. Raises NotFound, NotPermitted."""
    case = locked(actor, case_id)
    participations.require(actor, case_id, Section.MANAGEMENT, Level.WRITE)
    return case


def managed(actor: Viewer, case_id: str) -> SupportCase:
    """`locked`, for who manages the case while it is worked on.

    Raises NotFound, NotPermitted; RuleViolation when it is closed.
    """
    case = looked_after(actor, case_id)
    if case.state not in LIVE_CASE_STATES:
        raise RuleViolation(
            articles.COUNCIL_SUPPORT, "終結したケースではできません。先に再開してください。"
        )
    return case


def page(
    actor: Viewer, *, state: CaseState | None, number: int
) -> tuple[Sequence[SupportCase], int]:
    """One page of the cases that the actor takes part in, the most urgent first, and how many."""
    wanted = select(SupportCase).order_by(
        sql_case(
            {urgency: place for place, urgency in enumerate(Urgency)}, value=SupportCase.urgency
        ),
        SupportCase.began_at.desc(),
        SupportCase.id,
    )
    if state is not None:
        wanted = wanted.where(SupportCase.state == state)
    return rows.page(wanted, number, joinedload(SupportCase.lead_body))


def move(actor: Viewer, case: SupportCase, verb: CaseVerb) -> None:
    """Change the case's state. The caller has locked it and writes what goes with it."""
    participations.require(actor, case.id, Section.MANAGEMENT, Level.WRITE)
    case.state = next_state(CASE, case.state, verb)
    if verb in (CaseVerb.DECLINE, CaseVerb.CLOSE):
        case.closed_on = clock.today()
    elif case.state is CaseState.OPEN:
        case.closed_on = None
    db.session.flush()
    audit.record(actor, f"case.{verb.value}", CASE_SUBJECT, case.id)


def record_denied(actor: Viewer, case_id: str) -> None:
    """Record that somebody asked for a case that is not theirs, or is none. The caller commits it."""
    known_form = len(case_id) == len(new_id()) and case_id.isalnum() and case_id.isascii()
    audit.record(actor, "case.denied", CASE_SUBJECT, case_id if known_form else "?")

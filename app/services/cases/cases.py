"""Cases (個別ケース): intake, look-up and change of state (法第16条)."""

import secrets

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app import clock
from app.errors import NotPermitted, RuleViolation, StaleState
from app.extensions import db
from app.models.cases.case import SupportCase
from app.models.common.sealed import new_id
from app.models.council.council import CouncilPerson
from app.rules.cases.access import Level, ParticipationBasis, Section, Urgency
from app.rules.common import articles
from app.rules.states.cases.case import CASE, LIVE_CASE_STATES, CaseState, CaseVerb
from app.rules.states.common.table import next_state
from app.security import guard, vault
from app.security.case_visibility import CASE_SUBJECT
from app.security.identity import serves
from app.security.viewer import Viewer
from app.services.cases import coordination, participations
from app.services.common import audit, rows

ALIAS_SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
ALIAS_LENGTH = 6
EVERYTHING = dict.fromkeys(Section, Level.WRITE)
"""Access of the intake person and of the lead body's person."""


def begin(actor: Viewer, *, term_id: int, urgency: Urgency) -> SupportCase:
    """Take in a case (受付) for the body of one of the actor's own terms.

    The intake person may write everything; the coordinators join it (services/cases/coordination).
    Raises NotPermitted without such a term under a signed pledge.
    """
    term = own_term(actor, term_id)
    case = new(term.body_id, urgency)
    with guard.acting_as_system(db.session):  # the case has no participants yet
        db.session.add(case)
        db.session.flush()
        participations.add(actor, case.id, term.id, EVERYTHING, ParticipationBasis.INTAKE)
        coordination.join_case(actor, case.id)
    audit.record(actor, "case.begin", CASE_SUBJECT, case.id)
    return case


def new(lead_body_id: int, urgency: Urgency) -> SupportCase:
    """Return a new case with its key, not yet stored and without participants."""
    case = SupportCase(
        alias=f"K-{''.join(secrets.choice(ALIAS_SIGNS) for _ in range(ALIAS_LENGTH))}",
        state=next_state(CASE, None, CaseVerb.BEGIN),
        urgency=urgency,
        lead_body_id=lead_body_id,
        began_at=clock.now(),
    )
    vault.key_store().create(case.id)
    return case


def own_term(actor: Viewer, term_id: int) -> CouncilPerson:
    """Return one of the actor's current terms under a signed pledge. Raises NotPermitted."""
    term = db.session.get(CouncilPerson, term_id)
    if term is None or term.account_id != actor.person() or not serves(term):
        raise NotPermitted
    return term


def own_terms(actor: Viewer) -> list[CouncilPerson]:
    """Return the actor's current terms, one per body."""
    found = db.session.scalars(
        select(CouncilPerson)
        .where(CouncilPerson.account_id == actor.person())
        .options(joinedload(CouncilPerson.body))
        .order_by(CouncilPerson.id)
    )
    return [each for each in found if serves(each)]


def one(actor: Viewer, case_id: str) -> SupportCase:
    """Return a case the actor takes part in. Raises NotFound for any other, existing or not."""
    return rows.one(SupportCase, case_id, joinedload(SupportCase.lead_body))


def locked(actor: Viewer, case_id: str) -> SupportCase:
    """As `one`, locked until the commit and reloaded, to serialise writers of one case."""
    return rows.locked(SupportCase, case_id)


def for_manager(actor: Viewer, case_id: str) -> SupportCase:
    """As `locked`, for case managers, closed or not. Raises NotFound, NotPermitted."""
    case = locked(actor, case_id)
    participations.require(actor, case_id, Section.MANAGEMENT, Level.WRITE)
    return case


def live_for_manager(actor: Viewer, case_id: str) -> SupportCase:
    """As `looked_after`, for a live case.

    Raises NotFound, NotPermitted; RuleViolation when it is closed.
    """
    case = for_manager(actor, case_id)
    if case.state not in LIVE_CASE_STATES:
        raise RuleViolation(
            articles.COUNCIL_SUPPORT, "終結したケースではできません。先に再開してください。"
        )
    return case


def require_live(case: SupportCase) -> None:
    """Raise StaleState for a closed case: its forms are closed with it."""
    if case.state not in LIVE_CASE_STATES:
        raise StaleState("終結したケースは変更できません。先に再開してください。")


def move(actor: Viewer, case: SupportCase, verb: CaseVerb) -> None:
    """Change the case's state. The caller has locked it and writes the accompanying record."""
    participations.require(actor, case.id, Section.MANAGEMENT, Level.WRITE)
    case.state = next_state(CASE, case.state, verb)
    if verb in (CaseVerb.DECLINE, CaseVerb.CLOSE):
        case.closed_on = clock.today()
    elif case.state is CaseState.OPEN:
        case.closed_on = None
    db.session.flush()
    audit.record(actor, f"case.{verb.value}", CASE_SUBJECT, case.id)


def record_denied(actor: Viewer, case_id: str) -> None:
    """Audit access to a case that is not the actor's or does not exist. The caller commits."""
    known_form = len(case_id) == len(new_id()) and case_id.isalnum() and case_id.isascii()
    audit.record(actor, "case.denied", CASE_SUBJECT, case_id if known_form else "?")

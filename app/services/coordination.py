"""The coordinating body's named persons (法第17条第2項) in the cases: they read everything, and manage.

Who is named takes part in every running case, since it is to see how each body's support goes and to
arrange the combination: in those to come from their intake, in those that run already from its naming.
A naming has its effect once the person serves under a pledge. It ends with the naming, and a body that
coordinates no more takes its namings with it.

A naming opens no closed case: no support goes on in it that could be arranged, and access is for
named persons, case by case (RULES §4). A case that is reopened is joined by who is named then. A case
that nobody manages any more, closed or not, falls to who is named: somebody has to answer a request for
disclosure, and to approve the deletion.
"""

from collections.abc import Sequence

from sqlalchemy import Select, or_, select

from app import clock
from app.extensions import db
from app.models.case import CaseParticipation, SupportCase
from app.models.council import CouncilPerson
from app.models.user import Account
from app.rules.case_access import Level, ParticipationBasis, Section
from app.rules.states import LIVE_CASE_STATES
from app.security import guard
from app.security.case_visibility import CASE_SUBJECT
from app.security.identity import serves
from app.security.viewer import Role, Viewer
from app.services import audit, participations

GRANTS = dict.fromkeys(Section, Level.READ) | {Section.MANAGEMENT: Level.WRITE}


def named() -> list[CouncilPerson]:
    """Who is named and serves at this moment."""
    found = db.session.scalars(
        select(CouncilPerson).where(CouncilPerson.coordinates).order_by(CouncilPerson.id)
    )
    return [each for each in found if serves(each)]


def join_case(actor: Viewer, case_id: str) -> None:
    """Let everybody who is named take part in a case. The caller has asked whether that may be."""
    with guard.acting_as_system(db.session):  # whoever begins or reopens it need not read all of it
        for person in named():
            _let_in(actor, case_id, person.id)


def hold_running() -> Sequence[str]:
    """The ids of the running cases, locked in one order: before the person, as others do it too."""
    with guard.acting_as_system(db.session):  # whoever names coordinators sees no case
        return db.session.scalars(_running().with_for_update()).all()


def join_running(actor: Viewer, service: CouncilPerson) -> None:
    """Let a person take part in the running cases, if it is named and serves at this moment."""
    if not service.coordinates or not serves(service):
        return
    for case_id in hold_running():
        with guard.acting_as_system(db.session):
            _let_in(actor, case_id, service.id)


def join_due(actor: Viewer) -> int:
    """Let in who is named and has never taken part in a case that runs; returns how often.

    The sweep calls it: a service may begin on a later day than it was entered, and a case be taken in
    while somebody is being named. Whoever's part was ended by hand is not let in again, but to a case
    that nobody manages.
    """
    actor.require(Role.SYSTEM)
    joined, persons = 0, named()
    for person in persons:
        part = select(CaseParticipation.id).where(
            CaseParticipation.case_id == SupportCase.id,
            CaseParticipation.person_id == person.id,
            CaseParticipation.basis != ParticipationBasis.EMERGENCY,
        )
        wanted = _running().where(~part.exists()).with_for_update(skip_locked=True)
        for case_id in db.session.scalars(wanted).all():
            joined += _let_in(actor, case_id, person.id)
    for case_id in db.session.scalars(_unmanaged().with_for_update(skip_locked=True)).all():
        joined += sum(_let_in(actor, case_id, person.id) for person in persons)
    return joined


def end(actor: Viewer, service: CouncilPerson) -> None:
    """Somebody is not named any more: what it saw for that reason, it sees no more, in any case."""
    service.coordinates = False
    with guard.acting_as_system(db.session):  # whoever names coordinators sees no case
        parts = db.session.scalars(
            select(CaseParticipation).where(
                CaseParticipation.person_id == service.id,
                CaseParticipation.basis == ParticipationBasis.COORDINATION,
                *participations.at_this_moment(),
            )
        ).all()
        now = clock.now()
        for part in parts:
            part.ends_at = now
        db.session.flush()
    for case_id in sorted({part.case_id for part in parts}):
        audit.record(actor, "case.revoke", CASE_SUBJECT, case_id, person=service.id)


def _running() -> Select[str]:
    running = select(SupportCase.id).where(SupportCase.state.in_(LIVE_CASE_STATES))
    return running.order_by(SupportCase.id)


def _unmanaged() -> Select[str]:
    """What participations.managers() finds nobody for, in SQL."""
    now, today = clock.now(), clock.today()
    managing = (
        select(CaseParticipation.id)
        .join(CouncilPerson, CouncilPerson.id == CaseParticipation.person_id)
        .join(Account, Account.id == CouncilPerson.account_id)
        .where(
            CaseParticipation.case_id == SupportCase.id,
            *participations.managing(),
            CouncilPerson.pledged_on.is_not(None),
            CouncilPerson.begins_on <= today,
            or_(CouncilPerson.ends_at.is_(None), CouncilPerson.ends_at > now),
            Account.active,
            or_(Account.ends_on.is_(None), Account.ends_on >= today),
        )
    )
    return select(SupportCase.id).where(~managing.exists()).order_by(SupportCase.id)


def _let_in(actor: Viewer, case_id: str, person_id: int) -> bool:
    """Add what the person can't do yet: what it may write, it goes on writing on its own basis."""
    held = {
        part.section: part.level
        for part in participations.live(case_id, person_id)
        if part.basis is not ParticipationBasis.EMERGENCY
    }
    added = {
        section: level
        for section, level in GRANTS.items()
        if section not in held or (level is Level.WRITE and held[section] is Level.READ)
    }
    if added:
        participations.add(actor, case_id, person_id, added, ParticipationBasis.COORDINATION)
    return bool(added)

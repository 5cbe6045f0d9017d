"""Coordination (法第17条第2項): the coordinators take part in the running cases.

By the council's own rules in force (法第19条) alone: without a provision there, nobody coordinates. It
is a basis of its own, recorded for each case like any other, with the article of the rules and with
who named and who confirmed the coordinator. It opens the overview, the course, the plan and the
conferences; identity, family, health and economy need a passing-on (法第18条).

Participation begins with the confirmed naming, once the person serves under a pledge, and in new
cases with their intake. It ends with the naming. A naming opens no closed case: there is no support
left to co-ordinate. The coordinators join a case when it is reopened. A case that nobody manages,
closed or not, passes to the coordinators, who then manage it: somebody has to handle disclosure
requests and approve the deletion, for which whoever proposed it does not count.
"""

from collections.abc import Sequence

from sqlalchemy import Select, and_, func, or_, select

from app import clock
from app.extensions import db
from app.models.accounts.user import Account
from app.models.cases.case import CaseParticipation, SupportCase
from app.models.council.council import CouncilPerson
from app.rules.cases.access import Level, ParticipationBasis, PassingOnBasis, Section
from app.rules.cases.passing_on import Terms
from app.rules.states.cases.case import LIVE_CASE_STATES
from app.security import guard
from app.security.case_visibility import CASE_SUBJECT
from app.security.identity import serves
from app.security.viewer import Role, Viewer
from app.services.cases import participations, passing_on_notes
from app.services.cases.participations import Grants
from app.services.common import audit
from app.services.council import namings, rules

GRANTS = dict.fromkeys((Section.COURSE, Section.PLAN, Section.CONFERENCE), Level.READ)
MANAGING = {**GRANTS, Section.MANAGEMENT: Level.WRITE}
"""In a case that nobody else manages."""
PURPOSE = "支援の実施状況の把握と、支援を行う機関等の連絡調整"


def join_case(actor: Viewer, case_id: str) -> None:
    """Add all coordinators to a case. The caller has checked the permission."""
    with guard.acting_as_system(db.session):  # the actor may lack full read access
        for person in namings.named():
            _grant_access(actor, case_id, person)


def hold_running() -> Sequence[str]:
    """Lock the live cases in a fixed order and return their ids.

    Taken before the person's lock, as elsewhere.
    """
    with guard.acting_as_system(db.session):  # an officer who names coordinators sees no case
        return db.session.scalars(_running().with_for_update()).all()


def join_running(actor: Viewer, term: CouncilPerson) -> None:
    """Add a person to the live cases, if they are a coordinator and serve now."""
    if not term.coordinates or not serves(term):
        return
    for case_id in hold_running():
        with guard.acting_as_system(db.session):
            _grant_access(actor, case_id, term)


def join_due(actor: Viewer) -> int:
    """Add coordinators to live cases they have never taken part in; returns how many times.

    Called by the sweep: a term may begin later than it was entered, and a case may be taken in
    while a coordinator is being named. A person whose participation was ended manually is not
    added again, except to a case without a manager.
    """
    actor.require(Role.SYSTEM)
    joined, persons = 0, namings.named()
    if not rules.coordination():  # the rules were amended
        return sum(_end_access(actor, person) for person in persons)
    for person in persons:
        participation = select(CaseParticipation.id).where(
            CaseParticipation.case_id == SupportCase.id,
            CaseParticipation.person_id == person.id,
            CaseParticipation.basis != ParticipationBasis.EMERGENCY,
        )
        wanted = _running().where(~participation.exists()).with_for_update(skip_locked=True)
        for case_id in db.session.scalars(wanted).all():
            joined += _grant_access(actor, case_id, person)
    for case_id in db.session.scalars(_unmanaged().with_for_update(skip_locked=True)).all():
        joined += sum(_grant_access(actor, case_id, person, MANAGING) for person in persons)
    return joined


def end(actor: Viewer, term: CouncilPerson) -> None:
    """End a naming, and all participation based on it."""
    namings.end(actor, term)
    _end_access(actor, term)


def leads() -> list[CouncilPerson]:
    """Return the managers of all running cases, for a letter about a new coordinator."""
    with guard.acting_as_system(db.session):
        found = db.session.scalars(
            select(CouncilPerson)
            .join(CaseParticipation, CaseParticipation.person_id == CouncilPerson.id)
            .join(SupportCase, SupportCase.id == CaseParticipation.case_id)
            .where(SupportCase.state.in_(LIVE_CASE_STATES), *participations.managing())
            .order_by(CouncilPerson.id)
        )
        return list(found.unique())


def _end_access(actor: Viewer, term: CouncilPerson) -> int:
    """End what rests on coordination; returns in how many cases."""
    with guard.acting_as_system(db.session):  # an officer who names coordinators sees no case
        ended = db.session.scalars(
            select(CaseParticipation).where(
                CaseParticipation.person_id == term.id,
                or_(
                    CaseParticipation.basis == ParticipationBasis.COORDINATION,
                    and_(  # an intake from outside, which reached them as a coordinator
                        CaseParticipation.basis == ParticipationBasis.INTAKE,
                        CaseParticipation.granted_by_id.is_(None),
                    ),
                ),
                *participations.in_effect_now(),
            )
        ).all()
        now = clock.now()
        for participation in ended:
            participation.ends_at = now
        db.session.flush()
    case_ids = sorted({participation.case_id for participation in ended})
    for case_id in case_ids:
        audit.record(actor, "case.revoke", CASE_SUBJECT, case_id, person=term.id)
    return len(case_ids)


def _running() -> Select[str]:
    running = select(SupportCase.id).where(SupportCase.state.in_(LIVE_CASE_STATES))
    return running.order_by(SupportCase.id)


def _unmanaged() -> Select[str]:
    """Return the SQL query for cases without a manager who could decide.

    As participations.managers(), without whoever proposed the deletion.
    """
    now, today = clock.now(), clock.today()
    managing = (
        select(CaseParticipation.id)
        .join(CouncilPerson, CouncilPerson.id == CaseParticipation.person_id)
        .join(Account, Account.id == CouncilPerson.account_id)
        .where(
            CaseParticipation.case_id == SupportCase.id,
            *participations.managing(),
            func.coalesce(SupportCase.deletion_proposed_by_id, 0) != CouncilPerson.account_id,
            CouncilPerson.pledged_on.is_not(None),
            CouncilPerson.begins_on <= today,
            or_(CouncilPerson.ends_at.is_(None), CouncilPerson.ends_at > now),
            Account.active,
            or_(Account.ends_on.is_(None), Account.ends_on >= today),
        )
    )
    return select(SupportCase.id).where(~managing.exists()).order_by(SupportCase.id)


def _grant_access(
    actor: Viewer, case_id: str, person: CouncilPerson, grants: Grants = GRANTS
) -> bool:
    """Grant the person missing access only; existing write access keeps its own basis."""
    provision = rules.coordination()
    held = {
        participation.section: participation.level
        for participation in participations.live(case_id, person.id)
        if participation.basis is not ParticipationBasis.EMERGENCY
    }
    added = {
        section: level
        for section, level in grants.items()
        if section not in held or (level is Level.WRITE and held[section] is Level.READ)
    }
    if not added or not provision:
        return False
    terms = Terms(PassingOnBasis.COORDINATION, PURPOSE, law=provision)
    by = person.confirmed_by_id or person.account_id
    passing_on_notes.write(actor, case_id, person.id, added, terms, passed_by_id=by)
    participations.add(actor, case_id, person.id, added, ParticipationBasis.COORDINATION)
    audit.record(
        actor,
        "case.coordinate",
        CASE_SUBJECT,
        case_id,
        person=person.id,
        named_by=_name(person.named_by),
        confirmed_by=_name(person.confirmed_by),
    )
    return True


def _name(account: Account | None) -> str:
    return "" if account is None else account.get_full_name()

"""Coordinators take part in every running case while they are designated."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app import clock
from app.errors import NotPermitted
from app.extensions import db
from app.models.cases.case import CaseParticipation, SupportCase
from app.models.common.audit import AuditEntry
from app.models.council.council import CouncilPerson
from app.rules.cases.access import Level, ParticipationBasis, Section
from app.rules.council.council import PLEDGE_VERSION
from app.rules.states.cases.case import CaseState
from app.security.viewer import SYSTEM, Viewer
from app.services.cases import cases, coordination, coordinators, participants, participations
from app.services.cases import handling as case_handling
from app.services.council import namings
from app.services.council import persons as council_persons
from app.tasks.front import timers
from tests import factories
from tests.support.cases import (
    CONSENT,
    add_participant,
    coordinator,
    name_coordinator,
    new_case,
    person,
    rules_in_force,
    see_as,
    viewer_of,
)
from tests.support.desk import LINKS, officer

pytestmark = pytest.mark.both_databases
PAPER = {"pledged_on": date(2024, 4, 1), "version": PLEDGE_VERSION, "name": "s.pdf"}


@pytest.fixture
def case_id(session: Any) -> str:
    """Return the id of a running case of a body other than the coordinating body."""
    return str(new_case(person("鳥取市")).id)


def body_of_coordination() -> Any:
    rules_in_force()
    body = factories.body(factories.founding_member("鳥取県弁護士会"))
    coordinators.designate(SYSTEM, body.id)
    return body


def somebody() -> int:
    """Return the id of an undesignated person of the coordinating body with a signed pledge."""
    body_of_coordination()
    return person("鳥取県弁護士会").id


def actor_of(term_id: int) -> Viewer:
    return viewer_of(db.session.get_one(CouncilPerson, term_id))


def manager_of(case_id: str, but: int) -> Viewer:
    [manager] = [each for each in participations.managers(case_id) if each.id != but]
    return viewer_of(manager)


def name(term_id: int, coordinates: bool = True) -> None:
    if coordinates:
        name_coordinator(term_id)
    else:
        coordinators.end_naming(see_as(officer()), term_id)
        see_as(SYSTEM)


def parts(case_id: str, term_id: int) -> dict[Section, tuple[Level, ParticipationBasis]]:
    return {
        part.section: (part.level, part.basis) for part in participations.live(case_id, term_id)
    }


def coordinating(
    grants: Mapping[Section, Level] = coordination.GRANTS,
) -> dict[Section, tuple[Level, ParticipationBasis]]:
    basis = ParticipationBasis.COORDINATION
    return {section: (level, basis) for section, level in grants.items()}


def test_running_cases_are_open_during_the_designation_only(session: Any, case_id: str) -> None:
    term_id = somebody()
    assert parts(case_id, term_id) == {}
    name(term_id)
    assert parts(case_id, term_id) == coordinating()
    actor = actor_of(term_id)
    assert cases.one(see_as(actor), case_id).id == case_id
    see_as(SYSTEM)
    name(term_id, coordinates=False)
    assert parts(case_id, term_id) == {}
    trail = session.scalars(
        select(AuditEntry.action)
        .where(AuditEntry.subject_id == case_id, AuditEntry.actor_name != actor.name)
        .order_by(AuditEntry.sequence)
    ).all()
    assert trail[-4:] == ["case.pass_on", "case.grant", "case.coordinate", "case.revoke"]
    name(term_id)
    assert parts(case_id, term_id) == coordinating()  # designated again


def test_designating_officer_gains_no_access_to_cases(session: Any, case_id: str) -> None:
    term_id = somebody()
    namings.propose(see_as(officer()), term_id)
    coordinators.confirm(see_as(officer()), term_id, LINKS, CONSENT)
    assert session.scalars(select(SupportCase)).all() == []
    assert session.get(SupportCase, case_id) is None


def sign_on_screen(term_id: int) -> None:
    coordinators.pledge(actor_of(term_id))


def sign_on_paper(term_id: int) -> None:
    coordinators.pledge_on_paper(officer(), term_id, content=b"%PDF-1.4\n%%EOF", **PAPER)


@pytest.mark.parametrize("sign", [sign_on_screen, sign_on_paper])
def test_designation_without_a_pledge_takes_effect_on_signing(
    session: Any, case_id: str, sign: Callable[[int], None]
) -> None:
    body, account = body_of_coordination(), factories.account()
    values = {"account_id": account.id, "body_id": body.id, "begins_on": clock.today()}
    term_id = council_persons.register(officer(), **values).id
    name(term_id)
    assert parts(case_id, term_id) == {}
    sign(term_id)
    assert parts(case_id, term_id) == coordinating()


def test_term_that_begins_later_joins_on_its_first_day(session: Any, case_id: str, at: Any) -> None:
    tomorrow = clock.today() + timedelta(days=1)
    term_id = somebody()
    session.get_one(CouncilPerson, term_id).begins_on = tomorrow
    name(term_id)
    timers.sweep()
    assert parts(case_id, term_id) == {}
    at(tomorrow)
    timers.sweep()
    assert parts(case_id, term_id) == coordinating()
    assert coordination.join_due(SYSTEM) == 0
    with pytest.raises(NotPermitted):
        coordination.join_due(officer())


def test_person_removed_manually_is_not_added_again(session: Any, case_id: str) -> None:
    term_id = somebody()
    name(term_id)
    participants.end(see_as(manager_of(case_id, term_id)), case_id, term_id)
    see_as(SYSTEM)
    assert coordination.join_due(SYSTEM) == 0
    assert parts(case_id, term_id) == {}


def test_existing_write_access_is_kept(session: Any, case_id: str) -> None:
    term_id = somebody()
    case = session.get(SupportCase, case_id)
    term = session.get(CouncilPerson, term_id)
    add_participant(case, term, Section.COURSE, level=Level.WRITE)
    add_participant(case, term, Section.HEALTH)
    name(term_id)
    found = parts(case_id, term_id)
    assert found[Section.COURSE] == (Level.WRITE, ParticipationBasis.SUPPORT)
    assert found[Section.PLAN] == (Level.READ, ParticipationBasis.COORDINATION)
    name(term_id, coordinates=False)
    assert set(parts(case_id, term_id)) == {Section.COURSE, Section.HEALTH}


def over(case_id: str, state: CaseState) -> None:
    case = db.session.get_one(SupportCase, case_id)
    case.state, case.closed_on = state, clock.today()


@pytest.mark.parametrize("state", [CaseState.CLOSED, CaseState.TO_DELETE])
def test_designation_does_not_open_closed_cases(
    session: Any, case_id: str, state: CaseState
) -> None:
    over(case_id, state)
    term_id = somebody()
    name(term_id)
    assert coordination.join_due(SYSTEM) == 0
    assert parts(case_id, term_id) == {}


def gone(manager: CouncilPerson, how: str) -> None:
    match how:
        case "service":
            manager.ends_at = clock.now()
        case "pledge":
            manager.pledged_on = None
        case "account":
            manager.account.active = False
        case "last_day":
            manager.account.ends_on = clock.today() - timedelta(days=1)
        case "part":
            participations.end(SYSTEM, db.session.scalars(select(SupportCase.id)).one(), manager.id)


@pytest.mark.parametrize("how", ["service", "pledge", "account", "last_day", "part"])
def test_closed_case_without_a_manager_passes_to_the_coordinator(
    session: Any, case_id: str, how: str
) -> None:
    term_id = somebody()
    name(term_id)
    over(case_id, CaseState.CLOSED)
    participations.end(SYSTEM, case_id, term_id)
    assert coordination.join_due(SYSTEM) == 0
    for manager in participations.managers(case_id):
        gone(manager, how)
    session.flush()

    assert coordination.join_due(SYSTEM) == 1
    assert parts(case_id, term_id) == coordinating(coordination.MANAGING)
    assert coordination.join_due(SYSTEM) == 0


def test_coordinator_joins_when_a_case_is_reopened(session: Any, case_id: str) -> None:
    over(case_id, CaseState.CLOSED)
    term_id = somebody()
    name(term_id)
    case_handling.reopen(
        see_as(manager_of(case_id, term_id)), case_id, {"reason": "相談が再びあった"}
    )
    see_as(SYSTEM)
    assert parts(case_id, term_id) == coordinating()


def test_new_coordinating_body_joins_on_designation_of_a_person(session: Any, case_id: str) -> None:
    first = coordinator("鳥取県弁護士会")
    coordination.join_running(SYSTEM, first)
    assert parts(case_id, first.id) == coordinating()
    second = person("米子市")
    first_id, second_id = first.id, second.id
    coordinators.designate(officer(), second.body_id)
    assert parts(case_id, first_id) == {} and not first.coordinates
    assert parts(case_id, second_id) == {}
    name(second_id)
    assert (parts(case_id, first_id), parts(case_id, second_id)) == ({}, coordinating())


def test_every_participation_is_kept_with_its_dates(session: Any, case_id: str) -> None:
    term_id = somebody()
    name(term_id)
    name(term_id, coordinates=False)
    kept = session.scalars(
        select(CaseParticipation).where(CaseParticipation.person_id == term_id)
    ).all()
    assert len(kept) == len(coordination.GRANTS) and all(part.ends_at is not None for part in kept)

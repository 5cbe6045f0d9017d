"""A coordinator is named by an officer and confirmed by another person: never by one alone."""

from datetime import timedelta
from typing import Any, NamedTuple

import pytest
from sqlalchemy import select

from app import clock
from app.demonstration.logins import SAMPLE_RULES
from app.errors import NotFound, NotPermitted, RuleViolation, StaleState
from app.extensions import db
from app.models.cases.case import PassingOn, SupportCase
from app.models.common.audit import AuditEntry
from app.models.council.council import CouncilPerson
from app.rules.cases.access import Level, PassingOnBasis, Section
from app.rules.cases.fields import RecordKind
from app.rules.cases.passing_on import Terms
from app.security.viewer import SYSTEM, Role, Viewer
from app.services.cases import cases, coordination, coordinators, participations, passing_on
from app.services.cases import records as case_records
from app.services.council import namings, persons
from app.services.council import rules as council_rules
from app.services.council.namings import Consent
from app.services.front import council_home
from app.tasks.front import timers as sweeps
from tests import factories
from tests.support import council_desk
from tests.support.cases import (
    CONSENT,
    filled,
    letters_to,
    name_coordinator,
    new_case,
    person,
    rules_in_force,
    see_as,
    viewer_of,
)
from tests.support.desk import LINKS, officer

BODY = "鳥取県弁護士会"
OPENED = {Section.COURSE, Section.PLAN, Section.CONFERENCE}
_PARAGRAPH = {"text": "会務", "items": []}
_ARTICLE = {"label": "第1条", "caption": "会務", "anchor": "a1", "paragraphs": [_PARAGRAPH]}
WITHOUT = {"title": "協議会規程", "chapters": [{"articles": [_ARTICLE]}]}


class Room(NamedTuple):
    """A running case, its lead, and a pledged person of the coordinating body."""

    case_id: str
    lead: Viewer
    term_id: int
    person: Viewer


@pytest.fixture
def room(session: Any) -> Room:
    rules_in_force()
    lead = person("鳥取市")
    case = new_case(lead)
    case_records.add(viewer_of(lead), case.id, RecordKind.HEALTH, filled(RecordKind.HEALTH))
    coordinators.designate(SYSTEM, factories.body(factories.founding_member(BODY)).id)
    term = person(BODY)
    found = Room(case.id, viewer_of(lead), term.id, viewer_of(term))
    session.commit()
    return found


def opened(room: Room) -> set[Section]:
    see_as(SYSTEM)
    return {part.section for part in participations.live(room.case_id, room.term_id)}


def test_one_officer_with_a_second_address_opens_no_case(session: Any, room: Room) -> None:
    """An officer invites another address of their own, and gets nowhere alone."""
    alone = officer()
    namings.propose(see_as(alone), room.term_id)
    for consent in (None, CONSENT):
        with pytest.raises(RuleViolation, match="提案した人は承認できません"):
            coordinators.confirm(see_as(alone), room.term_id, LINKS, consent)
    with pytest.raises(
        RuleViolation, match="ほかの職員"
    ):  # the second address serves on the council, and is no officer
        coordinators.confirm(see_as(room.person), room.term_id, LINKS, CONSENT)
    assert opened(room) == set()
    assert coordination.join_due(SYSTEM) == 0
    assert not db.session.get_one(CouncilPerson, room.term_id).coordinates
    see_as(room.person)
    with pytest.raises(NotFound):
        cases.one(room.person, room.case_id)


@pytest.mark.both_databases
def test_second_officer_confirms_with_the_representatives_consent(session: Any, room: Room) -> None:
    namings.propose(see_as(officer()), room.term_id)
    second = officer()
    pdf = b"%PDF-1.7\n%%EOF\n"
    for consent in (None, Consent(" ", "a.pdf", pdf), Consent("代表", "a.txt", "同意".encode())):
        with pytest.raises(RuleViolation, match="確認書"):
            coordinators.confirm(see_as(second), room.term_id, LINKS, consent)
        db.session.rollback()
    coordinators.confirm(see_as(second), room.term_id, LINKS, CONSENT)
    assert opened(room) == OPENED
    term = db.session.get_one(CouncilPerson, room.term_id)
    assert (term.representative, term.confirmed_by_id) == ("代表　花子", second.account_id)
    assert namings.paper(officer(), room.term_id).naming_paper == CONSENT.content


def test_another_coordinator_confirms_and_no_officer(session: Any, room: Room) -> None:
    name_coordinator(room.term_id)
    term = person(BODY)
    term_id, own = term.id, viewer_of(term)
    stranger = viewer_of(person("米子市"))
    namings.propose(see_as(officer()), term_id)
    for actor in (officer(), stranger, own):
        with pytest.raises((NotPermitted, RuleViolation)):
            coordinators.confirm(see_as(actor), term_id, LINKS, CONSENT)
        db.session.rollback()
    assert council_home.waiting(see_as(room.person))["council_namings"] == 1
    coordinators.confirm(room.person, term_id, LINKS)
    see_as(SYSTEM)
    assert db.session.get_one(CouncilPerson, term_id).coordinates
    assert {part.section for part in participations.live(room.case_id, term_id)} == OPENED


def test_nobody_of_the_council_confirms_in_place_of_a_coordinator_who_left(
    session: Any, room: Room
) -> None:
    """One officer registers two addresses of their own, names one, and ends the only coordinator."""
    name_coordinator(room.term_id)
    alone, second = officer(), person(BODY).id
    accomplice = viewer_of(person("米子市"))
    namings.propose(see_as(alone), second)
    coordinators.end_naming(see_as(alone), room.term_id)
    session.commit()
    for actor in (accomplice, alone, officer()):
        with pytest.raises(StaleState, match="指名し直して"):
            coordinators.confirm(see_as(actor), second, LINKS, CONSENT)
        db.session.rollback()
    see_as(SYSTEM)
    assert not db.session.get_one(CouncilPerson, second).coordinates


def test_leads_are_told_and_the_log_says_who_named_and_who_confirmed(
    session: Any, room: Room
) -> None:
    before = letters_to(room.lead)
    first, second = officer(), officer()
    namings.propose(see_as(first), room.term_id)
    assert letters_to(room.lead) == before
    coordinators.confirm(see_as(second), room.term_id, LINKS, CONSENT)
    see_as(SYSTEM)
    assert letters_to(room.lead) == before + 1
    entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "case.coordinate")).one()
    assert entry.subject_id == room.case_id
    assert entry.details == {
        "person": room.term_id,
        "named_by": first.name,
        "confirmed_by": second.name,
    }
    assert council_home.waiting(see_as(room.lead))["council_coordinators"] == 1
    assert council_home.waiting(see_as(room.person))["council_coordinators"] == 0


def test_coordination_is_recorded_as_a_basis_of_its_own_for_each_case(
    session: Any, room: Room
) -> None:
    other_case = new_case(person("米子市")).id
    name_coordinator(room.term_id)
    found = session.scalars(
        select(PassingOn).where(PassingOn.basis == PassingOnBasis.COORDINATION)
    ).all()
    assert {row.case_id for row in found} == {room.case_id, other_case}
    for row in found:
        terms, sections = passing_on.content(row)
        assert terms.law == "鳥取県孤独・孤立対策地域協議会規程（見本）第２条"
        assert set(sections) == OPENED and row.recipient_id == room.term_id
    terms = Terms(PassingOnBasis.COORDINATION, "調整", law="規程")
    grants = {Section.HEALTH: Level.READ}
    with pytest.raises(RuleViolation, match="指名によってのみ"):
        passing_on.pass_on(see_as(room.lead), room.case_id, room.term_id, grants, terms)


def test_what_a_coordinator_may_not_read_needs_a_passing_on(session: Any, room: Room) -> None:
    name_coordinator(room.term_id)
    see_as(room.person)
    assert case_records.of_kind(room.case_id, RecordKind.HEALTH) == []
    terms = Terms(PassingOnBasis.DANGER, "安否の確認", reason="連絡が途絶えている")
    grants = {Section.HEALTH: Level.READ}
    passing_on.pass_on(see_as(room.lead), room.case_id, room.term_id, grants, terms)
    see_as(room.person)
    assert len(case_records.of_kind(room.case_id, RecordKind.HEALTH)) == 1


def test_nobody_coordinates_without_a_provision_in_the_rules(
    session: Any, room: Room, at: Any
) -> None:
    name_coordinator(room.term_id)
    tomorrow = clock.today() + timedelta(days=1)
    council_rules.enter(SYSTEM, WITHOUT, tomorrow, basis="改正")
    assert opened(room) == OPENED
    at(tomorrow)
    sweeps.sweep()
    assert opened(room) == set()
    new_id = new_case(db.session.scalars(select(CouncilPerson)).first()).id
    assert not [part for part in participations.live(new_id) if part.person_id == room.term_id]
    coordinators.end_naming(see_as(officer()), room.term_id)
    with pytest.raises(RuleViolation, match="協議会規程に"):
        namings.propose(see_as(officer()), room.term_id)
    see_as(SYSTEM)
    again = tomorrow + timedelta(days=1)
    council_rules.enter(SYSTEM, SAMPLE_RULES, again, basis="改正")
    at(again)
    assert council_rules.coordination().endswith("第２条")


def test_naming_is_refused_outside_the_coordinating_body_and_twice(
    session: Any, room: Room
) -> None:
    other = person("米子市").id
    with pytest.raises(RuleViolation, match="調整機関の従事者だけ"):
        namings.propose(officer(), other)
    namings.propose(see_as(officer()), room.term_id)
    with pytest.raises(StaleState, match="すでに承認待ち"):
        namings.propose(officer(), room.term_id)
    namings.take_back(officer(), room.term_id)
    with pytest.raises(StaleState):
        coordinators.confirm(officer(), room.term_id, LINKS, CONSENT)
    name_coordinator(room.term_id)
    with pytest.raises(StaleState, match="すでに調整担当"):
        namings.propose(see_as(officer()), room.term_id)
    for role in (Role.EXECUTIVE, Role.GENERAL, Role.ADMINISTRATOR, Role.PUBLIC):
        with pytest.raises(NotPermitted):
            namings.propose(Viewer(1, "x", frozenset({role})), room.term_id)


def test_case_proposed_for_deletion_by_its_only_manager_passes_to_the_coordinators(
    session: Any, room: Room
) -> None:
    name_coordinator(room.term_id)
    case = session.get_one(SupportCase, room.case_id)
    case.deletion_proposed_by_id = room.lead.account_id
    session.flush()
    assert coordination.join_due(SYSTEM) == 1
    assert opened(room) == OPENED | {Section.MANAGEMENT}


def test_struck_entry_loses_its_pending_naming(session: Any, room: Room) -> None:
    term = council_desk.unpledged(BODY)
    namings.propose(officer(), term.id)
    persons.strike(officer(), term.id, "同姓の別人")
    with pytest.raises(StaleState):
        coordinators.confirm(officer(), term.id, LINKS, CONSENT)

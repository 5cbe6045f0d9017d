"""Granting access to a case, its legal basis, and its effect on the guard."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app import clock
from app.errors import NotFound, NotPermitted, RuleViolation, StaleState
from app.models.cases.case import PassingOn
from app.models.common.audit import AuditEntry
from app.models.council.council import CouncilPerson
from app.rules.cases.access import Level, ParticipationBasis, PassingOnBasis, Section
from app.rules.cases.fields import RecordKind, RecordState
from app.rules.cases.passing_on import Terms
from app.security.viewer import SYSTEM
from app.services.cases import cases, coordinators, participants, participations, passing_on
from app.services.cases import records as case_records
from tests.support.cases import (
    add_participant,
    filled,
    new_case,
    person,
    viewer_of,
    work_as,
)
from tests.support.sharing import DANGER, READ_BASICS, Shared, shared


@pytest.fixture
def made(session: Any) -> Shared:
    return shared()


def consent(made: Shared, *bodies: int, **values: Any) -> str:
    said = {**filled(RecordKind.CONSENT), "recipients": list(bodies), "expires_on": None}
    said = said | {"withdrawn_on": None, **values}
    return case_records.write(made.actor, made.case_id, RecordKind.CONSENT, said).id


def by_consent(record_id: str) -> Terms:
    return Terms(PassingOnBasis.CONSENT, "支援のため", source_id=record_id, within_consent=True)


def held(who: CouncilPerson, case_id: str) -> dict[Section, Level]:
    return participations.held(viewer_of(who), case_id)


@pytest.mark.both_databases
def test_access_is_granted_only_with_a_recorded_basis(made: Shared) -> None:
    nothing = Terms(PassingOnBasis.DANGER, "安否の確認")
    with pytest.raises(RuleViolation):
        participants.add_person(made.actor, made.case_id, made.colleague.id, READ_BASICS, nothing)
    assert held(made.colleague, made.case_id) == {}

    participants.add_person(made.actor, made.case_id, made.colleague.id, READ_BASICS, DANGER)

    [passed] = passing_on.log(made.actor, made.case_id)
    assert passing_on.content(passed) == (DANGER, READ_BASICS)
    assert (passed.recipient_id, passed.passed_by_id) == (
        made.colleague.id,
        made.actor.account_id,
    )
    assert "安否".encode() not in passed.content
    assert held(made.colleague, made.case_id) == READ_BASICS


def test_audit_entry_names_only_the_person_and_the_basis(session: Any, made: Shared) -> None:
    participants.add_person(made.actor, made.case_id, made.colleague.id, READ_BASICS, DANGER)
    session.commit()
    entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "case.pass_on")).one()
    assert entry.details == {"person": made.colleague.id, "basis": "danger"}


def test_consent_permits_access_for_the_bodies_it_names(made: Shared) -> None:
    here, elsewhere = made.manager.body_id, made.other.body_id
    with pytest.raises(RuleViolation, match="認めていません"):
        participants.add_person(
            made.actor,
            made.case_id,
            made.colleague.id,
            READ_BASICS,
            by_consent(consent(made, elsewhere)),
        )
    right = consent(made, elsewhere, here)
    participants.add_person(
        made.actor, made.case_id, made.colleague.id, READ_BASICS, by_consent(right)
    )
    assert passing_on.log(made.actor, made.case_id)[0].consent_id == right


def test_consent_of_another_case_is_no_basis(session: Any, made: Shared) -> None:
    other = new_case(made.manager)
    there = made._replace(case_id=other.id)
    record = consent(there, made.manager.body_id)
    with pytest.raises(RuleViolation, match="同意の記録を選んで"):
        participants.add_person(
            made.actor, made.case_id, made.colleague.id, READ_BASICS, by_consent(record)
        )


def test_participants_cannot_grant_more_than_they_read_or_extend_their_own(made: Shared) -> None:
    participants.add_person(
        made.actor,
        made.case_id,
        made.colleague.id,
        {Section.MANAGEMENT: Level.WRITE, Section.BASIC: Level.READ},
        DANGER,
    )
    second = work_as(made.colleague)
    third = person("鳥取県", of=made.manager.body)
    with pytest.raises(RuleViolation, match="閲覧できない区分"):
        participants.add_person(
            second, made.case_id, third.id, {Section.HEALTH: Level.READ}, DANGER
        )
    own = {Section.MANAGEMENT: Level.WRITE, Section.BASIC: Level.READ}
    for wider in (Section.HEALTH, Section.BASIC):
        with pytest.raises(RuleViolation, match="自分の参加"):
            participants.change(
                second, made.case_id, made.colleague.id, own | {wider: Level.WRITE}, DANGER
            )


def test_body_outside_the_case_needs_an_offer_first(made: Shared) -> None:
    with pytest.raises(RuleViolation, match="申し出"):
        participants.add_person(made.actor, made.case_id, made.other.id, READ_BASICS, DANGER)


def test_person_of_the_coordinating_body_needs_no_offer(session: Any, made: Shared) -> None:
    coordinators.designate(SYSTEM, made.other.body_id)
    participants.add_person(made.actor, made.case_id, made.other.id, READ_BASICS, DANGER)
    assert held(made.other, made.case_id) == READ_BASICS


@pytest.mark.parametrize("why", ["no_pledge", "ended", "body_left", "no_such_person"])
def test_only_persons_serving_for_a_current_body_are_admitted(
    session: Any, made: Shared, why: str
) -> None:
    who = made.colleague.id
    match why:
        case "no_pledge":
            made.colleague.pledged_on = None
        case "ended":
            made.colleague.ends_at = clock.now()
        case "body_left":
            made.colleague.body.ends_on = clock.today() - timedelta(days=1)
        case "no_such_person":
            who = 999_999
    session.flush()
    with pytest.raises(RuleViolation, match="従事者"):
        passing_on.pass_on(made.actor, made.case_id, who, READ_BASICS, DANGER)


@pytest.mark.both_databases
def test_participation_is_changed_section_by_section(made: Shared) -> None:
    who = made.colleague.id
    grants = {Section.BASIC: Level.READ, Section.COURSE: Level.READ}
    participants.add_person(made.actor, made.case_id, who, grants, DANGER)
    wanted = {Section.COURSE: Level.WRITE, Section.PLAN: Level.READ}
    with pytest.raises(RuleViolation, match="根拠"):
        participants.change(made.actor, made.case_id, who, wanted, None)
    participants.change(made.actor, made.case_id, who, wanted, DANGER)

    assert held(made.colleague, made.case_id) == wanted
    assert passing_on.content(passing_on.log(made.actor, made.case_id)[0])[1] == {
        Section.PLAN: Level.READ
    }
    times = [
        (part.section, part.level, part.ends_at is None)
        for part in participants.history(made.case_id)
        if part.person_id == who
    ]
    assert sorted(times) == sorted(
        [
            (Section.BASIC, Level.READ, False),
            (Section.COURSE, Level.READ, False),
            (Section.COURSE, Level.WRITE, True),
            (Section.PLAN, Level.READ, True),
        ]
    )


def test_reduced_access_needs_no_basis(made: Shared) -> None:
    who = made.colleague.id
    grants = {Section.BASIC: Level.WRITE, Section.COURSE: Level.READ}
    participants.add_person(made.actor, made.case_id, who, grants, DANGER)
    participants.change(made.actor, made.case_id, who, READ_BASICS, None)
    assert held(made.colleague, made.case_id) == READ_BASICS
    assert len(passing_on.log(made.actor, made.case_id)) == 1


def test_participation_ends_immediately_and_only_once(session: Any, made: Shared) -> None:
    who = made.colleague.id
    participants.add_person(made.actor, made.case_id, who, READ_BASICS, DANGER)
    participants.end(made.actor, made.case_id, who)
    with pytest.raises(StaleState):
        participants.end(made.actor, made.case_id, who)
    with pytest.raises(StaleState):
        participants.change(made.actor, made.case_id, who, READ_BASICS, DANGER)
    reader = work_as(made.colleague)
    with pytest.raises(NotFound):
        cases.one(reader, made.case_id)


def test_last_case_manager_cannot_be_removed(made: Shared) -> None:
    own = made.manager.id
    with pytest.raises(RuleViolation, match="管理する人"):
        participants.end(made.actor, made.case_id, own)
    with pytest.raises(RuleViolation, match="管理する人"):
        participants.change(made.actor, made.case_id, own, READ_BASICS, None)
    grants = {Section.MANAGEMENT: Level.WRITE}
    participants.add_person(made.actor, made.case_id, made.colleague.id, grants, DANGER)
    made.colleague.account.active = False
    with pytest.raises(RuleViolation, match="管理する人"):
        participants.end(made.actor, made.case_id, own)
    made.colleague.account.active, made.colleague.ends_at = True, clock.now()
    with pytest.raises(RuleViolation, match="管理する人"):
        participants.end(made.actor, made.case_id, own)


@pytest.mark.both_databases
def test_non_manager_cannot_grant_access_or_read_reasons(session: Any, made: Shared) -> None:
    everything = dict.fromkeys(set(Section) - {Section.MANAGEMENT}, Level.WRITE)
    participants.add_person(made.actor, made.case_id, made.colleague.id, everything, DANGER)
    third = person("鳥取県", of=made.manager.body)
    reader = work_as(made.colleague)
    with pytest.raises(NotPermitted):
        participants.add_person(reader, made.case_id, third.id, READ_BASICS, DANGER)
    with pytest.raises(NotPermitted):
        participants.end(reader, made.case_id, made.manager.id)
    with pytest.raises(NotPermitted):
        passing_on.log(reader, made.case_id)
    stranger = work_as(made.other)
    with pytest.raises(NotFound):
        participants.add_person(stranger, made.case_id, third.id, READ_BASICS, DANGER)
    assert session.scalars(select(PassingOn)).all() == []


@pytest.mark.both_databases
def test_readers_based_on_a_withdrawn_consent_are_listed(made: Shared) -> None:
    first, second = consent(made, made.manager.body_id), consent(made, made.manager.body_id)
    who = made.colleague.id
    grants = {Section.BASIC: Level.READ, Section.HEALTH: Level.READ}
    participants.add_person(made.actor, made.case_id, who, grants, by_consent(first))
    more = grants | {Section.PLAN: Level.READ}
    participants.change(made.actor, made.case_id, who, more, by_consent(second))
    assert participants.without_valid_consent(made.actor, made.case_id) == []

    record = case_records.one(made.actor, first)
    case_records.change(
        made.actor,
        first,
        case_records.content(record) | {"withdrawn_on": clock.today().isoformat()},
        version=record.version,
        state=RecordState.WITHDRAWN,
    )

    [left] = participants.without_valid_consent(made.actor, made.case_id)
    assert (left.person.id, left.consent.id) == (who, first)
    assert set(left.sections) == {Section.BASIC, Section.HEALTH}
    participants.end(made.actor, made.case_id, who)
    assert participants.without_valid_consent(made.actor, made.case_id) == []


def test_temporary_participation_does_not_end_a_permanent_one(made: Shared) -> None:
    until = clock.now() + timedelta(hours=1)
    add_participant(cases.one(made.actor, made.case_id), made.colleague, Section.BASIC)
    participations.add(
        made.actor,
        made.case_id,
        made.colleague.id,
        {Section.HEALTH: Level.READ},
        ParticipationBasis.EMERGENCY,
        until=until,
    )
    assert participants.steady(made.case_id, made.colleague.id).keys() == {Section.BASIC}
    assert held(made.colleague, made.case_id).keys() == {Section.BASIC, Section.HEALTH}


def test_manager_may_grant_access_to_sections_they_only_read(session: Any) -> None:
    manager = person("米子市")
    case = new_case(person("鳥取市"))
    add_participant(case, manager, Section.HEALTH)
    add_participant(case, manager, Section.MANAGEMENT, level=Level.WRITE)
    actor = work_as(manager)
    further = person("鳥取市")
    participants.add_person(actor, case.id, further.id, {Section.HEALTH: Level.WRITE}, DANGER)
    assert held(further, case.id) == {Section.HEALTH: Level.WRITE}

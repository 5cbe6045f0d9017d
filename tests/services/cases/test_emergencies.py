"""Emergency access: all sections, four hours, notified at once, reviewed by another person."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app.errors import NotFound, NotPermitted, RuleViolation, StaleState
from app.models.cases.record import CaseRecord
from app.models.post.outbox import OutboxMessage
from app.rules.cases.access import Level, PassingOnBasis, Section
from app.rules.cases.fields import RecordKind
from app.rules.cases.passing_on import Terms
from app.rules.states.cases.case import CaseState
from app.services.cases import cases, emergencies, participants, participations, passing_on
from app.services.cases import offers as case_offers
from app.services.cases import records as case_records
from tests.support.canaries import CANARY, encodings_found
from tests.support.cases import (
    add_participant,
    coordinator,
    filled,
    person,
    see_as,
    viewer_of,
    work_as,
)
from tests.support.sharing import LINKS, Shared, shared

NOON = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)
REASON = f"自宅で倒れているおそれがある（{CANARY}）"


@pytest.fixture
def made(session: Any, at: Any) -> Shared:
    at(NOON)
    return shared()


def taken(made: Shared, **values: Any) -> str:
    given = {"term_id": made.other.id, "alias": made.alias, "reason": REASON, **values}
    return emergencies.begin(work_as(made.other), links=LINKS, **given).id


@pytest.mark.both_databases
def test_every_section_is_readable_for_four_hours(session: Any, made: Shared, at: Any) -> None:
    case_records.write(made.actor, made.case_id, RecordKind.HEALTH, filled(RecordKind.HEALTH))
    assert taken(made) == made.case_id
    who, case_id = viewer_of(made.other), made.case_id
    assert participations.held(who, case_id) == dict.fromkeys(Section, Level.READ)
    see_as(who)

    at(NOON + timedelta(hours=4) - timedelta(microseconds=1))
    assert cases.one(who, case_id).id == case_id
    [record] = session.scalars(select(CaseRecord)).all()
    with pytest.raises(NotPermitted):
        case_records.change(who, record.id, {}, version=1)
    session.rollback()

    at(NOON + timedelta(hours=4))
    see_as(who)
    with pytest.raises(NotFound):
        cases.one(who, case_id)
    assert session.scalars(select(CaseRecord)).all() == []


def test_alias_is_accepted_as_entered_on_a_japanese_keyboard(made: Shared) -> None:
    wide = made.alias.lower().translate({each: each + 0xFEE0 for each in range(0x21, 0x7F)})
    assert taken(made, alias=wide) == made.case_id


def test_emergency_access_is_logged_with_basis_and_reason(made: Shared) -> None:
    taken(made)
    work_as(made.manager)
    [passed] = passing_on.log(made.actor, made.case_id)
    assert (passed.basis, passed.recipient_id) == (PassingOnBasis.DANGER, made.other.id)
    [access] = emergencies.of_case(made.actor, made.case_id)
    assert emergencies.said(access) == {"reason": REASON, "note": ""}
    assert access.until - access.opened_at == timedelta(hours=4)
    assert [part.person_id for part in emergencies.running(made.case_id)] == [made.other.id]


def test_coordinators_and_participants_are_notified_without_case_content(
    session: Any, made: Shared
) -> None:
    add_participant(cases.one(made.actor, made.case_id), made.colleague, Section.BASIC)
    later = coordinator()  # designated after the intake: does not take part in this case
    taken(made)
    letters = session.scalars(select(OutboxMessage)).all()
    assert sorted(letter.recipient for letter in letters) == sorted(
        each.account.email for each in (made.manager, made.colleague, later)
    )
    assert len({letter.dedupe_key for letter in letters}) == len(
        letters
    )  # no common key links them
    for letter in letters:
        told = f"{letter.subject}{letter.body}{letter.letter}{letter.dedupe_key}"
        assert not encodings_found(told.encode())
        assert made.alias not in told
        assert made.case_id not in told


@pytest.mark.parametrize("alias", ["K-XXXXXX", "", "%", "spaced", "bare"])
def test_unknown_alias_is_refused_with_the_standard_message(made: Shared, alias: str) -> None:
    typed = {"spaced": made.alias.replace("-", " "), "bare": made.alias.replace("-", "")}.get(
        alias, alias
    )
    with pytest.raises(RuleViolation) as unknown:
        taken(made, alias=typed)
    assert unknown.value.message == emergencies.REFUSED


@pytest.mark.parametrize("why", ["to_delete", "reads_all", "twice"])
def test_case_that_cannot_be_opened_is_refused_like_an_unknown_one(made: Shared, why: str) -> None:
    case = cases.one(made.actor, made.case_id)
    match why:
        case "to_delete":
            case.state = CaseState.TO_DELETE
        case "reads_all":
            add_participant(case, made.other)
        case "twice":
            taken(made)
    with pytest.raises(RuleViolation) as refused:
        taken(made)
    assert refused.value.message == emergencies.REFUSED


def test_access_for_another_person_or_without_a_pledge_is_refused(made: Shared) -> None:
    with pytest.raises(NotPermitted):
        taken(made, term_id=made.colleague.id)
    made.other.pledged_on = None
    with pytest.raises(NotPermitted):
        taken(made)


def test_permanent_access_is_not_shortened(made: Shared, at: Any) -> None:
    case = cases.one(made.actor, made.case_id)
    add_participant(case, made.other, Section.COURSE, level=Level.WRITE)
    taken(made)
    who = viewer_of(made.other)
    assert participations.held(who, made.case_id)[Section.COURSE] is Level.WRITE
    at(NOON + timedelta(hours=4))
    assert participations.held(who, made.case_id) == {Section.COURSE: Level.WRITE}


def test_emergency_access_can_be_ended_early(made: Shared) -> None:
    taken(made)
    work_as(made.manager)
    participants.end(made.actor, made.case_id, made.other.id)
    assert emergencies.running(made.case_id) == []
    assert participations.held(viewer_of(made.other), made.case_id) == {}


def test_access_is_reviewed_once_and_by_another_person(session: Any, made: Shared) -> None:
    taken(made)
    work_as(made.manager)
    [(access, alias)] = emergencies.to_review(made.actor)
    assert alias == made.alias
    found = {"was_justified": False, "note": "急を要しなかった"}
    add_participant(cases.one(made.actor, made.case_id), made.other, level=Level.WRITE)
    looked = work_as(made.other)
    assert emergencies.to_review(looked) == []
    with pytest.raises(RuleViolation, match="本人"):
        emergencies.review(looked, made.case_id, access.id, **found)

    work_as(made.manager)
    with pytest.raises(RuleViolation, match="結果"):
        emergencies.review(made.actor, made.case_id, access.id, was_justified=True, note=" ")
    emergencies.review(made.actor, made.case_id, access.id, **found)
    assert emergencies.to_review(made.actor) == []
    assert (access.was_justified, emergencies.said(access)["note"]) == (False, "急を要しなかった")
    with pytest.raises(StaleState):
        emergencies.review(made.actor, made.case_id, access.id, **found)


def test_emergency_access_cannot_be_passed_on(session: Any, made: Shared) -> None:
    case = cases.one(made.actor, made.case_id)
    add_participant(case, made.other, Section.MANAGEMENT, level=Level.WRITE)
    taken(made)
    looking, third = viewer_of(made.other), person("米子市")
    assert Section.HEALTH in participations.held(looking, made.case_id)
    terms = Terms(PassingOnBasis.DANGER, "確認", reason="危険")
    with pytest.raises(RuleViolation, match="自分が閲覧できない区分"):
        passing_on.pass_on(looking, made.case_id, third.id, {Section.HEALTH: Level.WRITE}, terms)
    with pytest.raises(RuleViolation, match="自分が閲覧できない区分"):
        case_offers.offer_lead(
            looking, made.case_id, third.id, message="", terms=terms, links=LINKS
        )

"""A withdrawn consent: what rests on it is asked about, counted and reminded of until settled."""

from datetime import timedelta
from typing import Any, NamedTuple

import pytest

from app import clock
from app.errors import RuleViolation, StaleState
from app.rules.cases.access import Level, ParticipationBasis, Section
from app.rules.cases.fields import RecordKind, RecordState
from app.security.viewer import SYSTEM, Viewer
from app.services.cases import answers, consents, offer_answers, participations, received_requests
from app.services.cases import offers as case_offers
from app.services.cases import records as case_records
from app.services.cases import requests as case_requests
from app.services.front import council_home
from app.tasks.front import timers as sweeps
from tests.support import sharing
from tests.support.cases import add_participant, letters_to, new_case, person, see_as, viewer_of
from tests.support.sharing import DANGER, LINKS

pytestmark = pytest.mark.both_databases


class Room(NamedTuple):
    """A case, its manager, and a person who reads it by consent."""

    case_id: str
    manager: Viewer
    other_id: int
    other: Viewer


@pytest.fixture
def room(session: Any) -> Room:
    manager = person("鳥取県")
    case = new_case(manager)
    _consent, other = sharing.by_consent(case.id, manager)
    add_participant(case, other, Section.CONFERENCE)
    session.commit()
    sharing.withdraw_consent(case.id, manager)
    found = Room(case.id, viewer_of(manager), other.id, viewer_of(other))
    session.commit()
    see_as(found.manager)
    return found


def sections(room: Room) -> set[Section]:
    return {part.section for part in participations.live(room.case_id, room.other_id)}


def test_state_of_a_consent_follows_from_its_withdrawal(session: Any, room: Room) -> None:
    [record] = case_records.of_kind(room.case_id, RecordKind.CONSENT)
    assert record.state is RecordState.WITHDRAWN
    values = case_records.content(record) | {"withdrawn_on": None}
    case_records.change(room.manager, record.id, values, version=record.version)
    assert record.state is RecordState.CURRENT
    assert consents.unsettled(room.manager, room.case_id) == []
    tomorrow = (clock.today() + timedelta(days=1)).isoformat()
    with pytest.raises(RuleViolation, match="今日までの日"):
        values = values | {"withdrawn_on": tomorrow}
        case_records.change(room.manager, record.id, values, version=record.version)


def test_manager_ends_what_rests_on_it_and_no_more(session: Any, room: Room) -> None:
    [lapsed] = consents.unsettled(room.manager, room.case_id)
    assert set(lapsed.sections) == {Section.COURSE, Section.PLAN}
    assert council_home.waiting(room.manager)["council_consents"] == 1
    consents.end(room.manager, room.case_id, room.other_id)
    assert sections(room) == {Section.CONFERENCE}
    assert council_home.waiting(room.manager)["council_consents"] == 0
    with pytest.raises(StaleState, match="すでに見直され"):
        consents.end(room.manager, room.case_id, room.other_id)


def test_manager_names_another_basis_for_the_same_sections(session: Any, room: Room) -> None:
    consents.found_anew(room.manager, room.case_id, room.other_id, DANGER)
    held = {
        part.section: (part.level, part.basis)
        for part in participations.live(room.case_id, room.other_id)
    }
    basis = ParticipationBasis.SUPPORT
    assert held[Section.COURSE] == (Level.READ, basis)
    assert held[Section.PLAN] == (Level.WRITE, basis)
    assert consents.cases_to_settle(room.manager) == []


def test_only_the_manager_is_asked(session: Any, room: Room) -> None:
    see_as(room.other)
    assert consents.unsettled(room.other, room.case_id) == []
    assert council_home.waiting(room.other)["council_consents"] == 0


def test_managers_are_told_at_once_and_weekly_until_it_is_settled(
    session: Any, room: Room, at: Any
) -> None:
    see_as(SYSTEM)
    day = clock.today()
    sweeps.sweep()
    assert letters_to(room.manager) == 1
    for after, letters in ((1, 1), (7, 2)):
        at(day + timedelta(days=after))
        sweeps.sweep()
        assert letters_to(room.manager) == letters
    consents.end(see_as(room.manager), room.case_id, room.other_id)
    see_as(SYSTEM)
    at(day + timedelta(days=14))
    sweeps.sweep()
    assert letters_to(room.manager) == 2


def test_asker_is_told_of_a_refused_request_and_a_declined_offer(
    session: Any, room: Room, at: Any
) -> None:
    see_as(SYSTEM)
    stranger = person("米子市")
    stranger_id, viewer = stranger.id, viewer_of(stranger)
    actor = see_as(room.manager)
    row = case_requests.draft(actor, room.case_id, stranger_id, sharing.a_request())
    case_requests.send(actor, room.case_id, row.id, LINKS)
    offer = case_offers.invite(
        actor,
        room.case_id,
        stranger_id,
        message="お願いします",
        grants={Section.COURSE: Level.READ},
        terms=DANGER,
        links=LINKS,
    )
    row_id, offer_id, before = row.id, offer.id, letters_to(room.manager)
    received_requests.refuse(see_as(viewer), row_id, "記録がない", LINKS)
    offer_answers.refuse(viewer, offer_id, "", LINKS)
    assert letters_to(room.manager) == before + 2
    waiting = council_home.waiting(see_as(room.manager))
    assert (waiting["council_refused"], waiting["council_declined"]) == (1, 1)
    refused, declined = answers.not_taken_up(room.manager)
    assert [each[0].id for each in (*refused, *declined)] == [row_id, offer_id]
    assert answers.not_taken_up(see_as(room.other)) == ([], [])
    at(clock.today() + answers.LATELY + timedelta(days=2))
    assert answers.not_taken_up(see_as(room.manager)) == ([], [])


def test_participant_who_asked_to_leave_is_told_that_it_was_declined(
    session: Any, room: Room
) -> None:
    [manager] = participations.managers(room.case_id)
    manager_id = manager.id
    actor = see_as(room.other)
    wish = case_offers.wish_to_leave(actor, room.case_id, manager_id, message="", links=LINKS)
    wish_id = wish.id
    offer_answers.refuse(see_as(room.manager), wish_id, "", LINKS)
    assert council_home.waiting(see_as(room.other))["council_declined"] == 1

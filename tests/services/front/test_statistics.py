"""Statistics of the platform."""

from datetime import date
from typing import Any

import pytest

from app.errors import NotPermitted
from app.rules.membership.membership import EndCause
from app.rules.states.admission.application import ApplicationState
from app.rules.states.post.outbox import OutboxState
from app.security.viewer import PUBLIC, SYSTEM
from app.services.front import statistics
from app.services.membership import memberships
from tests import factories


@pytest.mark.both_databases
def test_members_are_counted_at_the_end_of_each_month(session: Any, at: Any) -> None:
    at(date(2026, 6, 15))
    stayed = factories.member(since=date(2025, 8, 31))
    left = factories.member(since=date(2025, 10, 2))
    memberships.end(SYSTEM, left, EndCause.WITHDRAWAL, on=date(2026, 1, 1))
    growth = statistics.growth(SYSTEM)

    assert growth.days[0] == date(2025, 7, 1)
    assert growth.days[-2:] == [date(2026, 6, 1), date(2026, 6, 15)]
    assert set(growth.executives) == {34}
    assert list(growth.general) == [0, 0, 1, 1, 2, 2, 1, 1, 1, 1, 1, 1, 1]
    assert stayed.standing == "general"


@pytest.mark.both_databases
def test_every_municipality_is_listed_even_without_a_member(session: Any) -> None:
    counts = dict(statistics.municipalities(SYSTEM))

    outside = counts.pop("県外")
    assert (len(counts), set(counts.values()), outside) == (19, {1}, 0)
    factories.member(municipality_code="312029")
    assert dict(statistics.municipalities(SYSTEM))["米子市"] == 2


@pytest.mark.both_databases
def test_applications_are_counted_by_state_in_process_order(session: Any) -> None:
    for state in (ApplicationState.REFUSED, ApplicationState.RECEIVED, ApplicationState.REFUSED):
        factories.application(state)

    assert statistics.applications(SYSTEM) == [
        (ApplicationState.RECEIVED, 1),
        (ApplicationState.REFUSED, 2),
    ]


@pytest.mark.both_databases
def test_members_are_counted_by_time_since_the_last_contact(session: Any, at: Any) -> None:
    at(date(2026, 6, 15))
    before = statistics.silence(SYSTEM)
    for last in (
        date(2026, 6, 1),
        date(2025, 9, 15),
        date(2025, 7, 16),
        date(2025, 7, 15),
        date(2025, 6, 15),
        date(2024, 1, 1),
    ):
        factories.member().last_contact_on = last
    counts = [now - then for now, then in zip(statistics.silence(SYSTEM), before, strict=True)]

    assert counts == [1, 2, 1, 2]


@pytest.mark.both_databases
def test_letters_of_thirty_days_are_counted_by_state(session: Any, at: Any) -> None:
    at(date(2026, 5, 1))
    factories.letter()
    at(date(2026, 6, 15))
    factories.letter().state = OutboxState.FAILED
    factories.letter()
    session.flush()

    assert statistics.letters(SYSTEM) == [(OutboxState.PENDING, 1), (OutboxState.FAILED, 1)]


@pytest.mark.parametrize(
    "verb",
    [
        statistics.growth,
        statistics.applications,
        statistics.municipalities,
        statistics.silence,
        statistics.letters,
    ],
)
def test_statistics_are_for_the_secretariat_only(session: Any, verb: Any) -> None:
    with pytest.raises(NotPermitted):
        verb(PUBLIC)

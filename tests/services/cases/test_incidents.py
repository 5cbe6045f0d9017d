"""The register of incidents: entered, reported in time, closed when every duty is fulfilled."""

from datetime import date, timedelta
from typing import Any

import pytest

from app import clock
from app.errors import NotPermitted, RuleViolation, StaleState
from app.rules.cases.incident import Duty, Periods
from app.security.viewer import Role, Viewer
from app.services.cases import incidents
from tests.support.cases import person, see_as, viewer_of
from tests.support.desk import officer
from tests.support.incidents import values

pytestmark = pytest.mark.both_databases
PERIODS = Periods(5, 30, 60)


def test_overdue_duty_is_counted_until_it_is_done(session: Any) -> None:
    desk = officer()
    incident = incidents.enter(desk, values())
    assert incidents.late(desk, PERIODS) == (1, 1)
    incidents.change(desk, incident.id, values(first_report_on=clock.today()))
    assert incidents.late(desk, PERIODS) == (1, 0)
    assert [each.duty for each in incidents.due(incident, PERIODS)] == list(Duty)


def test_final_report_is_due_on_a_day_when_offices_are_open(session: Any) -> None:
    noticed_at = clock.at_start_of(date(2025, 12, 1))
    incident = incidents.enter(officer(), values(noticed_at=noticed_at))
    first, final, _telling = incidents.due(incident, PERIODS)
    assert (first.due_on, final.due_on) == (date(2025, 12, 5), date(2026, 1, 5))


def test_incident_is_closed_when_every_duty_is_fulfilled(session: Any) -> None:
    desk, today = officer(), clock.today()
    incident = incidents.enter(desk, values())
    with pytest.raises(RuleViolation) as refusal:
        incidents.close(desk, incident.id)
    for words in (*(duty.label for duty in Duty), "再発防止"):
        assert words in refusal.value.message
    done = {duty.value: today for duty in Duty} | {"measures": "宛名を二人で確かめる"}
    incidents.change(desk, incident.id, values(**done))
    assert incidents.close(desk, incident.id).closed_on == today
    assert incidents.late(desk, PERIODS) == (0, 0)
    for verb, arguments in ((incidents.close, ()), (incidents.change, (values(),))):
        with pytest.raises(StaleState):
            verb(desk, incident.id, *arguments)  # type: ignore[operator]


def test_no_notification_is_needed_if_no_persons_are_affected(session: Any) -> None:
    desk, today = officer(), clock.today()
    done = {"first_report_on": today, "final_report_on": today, "measures": "施錠", "persons": 0}
    incident = incidents.enter(desk, values(**done))
    assert incidents.close(desk, incident.id).told_persons_on is None


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"summary": " "}, "概要"),
        ({"noticed_at": clock.now() + timedelta(days=9000)}, "知った日時"),
        ({"first_report_on": clock.today() + timedelta(days=9000)}, "報告・通知の日"),
        ({"final_report_on": clock.today() - timedelta(days=11)}, "報告・通知の日"),
    ],
)
def test_impossible_values_are_refused(session: Any, changed: dict[str, Any], words: str) -> None:
    with pytest.raises(RuleViolation, match=words):
        incidents.enter(officer(), values(**changed))


def test_only_the_secretariat_and_the_council_access_the_register(session: Any) -> None:
    council = see_as(viewer_of(person()))
    incident = incidents.enter(council, values())
    assert incidents.one(council, incident.id) is incident
    for role in (Role.PUBLIC, Role.GENERAL, Role.EXECUTIVE, Role.ADMINISTRATOR):
        with pytest.raises(NotPermitted):
            incidents.every(Viewer(1, "x", frozenset({role}), 1))


@pytest.mark.parametrize("field", ["summary", "course", "measures"])
def test_register_contains_no_alias_of_a_case(session: Any, field: str) -> None:
    with pytest.raises(RuleViolation, match="ケースの符号"):
        incidents.enter(officer(), values(**{field: "Ｋ-７H2MPXの書類を誤送した"}))

"""Meetings at random against a second reading of the by-laws: the short form of tests/soak."""

from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.support.meeting_machine import MeetingMachine, World

SHORT = settings(
    max_examples=30,
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


def test_meetings_go_as_the_second_reading_says(session: Any) -> None:
    world = World()
    run_state_machine_as_test(lambda: MeetingMachine(world), settings=SHORT)

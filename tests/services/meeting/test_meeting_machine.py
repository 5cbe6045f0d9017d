"""Random meetings compared with the independent implementation; the short form of tests/soak."""

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


def test_random_meetings_agree_with_the_oracle(session: Any) -> None:
    world = World()
    run_state_machine_as_test(lambda: MeetingMachine(world), settings=SHORT)

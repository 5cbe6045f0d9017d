"""Thousands of random meetings, compared with an independent implementation of the by-laws.

    make soak ARGS="tests/soak/test_meeting_machine.py"

SEQUENCES sets their number (3000, a quarter of an hour of processor time; on a busy machine
1000 took half an hour). A failing sequence is minimised and shown.
"""

import os
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.support.meeting_machine import MeetingMachine, World

LONG = settings(
    max_examples=int(os.environ.get("SEQUENCES", "3000")),
    stateful_step_count=40,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.timeout(0)
def test_random_meetings_agree_with_the_oracle(session: Any) -> None:
    world = World()
    run_state_machine_as_test(lambda: MeetingMachine(world), settings=LONG)

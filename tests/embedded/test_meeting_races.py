"""A meeting through two web processes: the short form of tests/soak/test_meeting_races.py."""

import random
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from app.services.common import trail
from app.services.meeting import resolution_records
from tests.support.contested import Contest, Crowd
from tests.support.web_processes import two_web_processes

CLIENTS, CLOSES = 16, 50


@pytest.mark.both_databases
def test_concurrent_votes_and_closes_are_consistent(
    app: Flask, session: Any, tmp_path: Path
) -> None:
    """Votes during the close; 50 concurrent closes; principal and agent at once; a killed process."""
    with two_web_processes(app, tmp_path) as webs:
        contest = Contest(Crowd(app, webs, CLIENTS), 2)
        late = [
            contest.votes_against_the_close(item_id, random.Random(place), kills=place == 1)
            for place, item_id in enumerate(contest.rounds)
        ]
        contest.many_close_at_once(CLOSES)
        contest.killed_between_commit_and_answer()
        contest.principal_and_agent_at_once()
    assert sum(late), "some votes came after the close"
    assert list(resolution_records.verify()) == []
    assert list(trail.verify()) == []

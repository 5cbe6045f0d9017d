"""Hundreds of rounds of votes during the close, from 64 clients through two web processes.

    make soak ARGS="tests/soak/test_meeting_races.py"

Each round also kills one of the processes. Each meeting of twenty rounds ends with 50
concurrent closes, processes killed at their commit, and ten principals voting at once with
their agents. ROUNDS sets the number of rounds (500; on a busy machine with two processors some
8 seconds each on SQLite and 16 on PostgreSQL).
"""

import os
import random
import time
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from app.services.common import trail
from app.services.meeting import resolution_records
from tests.support.contested import Contest, Crowd
from tests.support.web_processes import two_web_processes

ROUNDS = int(os.environ.get("ROUNDS", "500"))
CLIENTS, CLOSES, A_MEETING = 64, 50, 20


@pytest.mark.both_databases
@pytest.mark.timeout(0)
def test_stored_votes_are_counted_and_none_follow_the_close(
    app: Flask, session: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Print the number of rounds and of late ballots."""
    late, begun = 0, time.monotonic()
    with two_web_processes(app, tmp_path) as webs:
        crowd = Crowd(app, webs, CLIENTS)
        for first in range(0, ROUNDS, A_MEETING):
            contest = Contest(crowd, min(A_MEETING, ROUNDS - first))
            for place, item_id in enumerate(contest.rounds):
                dice = random.Random(first + place)
                late += contest.votes_against_the_close(item_id, dice, kills=True)
            contest.many_close_at_once(CLOSES)
            contest.killed_between_commit_and_answer()
            contest.principal_and_agent_at_once()
            with capsys.disabled():
                passed = time.monotonic() - begun
                print(f"\n{first + place + 1} rounds, {late} ballots too late, {passed:.0f} s")
    assert 0 < late < 2 * CLIENTS * ROUNDS
    assert list(resolution_records.verify()) == []
    assert list(trail.verify()) == []

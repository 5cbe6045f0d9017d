"""Hundreds of rounds of votes and changes against several closes, on both databases.

    make soak ARGS="tests/soak/test_closing_race.py"

ROUNDS says how many (500).
"""

import os
from typing import Any

import pytest
from flask import Flask

from app.services import resolution_records
from tests.support.closing_race import ClosingRace

ROUNDS = int(os.environ.get("ROUNDS", "500"))


@pytest.mark.both_databases
@pytest.mark.timeout(0)
def test_stored_is_counted_and_nothing_comes_after_the_close(app: Flask, session: Any) -> None:
    race, counted, late = ClosingRace(), 0, 0
    for seed in range(ROUNDS):
        stored, refused = race.round(app, seed)
        counted, late = counted + stored, late + refused
    print(f"{ROUNDS} rounds: {counted} votes counted, {late} too late")
    assert counted and late
    assert list(resolution_records.verify()) == []

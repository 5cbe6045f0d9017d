"""64 registrations for ten seats through two web processes, round after round, with cancellations.

    make soak ARGS="tests/soak/test_event_races.py"

ROUNDS sets the number of rounds (20).
"""

import os
import random
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, select

from app.models.accounts.user import RateLimit
from app.models.events.registration import EventRegistration
from app.rules.states.events.event import HOLDING, SeatState
from tests.support.event_rush import rush, visitor
from tests.support.events import published, token
from tests.support.web_processes import two_web_processes
from tests.support.windows import at_once

ROUNDS = int(os.environ.get("ROUNDS", "20"))
PEOPLE, SEATS = 64, 10


@pytest.mark.both_databases
@pytest.mark.timeout(0)
def test_seats_and_offers_never_exceed_the_capacity(
    app: Flask, session: Any, tmp_path: Path
) -> None:
    dice = random.Random(1)
    with two_web_processes(app, tmp_path) as webs:
        for _ in range(ROUNDS):
            session.execute(delete(RateLimit))
            event = published(capacity=SEATS)
            event_id, public_id = event.id, event.public_id
            session.commit()
            assert set(rush(webs, public_id, PEOPLE)) == {303}
            mine = select(EventRegistration).where(EventRegistration.event_id == event_id)
            found = session.scalars(mine.order_by(EventRegistration.id)).all()
            states = Counter(row.state for row in found)
            assert states == {SeatState.REGISTERED: SEATS, SeatState.WAITING: PEOPLE - SEATS}
            leaving = [row for row in found if row.state is SeatState.REGISTERED]
            leaving = dice.sample(leaving, 6)
            paths = [f"/registrations/{token(row)}" for row in leaving]
            session.commit()
            gone = [(webs[n % 2], visitor(webs[n % 2], path), path) for n, path in enumerate(paths)]
            at_once([lambda g=g: g[1].post(g[0], f"{g[2]}/cancel") for g in gone])
            session.expire_all()
            states = Counter(row.state for row in session.scalars(mine))
            assert states[SeatState.CANCELLED] == states[SeatState.OFFERED] == len(leaving)
            assert sum(states[state] for state in HOLDING) == SEATS

"""Registrations through two web processes: the short form of tests/soak/test_event_races.py."""

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.models.events.registration import EventRegistration
from app.rules.states.events.event import SeatState
from tests.support.event_rush import rush
from tests.support.events import letters, published
from tests.support.web_processes import two_web_processes

PEOPLE, SEATS = 16, 5


@pytest.mark.both_databases
def test_no_seat_is_given_twice(app: Flask, session: Any, tmp_path: Path) -> None:
    public_id = published(capacity=SEATS).public_id
    session.commit()
    with two_web_processes(app, tmp_path) as webs:
        assert set(rush(webs, public_id, PEOPLE)) == {303}
    session.expire_all()
    states = Counter(session.scalars(select(EventRegistration.state)))
    assert states == {SeatState.REGISTERED: SEATS, SeatState.WAITING: PEOPLE - SEATS}
    assert len(letters("event_registered")) == SEATS
    told = "".join(letter.body for letter in letters("event_waiting"))
    places = set(re.findall("キャンセル待ちの([0-9]+)番目", told))
    assert len(places) == PEOPLE - SEATS, "nobody has another's place"

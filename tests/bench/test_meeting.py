"""A meeting under load: votes per second of 64 clients, 200 live viewers, the close of an item.

Two gunicorn web processes serve the pages, on the same machine as the clients.
The benchmark prints figures; nothing passes or fails by speed.
"""

import statistics
import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import insert, update

from app import clock
from app.extensions import db
from app.models.meeting.attendance import Presence
from app.models.meeting.vote import Vote
from app.models.membership.membership import Membership
from app.models.membership.organisation import Organisation
from app.rules.meeting.agenda import VoteWay
from app.rules.meeting.roll import Choice
from app.rules.membership.membership import MemberKind, Standing
from app.rules.states.meeting.meeting import Outcome
from app.services.meeting import closing, meetings, votes
from tests import factories
from tests.bench import platform_rows
from tests.support import meetings as hall
from tests.support.desk import officer
from tests.support.web_processes import WebProcess, two_web_processes
from tests.support.windows import Window, at_once

VOTERS, BALLOTS = 64, 20
VIEWERS, WAIT, LOOKS = 200, 5, 5
"""Number of viewers, polling interval in seconds (static/js/live.js), and polls per viewer."""
SIZES = (34, 200, 2000)
pytestmark = [pytest.mark.both_databases, pytest.mark.timeout(1800)]


def people(app: Flask, members: Sequence[int], number: int) -> list[tuple[int, Window]]:
    """Create `number` persons who act for the members in turn, each with a window."""
    found = []
    for place in range(number):
        member = members[place % len(members)]
        account = factories.account(organisation=db.session.get_one(Organisation, member))
        found.append((member, Window.of(app, account)))
    return found


def in_session() -> tuple[int, int]:
    """Create a meeting attended by all members, with an item open for voting. Commits."""
    meeting, item = hall.in_session()
    hall.arrive(meeting, *hall.executives())
    votes.open_item(officer(), item.id)
    ids = meeting.id, item.id
    db.session.commit()  # no read may follow: on SQLite it would take the write lock
    return ids


def told(times: Sequence[float], wall: float) -> str:
    """Return the rate per second and the duration of one request as text."""
    cuts = statistics.quantiles(times, n=100)
    return (
        f"{len(times)} in {wall:.1f} s: {len(times) / wall:.0f} a second, "
        f"median {cuts[49] * 1000:.0f} ms, p99 {cuts[98] * 1000:.0f} ms"
    )


def test_votes(
    app: Flask, session: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Measure each client voting and changing its vote, one ballot after another."""
    voters = people(app, hall.executives(), VOTERS)
    meeting_id, item_id = in_session()
    path = f"/meetings/{meeting_id}/ballot/items/{item_id}"
    times: list[float] = []

    def vote(web: WebProcess, member: int, window: Window) -> None:
        for turn in range(BALLOTS):
            choice = list(Choice)[turn % len(Choice)]
            begun = time.perf_counter()
            assert window.post(web, path, {f"vote_{member}": choice.value}) == 303
            times.append(time.perf_counter() - begun)

    with two_web_processes(app, tmp_path, "run:app") as webs:
        begun = time.perf_counter()
        at_once([partial(vote, webs[n % 2], *who) for n, who in enumerate(voters)])
        wall = time.perf_counter() - begun
    with capsys.disabled():
        print(f"\nvotes of {VOTERS} clients, {db.engine.dialect.name}: {told(times, wall)}")


def test_live_page(
    app: Flask, session: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Measure all viewers polling the ballot page at the script's interval, then without pause."""
    windows = [window for _member, window in people(app, hall.executives(), VIEWERS)]
    meeting_id, _item_id = in_session()
    path = f"/meetings/{meeting_id}/ballot/live"
    with two_web_processes(app, tmp_path, "run:app") as webs:
        paced = follow(webs, windows, path, wait=WAIT, looks=LOOKS)
        pressed = follow(webs, windows, path, wait=0, looks=2)
    with capsys.disabled():
        print(f"\nlive page, {VIEWERS} viewers, {db.engine.dialect.name}")
        print(f"every {WAIT} s: {paced}\nwithout a pause: {pressed}")


def follow(
    webs: Sequence[WebProcess], windows: Sequence[Window], path: str, *, wait: float, looks: int
) -> str:
    """Poll the page from every window, with staggered starts; return the figures."""
    times: list[float] = []

    def look(place: int, window: Window) -> None:
        time.sleep(wait * place / len(windows))
        for _ in range(looks):
            begun = time.perf_counter()
            assert window.get(webs[place % 2], path)[0] == 200
            times.append(time.perf_counter() - begun)
            time.sleep(wait)

    begun = time.perf_counter()
    at_once([partial(look, place, window) for place, window in enumerate(windows)])
    return told(times, time.perf_counter() - begun)


def test_close(app: Flask, session: Any, capsys: pytest.CaptureFixture[str]) -> None:
    """Measure close and commit of an item with all members voting; median of five items."""
    lines, first = [], 0.0
    for size in SIZES:
        platform_rows.fill(size)
        session.execute(update(Organisation).values(standing=Standing.EXECUTIVE))
        session.execute(update(Membership).values(kind=MemberKind.EXECUTIVE))
        times = [_close(item_id) for item_id in _voted_on(session)]
        first = first or statistics.median(times)
        lines.append(
            f"{size:>5} executive members: {statistics.median(times) * 1000:.0f} ms, "
            f"{statistics.median(times) / first:.1f} x the first"
        )
    with capsys.disabled():
        print(f"\nclosing an item, {db.engine.dialect.name}")
        print("\n".join(lines))


def _voted_on(session: Any) -> list[int]:
    """Create five items of one meeting, not yet open, each with an own vote of every member."""
    meeting = hall.planned()
    items = [hall.resolution(meeting).id for _ in range(5)]
    hall.notified(meeting)
    meetings.open_meeting(officer(), meeting.id, reason="都合により")
    members, now = hall.executives(), clock.now()
    there = {"meeting_id": meeting.id, "online": True, "attendee": "", "arrived_at": now}
    session.execute(insert(Presence), [there | {"organisation_id": each} for each in members])
    cast = {"choice": Choice.FOR, "way": VoteWay.CLICK, "cast_at": now}
    session.execute(
        insert(Vote),
        [cast | {"item_id": item, "organisation_id": each} for item in items for each in members],
    )
    session.commit()
    return items


def _close(item_id: int) -> float:
    desk = officer()
    votes.open_item(desk, item_id)
    db.session.commit()
    db.session.expire_all()
    begun = time.perf_counter()
    record = closing.close(desk, item_id)
    db.session.commit()
    took = time.perf_counter() - begun
    assert record.outcome is Outcome.PASSED
    return took

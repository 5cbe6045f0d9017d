"""A bulk of notices while its worker is killed and stopped again and again, and what came of it."""

import random
import signal
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from flask import Flask
from sqlalchemy import select

from app.models.post.outbox import OutboxMessage
from app.rules.states.post.outbox import OutboxState
from tests.support.mail_nursery import Nursery, nursery
from tests.support.notices import write_notices
from tests.support.sink_process import sink_process, stored

EMBEDDED = ("--pool=threads", "--concurrency=2", "--without-gossip", "--without-mingle")
SCALED = ("--pool=solo", "--queues=mail", "--without-gossip", "--without-mingle")
DYING = 0.1
"""Seconds that a killed process takes at most to let go of its connections."""
WAITING = (OutboxState.PENDING, OutboxState.RETRY, OutboxState.SENDING)


class Result(NamedTuple):
    """Numbers of letters. longest: seconds that the slowest stop took."""

    lost: int
    wrong: int
    """Stored, but said to have failed; or the other way round."""
    stuck: int
    doubled: int
    dying: int
    """Of those doubled: stored when the worker had been killed. A process that dies keeps its
    connections for some milliseconds, in which the server goes on: nobody can know of it."""
    uncertain: int
    longest: float


def rehearse(
    app: Flask,
    session: Any,
    folder: Path,
    *,
    options: tuple[str, ...],
    notices: int,
    sign: signal.Signals,
    times: int,
    seconds_a_letter: float = 0.005,
    life: tuple[float, float] = (0.4, 1.2),
    seed: int = 1,
    patience: float = 120,
) -> Result:
    """Send notices while the worker gets a signal so many times; then let it finish.

    life: the shortest and the longest time, in seconds, that a worker has before the signal.
    """
    chance, listed = random.Random(seed), folder / "stored"
    write_notices(notices, tuple(f"d{number}.example.jp" for number in range(7)))
    session.commit()
    with sink_process(listed, seconds_a_letter) as url:
        app.config.update(SMTP_URL=url)
        with nursery(app, *options) as workers:
            ends, longest = [], 0.0
            for _ in range(times):
                worker = workers.start()
                time.sleep(chance.uniform(*life))
                ends.append(time.monotonic())
                longest = max(longest, workers.end(worker, sign))
            _finish(session, workers, patience)
        return _result(session, stored(listed), ends, longest)


def _finish(session: Any, workers: Nursery, patience: float) -> None:
    worker, until = workers.start(), time.monotonic() + patience
    waiting = select(OutboxMessage.id).where(OutboxMessage.state.in_(WAITING)).limit(1)
    while session.scalar(waiting) is not None and time.monotonic() < until:
        session.rollback()
        time.sleep(0.1)
    session.rollback()
    workers.end(worker, signal.SIGTERM)


def _result(
    session: Any, times: Mapping[str, list[float]], ends: list[float], longest: float
) -> Result:
    letters = session.execute(select(OutboxMessage.message_id, OutboxMessage.state)).all()
    sent, failed = OutboxState.SENT, OutboxState.FAILED
    again = [moments for moments in times.values() if len(moments) > 1]
    return Result(
        lost=sum(id_ not in times and state is sent for id_, state in letters),
        wrong=sum(state is failed for _id, state in letters),
        stuck=sum(state in WAITING for _id, state in letters),
        doubled=sum(len(moments) - 1 for moments in again),
        dying=sum(any(0 <= moments[0] - end < DYING for end in ends) for moments in again),
        uncertain=sum(state is OutboxState.UNCERTAIN for _id, state in letters),
        longest=longest,
    )

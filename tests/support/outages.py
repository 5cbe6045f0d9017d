"""What became of the applications of a crowd, and of their letters, while something was away."""

import time
from collections import Counter
from random import Random
from typing import Any, NamedTuple

from redis import Redis
from sqlalchemy import func, select

from app.models.admission.application import Application
from app.models.common.audit import AuditEntry
from app.models.post.outbox import OutboxMessage
from app.rules.states.post.outbox import OutboxState
from tests.support.crowd import Crowd
from tests.support.installation import Installation
from tests.support.notices import write_notices
from tests.support.postgres import PostgresServer
from tests.support.sink_process import stored

OVER = (OutboxState.SENT, OutboxState.FAILED, OutboxState.UNCERTAIN)


class Outcome(NamedTuple):
    """Numbers of applications and letters.

    lost: said to be received, but not stored; or a letter said to be sent, but not taken.
    doubled: stored or taken more than once. halves: without their letter or their entry of the
    trail.
    """

    applied: int
    lost: int
    doubled: int
    halves: int
    undecided: int


def outcome(session: Any, crowd: Crowd, place: Installation) -> Outcome:
    """Compare what the crowd was told with what is stored, and that with what the server took."""
    session.rollback()
    numbers = dict(session.execute(select(Application.id, Application.email)).all())
    told = set(crowd.applied)
    mine = {id_: email for id_, email in numbers.items() if "@applicant" in email}
    by_email = Counter(mine.values())
    subjects = Counter(
        session.scalars(
            select(AuditEntry.subject_id).where(AuditEntry.action == "application.submit")
        )
    )
    letters = session.execute(
        select(OutboxMessage.dedupe_key, OutboxMessage.message_id, OutboxMessage.state)
    ).all()
    keys, taken = Counter(key for key, *_rest in letters), stored(place.stored)
    return Outcome(
        applied=len(told),
        lost=len(told - set(by_email))
        + sum(state is OutboxState.SENT and id_ not in taken for _key, id_, state in letters),
        doubled=sum(number - 1 for number in by_email.values())
        + sum(len(moments) - 1 for moments in taken.values()),
        halves=sum(subjects[str(id_)] != 1 or keys[f"application:{id_}"] != 1 for id_ in mine),
        undecided=sum(state is not OutboxState.SENT for *_rest, state in letters),
    )


def wait_until_sent(
    session: Any, place: Installation, seconds: float = 60, *, ring: bool = True
) -> None:
    """Wait until every letter has come to its end. ring: for a sweep, as the beat does."""
    until = time.monotonic() + seconds
    open_letters = select(func.count()).where(OutboxMessage.state.not_in(OVER))
    while session.scalar(open_letters) and time.monotonic() < until:
        session.rollback()
        if ring:
            place.ring()
        time.sleep(0.5)
    session.rollback()


def restart_the_database(server: PostgresServer, times: int, draw: Random) -> None:
    """Stop PostgreSQL, or let it crash, and start it again, so many times."""
    for number in range(times):
        time.sleep(draw.uniform(0.5, 1.5))
        server.stop() if number % 2 else server.crash()
        time.sleep(draw.uniform(0.2, 1.5))
        server.start()


def trouble_the_broker(place: Installation, times: int, draw: Random) -> None:
    """Stop Redis, let it hang, and empty it, so many times each."""
    for _ in range(times):
        place.without_broker(draw.uniform(0.5, 2))
        time.sleep(draw.uniform(0.2, 1))
        place.with_silent_broker(draw.uniform(3, 4))
        time.sleep(draw.uniform(0.2, 1))
        with Redis.from_url(place.broker) as redis:
            redis.flushall()


def bulk_ends_within(session: Any, place: Installation, letters: int) -> list[float]:
    """Send a notice to so many; return after how many seconds each letter was at its end, in order."""
    write_notices(letters, start=session.scalar(select(func.count(OutboxMessage.id))))
    session.commit()
    place.ring()
    wait_until_sent(session, place, 300, ring=False)
    times = select(OutboxMessage.created_at, OutboxMessage.sent_at)
    found = session.execute(times.order_by(OutboxMessage.id.desc()).limit(letters)).all()
    session.rollback()
    return sorted((sent - written).total_seconds() for written, sent in found if sent)

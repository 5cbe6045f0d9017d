"""Checks of the letters on their way."""

from datetime import timedelta
from typing import Any

from sqlalchemy import func, select

from app import clock
from app.extensions import db
from app.models.post.outbox import OutboxMessage
from app.rules.states.post.outbox import OutboxState
from app.security.viewer import Role, Viewer
from app.services.common.checks import (
    Check,
    Level,
    Question,
    Surroundings,
    any_is,
    by_age,
    sweep,
)
from app.services.common.gauges import Gauge

WAITING = OutboxMessage.state.in_((OutboxState.PENDING, OutboxState.RETRY))
OVER = (OutboxState.SENT, OutboxState.CANCELLED)
LONGEST_WAIT = timedelta(minutes=15)
"""How long a letter may wait after the moment from which it may be sent."""
MEASURED = 1000
"""The number of letters, the newest, whose time to be sent is measured."""


def oldest_due(_where: Surroundings) -> Any:
    """Return since when the oldest unsent letter may be sent."""
    due = (WAITING, OutboxMessage.next_at <= clock.now())
    return select(func.min(OutboxMessage.next_at)).where(*due).scalar_subquery()


def undelivered(_where: Surroundings) -> Any:
    """Return the number of letters that failed or may have failed, and wait for a person."""
    waits = (
        OutboxMessage.state.in_((OutboxState.FAILED, OutboxState.UNCERTAIN)),
        OutboxMessage.unlisted.is_(False),
    )
    return select(func.count(OutboxMessage.id)).where(*waits).scalar_subquery()


CHECKS = (
    sweep("outbox", Question.MAIL),
    Check("letter_oldest", Question.MAIL, oldest_due, by_age(bad=LONGEST_WAIT)),
    Check("letters_undelivered", Question.MAIL, undelivered, any_is(Level.WATCH)),
)
GAUGES = (
    Gauge(
        "platform_outbox_messages",
        "Letters in the outbox.",
        "state",
        lambda: select(OutboxMessage.state, func.count()).group_by(OutboxMessage.state),
    ),
    Gauge(
        "platform_outbox_oldest_seconds",
        "Time since the oldest letter not sent was written.",
        "state",
        lambda: (
            select(OutboxMessage.state, func.min(OutboxMessage.created_at))
            .where(OutboxMessage.state.not_in(OVER))
            .group_by(OutboxMessage.state)
        ),
    ),
)


def send_times(actor: Viewer) -> list[int]:
    """Return the seconds that each of the newest letters took from being written to being sent."""
    actor.require(Role.SYSTEM)
    newest = (
        select(OutboxMessage.created_at, OutboxMessage.sent_at)
        .where(OutboxMessage.sent_at.is_not(None))
        .order_by(OutboxMessage.id.desc())
        .limit(MEASURED)
    )
    taken = db.session.execute(newest)
    return [int((sent - written).total_seconds()) for written, sent in taken if sent is not None]

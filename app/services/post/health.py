"""Checks of the letters on their way."""

from datetime import timedelta
from typing import Any

from sqlalchemy import func, select

from app import clock
from app.extensions import db
from app.mail.common import dkim_keys
from app.models.post.address import DeliveryReport, ForgedReturn, MailAddress
from app.models.post.lane import MailLane, MailPause
from app.models.post.outbox import OutboxMessage
from app.rules.states.post.outbox import OVER, WAITING, OutboxState
from app.security.viewer import Role, Viewer
from app.services.common.checks import (
    Check,
    Level,
    Question,
    Surroundings,
    any_is,
    by_age,
    more_than,
    regular,
    sweep,
)
from app.services.common.gauges import Gauge
from app.services.post import addresses
from app.services.post.going import goes

LONGEST_WAIT = timedelta(minutes=15)
"""How long a letter may wait after the moment from which it may be sent."""
FORGED = 20
"""How many mails a day to made-up addresses of letters are nothing unusual."""
MEASURED = 1000
"""The number of letters, the newest, whose time to be sent is measured."""


def oldest_due(_where: Surroundings) -> Any:
    """Return since when the oldest unsent letter may be sent, where nothing tells why it waits."""
    now = clock.now()
    paused = select(MailPause.domain).where(MailPause.until > now)
    due = (
        OutboxMessage.state.in_(WAITING),
        OutboxMessage.next_at <= now,
        OutboxMessage.domain.not_in(paused),
    )
    return select(func.min(OutboxMessage.next_at)).where(*due, goes(now)).scalar_subquery()


def undelivered(_where: Surroundings) -> Any:
    """Return the number of letters that failed or may have failed, and wait for a person."""
    waits = (
        OutboxMessage.state.in_((OutboxState.FAILED, OutboxState.UNCERTAIN)),
        OutboxMessage.unlisted.is_(False),
    )
    return select(func.count(OutboxMessage.id)).where(*waits).scalar_subquery()


def stopped_lanes(_where: Surroundings) -> Any:
    """Return the number of mail servers that take no letters."""
    stopped = MailLane.stopped_at.is_not(None)
    return select(func.count(MailLane.id)).where(stopped).scalar_subquery()


def unreached(_where: Surroundings) -> Any:
    """Return the number of addresses that letters do not reach."""
    return select(func.count(MailAddress.id)).where(addresses.in_trouble()).scalar_subquery()


def forged_today(_where: Surroundings) -> Any:
    """Return how many mails came today to made-up addresses of letters."""
    today = select(ForgedReturn.number).where(ForgedReturn.day == clock.today())
    return func.coalesce(today.scalar_subquery(), 0)


def signs(where: Surroundings) -> bool:
    """Whether letters are to be signed."""
    return bool(where.dkim_keys)


def unusable_keys(where: Surroundings) -> int:
    """Return the number of keys that should sign letters and cannot."""
    return sum(bool(key.fault) for key in dkim_keys.read(where.dkim_keys))


CHECKS = (
    sweep("outbox", Question.MAIL),
    Check("lanes_stopped", Question.MAIL, stopped_lanes, any_is(Level.BAD)),
    Check("letter_oldest", Question.MAIL, oldest_due, by_age(bad=LONGEST_WAIT)),
    Check("letters_undelivered", Question.MAIL, undelivered, any_is(Level.WATCH)),
    Check("addresses_unreached", Question.MAIL, unreached, any_is(Level.WATCH)),
    regular("addresses", Question.MAIL, watch=timedelta(hours=1), bad=timedelta(hours=6)),
    Check("returns_forged", Question.MAIL, forged_today, more_than(FORGED, Level.WATCH)),
    Check("dkim_keys", Question.MAIL, unusable_keys, any_is(Level.BAD), applies=signs),
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
    Gauge(
        "platform_delivery_reports",
        "What came back about letters: failures, delays, complaints.",
        "kind",
        lambda: select(DeliveryReport.kind, func.count()).group_by(DeliveryReport.kind),
    ),
    Gauge(
        "platform_mail_addresses",
        "Addresses about which something came back.",
        "state",
        lambda: select(MailAddress.state, func.count()).group_by(MailAddress.state),
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

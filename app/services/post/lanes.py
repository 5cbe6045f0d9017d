"""Lanes of the mail (送信経路): one for each server, and what stops it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, or_, select, update

from app import clock
from app.database import insert_into
from app.errors import NotFound
from app.extensions import db
from app.models.post.lane import MailLane, MailPause
from app.models.post.outbox import OutboxMessage
from app.rules.post.patience import Patience
from app.rules.post.routes import Servers, destination
from app.rules.states.post.outbox import WAITING
from app.security.viewer import Role, Viewer
from app.services.common import audit, sweep_requests

NOTED = timedelta(seconds=10)
"""How seldom a lane's success is written down: it need not be known to the second."""


@dataclass
class Hold:
    """A lane in the hands of a sweep."""

    lane_id: int
    destination: str
    url: str
    holder: str
    succeeded_at: datetime | None = None
    """When success was last written down; None after any trouble."""
    troubled: frozenset[str] = frozenset()
    """The domains that have a `MailPause`."""


def take(
    actor: Viewer, holder: str, domains: Iterable[str], servers: Servers, patience: Patience
) -> list[Hold]:
    """Take the lanes to these domains that are free and not paused."""
    actor.require(Role.SYSTEM)
    urls = {destination(url): url for url in map(servers.url_for, domains)}
    holds = []
    for name, url in urls.items():
        lane = _free(name)
        if lane is not None:
            lane.holder, lane.lease_until = holder, clock.now() + patience.lane_lease
            holds.append(Hold(lane.id, name, url, holder))
    db.session.flush()
    return holds


def _free(name: str) -> MailLane | None:
    """Return the lane, locked, unless another sweep has it or it is paused."""
    now = clock.now()
    if db.session.scalar(select(MailLane.id).where(MailLane.destination == name)) is None:
        row = insert_into(MailLane, db.engine.dialect.name).values(destination=name)
        db.session.execute(row.on_conflict_do_nothing())
    return db.session.scalars(
        select(MailLane)
        .where(
            MailLane.destination == name,
            or_(MailLane.holder == "", MailLane.lease_until < now),
            or_(MailLane.paused_until.is_(None), MailLane.paused_until <= now),
        )
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    ).one_or_none()


def renew(actor: Viewer, holder: str, patience: Patience) -> None:
    """Renew the leases of a sweep."""
    actor.require(Role.SYSTEM)
    db.session.execute(
        update(MailLane)
        .where(MailLane.holder == holder)
        .values(lease_until=clock.now() + patience.lane_lease)
    )


def is_held(actor: Viewer, hold: Hold) -> bool:
    """Whether the lane is still this sweep's."""
    actor.require(Role.SYSTEM)
    return (
        db.session.scalar(select(MailLane.holder).where(MailLane.id == hold.lane_id)) == hold.holder
    )


def let_go(actor: Viewer, hold: Hold) -> None:
    """Give the lane back."""
    actor.require(Role.SYSTEM)
    db.session.execute(
        update(MailLane)
        .where(MailLane.id == hold.lane_id, MailLane.holder == hold.holder)
        .values(holder="", lease_until=None)
    )


def stop(actor: Viewer, hold: Hold, why: str, patience: Patience) -> None:
    """Stop a lane whose server takes no letter now. After a pause one letter tries it again."""
    actor.require(Role.SYSTEM)
    lane, now = locked(hold.lane_id), clock.now()
    hold.succeeded_at = None
    lane.stopped_at, lane.why = lane.stopped_at or now, why[:500]
    lane.failures += 1
    lane.paused_until = now + patience.pause(lane.failures)
    db.session.flush()


def succeed(actor: Viewer, hold: Hold, domain: str) -> None:
    """Note that the server took a letter to a domain: whatever stopped either is over."""
    actor.require(Role.SYSTEM)
    now = clock.now()
    if hold.succeeded_at is None or now - hold.succeeded_at >= NOTED:
        lane = locked(hold.lane_id)
        _clear(lane)
        lane.succeeded_at = hold.succeeded_at = now
        db.session.flush()
    if domain in hold.troubled:
        db.session.execute(delete(MailPause).where(MailPause.domain == domain))
        hold.troubled = hold.troubled - {domain}


def pause_domain(actor: Viewer, domain: str, why: str, patience: Patience) -> None:
    """Let the letters to a domain wait, the longer the more often in a row it asks for it."""
    actor.require(Role.SYSTEM)
    pause = db.session.get(MailPause, domain, with_for_update=True, populate_existing=True)
    if pause is None:
        pause = MailPause(domain=domain, failures=0)
        db.session.add(pause)
    pause.failures += 1
    pause.until, pause.why = clock.now() + patience.pause(pause.failures), why[:500]
    db.session.flush()


def resume(actor: Viewer, lane_id: int) -> None:
    """Let a stopped lane send again at once (送信の再開)."""
    actor.require(Role.SECRETARIAT)
    _clear(locked(lane_id))
    audit.record(actor, "mail_lane.resume", "mail_lane", lane_id)
    sweep_requests.note()
    db.session.flush()


def stopped() -> Sequence[MailLane]:
    """Return the lanes that take no letters, the longest stopped first."""
    return db.session.scalars(
        select(MailLane).where(MailLane.stopped_at.is_not(None)).order_by(MailLane.stopped_at)
    ).all()


def listed(actor: Viewer) -> Sequence[MailLane]:
    """Return all lanes, the stopped ones first."""
    actor.require(Role.SECRETARIAT)
    order = (MailLane.stopped_at.is_(None), MailLane.destination)
    return db.session.scalars(select(MailLane).order_by(*order)).all()


def pauses(actor: Viewer) -> Sequence[MailPause]:
    """Return the domains whose letters wait, without those of a letter that no office sees."""
    actor.require(Role.SECRETARIAT)
    shown = (MailPause.until > clock.now(), MailPause.why != "")
    return db.session.scalars(select(MailPause).where(*shown).order_by(MailPause.domain)).all()


def waiting(actor: Viewer, servers: Servers) -> Mapping[str, int]:
    """Return how many letters wait, by destination."""
    actor.require(Role.SECRETARIAT)
    found = db.session.execute(
        select(OutboxMessage.domain, func.count())
        .where(OutboxMessage.state.in_(WAITING), OutboxMessage.unlisted.is_(False))
        .group_by(OutboxMessage.domain)
    )
    counts: dict[str, int] = {}
    for domain, count in found:
        name = servers.destination_for(domain)
        counts[name] = counts.get(name, 0) + count
    return counts


def locked(lane_id: int) -> MailLane:
    """Return the lane, locked and fresh. Raises NotFound."""
    lane = db.session.get(MailLane, lane_id, with_for_update=True, populate_existing=True)
    if lane is None:
        raise NotFound
    return lane


def _clear(lane: MailLane) -> None:
    lane.stopped_at = lane.paused_until = None
    lane.failures, lane.why = 0, ""
    lane.refusal, lane.refused_ids = "", []

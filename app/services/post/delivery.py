"""A letter on its way: taken up by a lane, answered by the server, or left by a sweep that died.

The calling lane commits after each step. From `begin` on a letter may have arrived.
"""

from collections import deque
from dataclasses import dataclass, replace
from typing import NamedTuple, Protocol

from sqlalchemy import bindparam, exists, insert, inspect, select, update

from app import clock
from app.extensions import db
from app.mail.common.transport import Outgoing
from app.models.post.bulk import MailBulk
from app.models.post.lane import MailLane, MailPause
from app.models.post.outbox import OutboxAttachment, OutboxEvent, OutboxMessage
from app.rules.post.patience import FAULTS, REPLIES_LOST, Patience
from app.rules.post.return_path import ReturnPath
from app.rules.post.routes import Servers
from app.rules.post.subscriptions import STOPPABLE
from app.rules.states.common.table import next_state
from app.rules.states.post.bulk import BulkState
from app.rules.states.post.outbox import OUTBOX, WAITING, OutboxState, OutboxVerb
from app.security.viewer import Role, Viewer
from app.services.common import ledger_lines
from app.services.common.links import Links
from app.services.post import attachments, revocations
from app.services.post.going import GOES
from app.services.post.lanes import Hold
from app.services.post.outbox import add_event, locked
from app.services.post.revocations import Identity

DIED = "送信中に処理が止まりました。"
UNKNOWN = "{destination} の返事がなく、届いたかどうか分かりません。{words}"
REPEATED = "（{count}回目の送信。Message-IDは同じです）"
FAULTY = "この通知を送信の形にできませんでした（{words}）。"
CANCELLED = "送信中に、発信全体が取り消されました。"
RUN = 100
"""Letters read at once."""

ON_ITS_WAY = next_state(OUTBOX, OutboxState.PENDING, OutboxVerb.CLAIM)
TAKEN = next_state(OUTBOX, ON_ITS_WAY, OutboxVerb.DELIVER)
# Thousands of letters pass these three one by one; none is loaded, and the text is compiled once.
TABLE, LANE = inspect(OutboxMessage).local_table, inspect(MailLane).local_table
BEGIN = (
    update(TABLE)
    .where(TABLE.c.id == bindparam("letter_id"), TABLE.c.state.in_(WAITING))
    .where(TABLE.c.next_at <= bindparam("now"), GOES)
    .where(exists().where(LANE.c.id == bindparam("lane"), LANE.c.holder == bindparam("holder")))
    .values(
        state=ON_ITS_WAY,
        lease_holder=bindparam("holder"),
        lease_until=bindparam("lease"),
        data_begun=True,
    )
)
ACCEPT = (
    update(TABLE)
    .where(TABLE.c.id == bindparam("letter_id"), TABLE.c.state == ON_ITS_WAY)
    .where(TABLE.c.lease_holder == bindparam("holder"))
    .values(
        state=TAKEN,
        reply=bindparam("words"),
        sent_at=bindparam("now"),
        lease_holder="",
        lease_until=None,
    )
)
EVENT = insert(inspect(OutboxEvent).local_table)


class Signer(Protocol):
    """What signs letters."""

    def sign(self, content: bytes) -> bytes:
        """Return the message with the signature before it."""


class Sender(NamedTuple):
    """As whom we write. address: of the header. returns: the address of the envelope."""

    address: str
    returns: ReturnPath = ReturnPath("", "")
    signer: "Signer | None" = None
    links: Links | None = None
    """Of the service as it is reached from outside by HTTPS, which RFC 8058 asks for."""

    def stop_url(self, letter_id: int, purpose: str) -> str:
        """Return the page by which the letter's recipient stops such letters; "" for none."""
        if self.links is None or purpose not in STOPPABLE:
            return ""
        return self.links.stop_letters(letter_id)


@dataclass
class Letter:
    """A due letter as a lane sees it."""

    id: int
    domain: str
    outgoing: Outgoing
    has_files: bool
    replies_lost: int
    identity: Identity
    signer: Signer | None = None
    content: bytes = b""
    """The message as it is transmitted, once it is rendered."""
    fault: str = ""
    """What prevented that."""

    @property
    def is_rendered(self) -> bool:
        """Whether rendering was tried."""
        return bool(self.content or self.fault)

    def render(self) -> None:
        """Prepare the content. Whatever is wrong with the letter stops no other."""
        try:
            if self.has_files:
                self.outgoing = replace(self.outgoing, files=attachments.of(self))
            content = self.outgoing.as_bytes()
            self.content = self.signer.sign(content) if self.signer else content
        except Exception as error:
            self.fault = type(error).__name__


def due_domains(actor: Viewer) -> list[str]:
    """Return the domains to which letters are due, without those that are paused."""
    actor.require(Role.SYSTEM)
    now = clock.now()
    paused = select(MailPause.domain).where(MailPause.until > now)
    return list(
        db.session.scalars(
            select(OutboxMessage.domain)
            .where(OutboxMessage.state.in_(WAITING), OutboxMessage.next_at <= now, GOES)
            .where(OutboxMessage.domain.not_in(paused))
            .distinct(),
            {"now": now},
        )
    )


def upcoming(actor: Viewer, hold: Hold, servers: Servers, sender: Sender) -> deque[Letter]:
    """Return the next due letters of a lane: last those about which it and its server disagree."""
    domains = [
        domain
        for domain in due_domains(actor)
        if servers.destination_for(domain) == hold.destination
    ]
    hold.troubled = frozenset(db.session.scalars(select(MailPause.domain)))
    row, now = OutboxMessage, clock.now()
    # One with a one-time link does not wait behind a notice to all: a code to log in soon ends.
    order = (row.doubted_at.is_not(None), row.secret.is_(False), row.next_at, row.id)
    next_ids = (  # from the index alone: the texts of all due letters would be sorted along
        select(row.id)
        .where(row.state.in_(WAITING), row.next_at <= now, row.domain.in_(domains), GOES)
        .order_by(*order)
        .limit(RUN)
    )
    has_files = exists().where(OutboxAttachment.message_id == row.id).label("has_files")
    found = db.session.execute(
        select(row.id, row.domain, row.recipient, row.subject, row.body, row.message_id)
        .add_columns(row.reply_to, row.replies_lost, has_files)
        .add_columns(row.dedupe_key, row.purpose, row.period)
        .where(row.id.in_(next_ids))
        .order_by(*order),
        {"now": now},
    )
    return deque(
        Letter(
            id=each.id,
            domain=each.domain,
            outgoing=Outgoing(
                *(sender.address, each.recipient, each.subject, each.body),
                *(each.message_id, each.reply_to),
                envelope_sender=sender.returns.address(each.id),
                stop_url=sender.stop_url(each.id, each.purpose),
            ),
            has_files=each.has_files,
            replies_lost=each.replies_lost,
            identity=Identity(each.dedupe_key, each.recipient, each.purpose, each.period),
            signer=sender.signer,
        )
        for each in found
    )


def begin(actor: Viewer, hold: Hold, letter: Letter, patience: Patience) -> bool:
    """Send a letter on its way; False if it is no longer due, or the lane no longer ours."""
    actor.require(Role.SYSTEM)
    now = clock.now()
    values = {"letter_id": letter.id, "now": now, "lease": now + patience.letter_lease}
    values |= {"lane": hold.lane_id, "holder": hold.holder}
    begun = bool(db.session.connection().execute(BEGIN, values).rowcount)
    if begun:
        revocations.note_leaving(letter.id, letter.identity)
    return begun


def accept(actor: Viewer, hold: Hold, letter: Letter, reply: str) -> None:
    """Record that the server took the letter."""
    actor.require(Role.SYSTEM)
    now = clock.now()
    values = {"letter_id": letter.id, "holder": hold.holder, "now": now, "words": reply[:500]}
    connection = db.session.connection()
    if connection.execute(ACCEPT, values).rowcount:
        again = REPEATED.format(count=letter.replies_lost + 1) if letter.replies_lost else ""
        event = {"message_id": letter.id, "at": now, "state": TAKEN, "detail": reply[:400] + again}
        (event_id,) = connection.execute(EVENT, event).inserted_primary_key or (0,)
        ledger_lines.note_event(event_id)


def held(actor: Viewer, hold: Hold, letter: Letter) -> OutboxMessage | None:
    """Return the letter, locked, if it is on its way by this lane."""
    actor.require(Role.SYSTEM)
    message = locked(letter.id)
    ours = message.state is OutboxState.SENDING and message.lease_holder == hold.holder
    return message if ours else None


def try_later(message: OutboxMessage, reply: str, patience: Patience) -> None:
    """Record a try that the server put off: after four to five days the letter fails."""
    message.attempts += 1
    wait = patience.retry(message.attempts)
    if wait is None:
        leave(message, OutboxVerb.FAIL, reply)
    else:
        message.next_at = clock.now() + wait
        leave(message, OutboxVerb.DEFER, reply)


def lose(message: OutboxMessage, why: str, patience: Patience, *, decide: bool = False) -> None:
    """Record that the letter may have arrived: it is repeated once, then a person decides.

    decide: whether a person decides at once, as they do about a confidential letter.
    """
    message.replies_lost += 1
    if decide or message.confidential or message.replies_lost >= REPLIES_LOST:
        leave(message, OutboxVerb.LOSE, why)
    else:
        message.next_at = clock.now() + (patience.retry(1) or patience.reply)
        leave(message, OutboxVerb.DEFER, why)


def give_up(actor: Viewer, letter: Letter, patience: Patience) -> None:
    """Record that the software cannot send the letter: a defect of ours may pass, so it has tries."""
    actor.require(Role.SYSTEM)
    message = locked(letter.id)
    if message.state not in WAITING:
        return
    message.state = next_state(OUTBOX, message.state, OutboxVerb.CLAIM)
    why = FAULTY.format(words=letter.fault)
    if message.attempts + 1 < FAULTS:
        try_later(message, why, patience)
    else:
        message.attempts += 1
        leave(message, OutboxVerb.FAIL, why)


def recover(actor: Viewer, servers: Servers, patience: Patience) -> int:
    """Take back the letters whose sweep died while they were on their way; return their number."""
    actor.require(Role.SYSTEM)
    dead = db.session.scalars(
        select(OutboxMessage)
        .where(OutboxMessage.state == OutboxState.SENDING)
        .where(OutboxMessage.lease_until < clock.now())
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    ).all()
    for message in dead:
        if message.data_begun:
            where = servers.destination_for(message.domain)
            lose(message, UNKNOWN.format(destination=where, words=DIED), patience)
            message.next_at = clock.now()  # it has waited for the end of the lease
        else:
            leave(message, OutboxVerb.REQUEUE, DIED)
    return len(dead)


def leave(message: OutboxMessage, verb: OutboxVerb, detail: str) -> None:
    """Move a letter that is no longer on its way, and add the event."""
    message.state = next_state(OUTBOX, message.state, verb)
    message.lease_holder, message.lease_until = "", None
    message.reply = detail[:500]
    add_event(message, detail)
    if message.state in WAITING and _is_cancelled(message):
        message.state = next_state(OUTBOX, message.state, OutboxVerb.CANCEL)
        add_event(message, CANCELLED)
    db.session.flush()


def _is_cancelled(message: OutboxMessage) -> bool:
    """Whether the letter's notice was cancelled while the letter was on its way."""
    bulk = db.session.get(MailBulk, message.bulk_id) if message.bulk_id else None
    return bulk is not None and bulk.state is BulkState.CANCELLED

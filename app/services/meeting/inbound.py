"""Statements by e-mail (電子メールによる意思表明; 規約第12条第4項)."""

import hashlib
import logging
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import joinedload, undefer

from app import clock
from app.errors import RuleViolation
from app.extensions import db
from app.mail.meeting import inbound_letters
from app.mail.meeting.inbound import ReceivedMail, Unreadable, parse
from app.models.meeting.attendance import RollEntry
from app.models.meeting.inbound import InboundMail
from app.models.meeting.meeting import Meeting
from app.rules.common import articles
from app.rules.meeting.agenda import AnswerWay
from app.rules.meeting.mail_statement import LONGEST
from app.rules.meeting.roll import Choice
from app.rules.post.mail_kind import MailKind
from app.rules.states.common.table import next_state
from app.rules.states.meeting.inbound import INBOUND, InboundState, InboundVerb
from app.rules.states.meeting.meeting import ANSWERABLE_STATES
from app.security.viewer import Role, Viewer
from app.services.common import audit, rows
from app.services.meeting import inbound_processing, inbound_reading, statements
from app.services.meeting.inbound_reading import MailReading
from app.services.meeting.reply_addresses import entry_of

log = logging.getLogger(__name__)
UNREAD = "メールの形式が正しくないため、内容を読み取れません。原本を開いて確かめてください。"


def receive(
    actor: Viewer,
    raw: bytes,
    *,
    secret: str,
    authserv: str,
    mail_from: str = "",
    arrived_at: datetime | None = None,
) -> InboundMail:
    """Receive a mail; record it at once if it is clear, else queue it for an officer.

    secret: key of the reply addresses; authserv: the id under which our mail server reports its
    checks; mail_from: the sender of our letters, as replies quote it; arrived_at: time of receipt
    by that server. The same mail received twice is stored once. A fetched mail that cannot be read is stored and queued, whatever is wrong with it.
    Raises RuleViolation for an uploaded file that is no mail.
    """
    actor.require(Role.SECRETARIAT)
    fingerprint = hashlib.sha256(raw).hexdigest()
    known = db.session.scalars(
        select(InboundMail).where(InboundMail.fingerprint == fingerprint)
    ).one_or_none()
    if known is not None:
        return known
    try:
        with audit.savepoint():
            return _take_in(actor, raw, fingerprint, secret, authserv, mail_from, arrived_at)
    except Unreadable as error:
        if actor.account_id is not None:
            raise RuleViolation(articles.EMAIL_STATEMENT, str(error)) from error
        return _queue_unread(actor, raw, fingerprint, arrived_at, str(error))
    except OperationalError:
        raise  # the database is at fault, not the mail
    except Exception as error:
        log.warning(
            "mail cannot be read",
            extra={"fingerprint": fingerprint[:12], "cause": type(error).__name__},
        )
        return _queue_unread(actor, raw, fingerprint, arrived_at, UNREAD)


def _take_in(
    actor: Viewer,
    raw: bytes,
    fingerprint: str,
    secret: str,
    authserv: str,
    mail_from: str,
    arrived_at: datetime | None,
) -> InboundMail:
    received = parse(raw, authserv)
    verb = InboundVerb.WAIT if received.kind is MailKind.ANSWER else InboundVerb.IGNORE
    mail = _undecided(
        actor,
        raw,
        fingerprint,
        arrived_at or received.passed_on_at,
        sender=received.sender,
        subject=received.subject,
        text=received.text[:LONGEST],
        kind=received.kind,
        findings=received.findings,
        is_authentic=received.is_authentic,
    )
    mail.state = next_state(INBOUND, None, verb)
    mail.entry = entry_of(received.token, secret) if received.token else None
    db.session.add(mail)
    db.session.flush()
    audit.record(actor, f"inbound.{verb.value}", "inbound_mail", mail.id)
    if mail.state is InboundState.WAITING:
        inbound_processing.judge(actor, mail, received, mail_from)
    else:
        mail.doubts = list(received.remarks)
    db.session.flush()
    return mail


def _queue_unread(
    actor: Viewer, raw: bytes, fingerprint: str, arrived_at: datetime | None, reason: str
) -> InboundMail:
    """Store a mail of which nothing could be read, for an officer to read its original."""
    mail = _undecided(actor, raw, fingerprint, arrived_at)
    mail.state = next_state(INBOUND, None, InboundVerb.WAIT)
    mail.doubts = [reason]
    db.session.add(mail)
    db.session.flush()
    audit.record(actor, "inbound.wait", "inbound_mail", mail.id)
    return mail


def _undecided(
    actor: Viewer, raw: bytes, fingerprint: str, arrived_at: datetime | None, **read: Any
) -> InboundMail:
    """Return the mail as a new row. A future time of arrival is clamped. read: parsed content."""
    now = clock.now()
    return InboundMail(
        fingerprint=fingerprint,
        arrived_at=min(arrived_at or now, now),
        recorded_at=now,
        uploaded_by_id=actor.account_id,
        original=raw,
        choices={},
        doubts=[],
        **read,
    )


def confirm(
    actor: Viewer, mail_id: int, entry_id: int, choices: Mapping[int, Choice], *, note: str
) -> InboundMail:
    """Record an officer's reading of a mail, with the mail's time of arrival.

    choices: agenda item → FOR or AGAINST. Raises RuleViolation for the person who uploaded the
    mail.
    """
    actor.require(Role.SECRETARIAT)
    person = actor.person()
    mail = rows.locked(InboundMail, mail_id)
    if mail.uploaded_by_id == person:
        raise RuleViolation(
            articles.EMAIL_STATEMENT,
            "メールを取り込んだ人は確認できません。別の職員がログインして確認してください。",
        )
    entry = rows.one(RollEntry, entry_id, joinedload(RollEntry.meeting))
    mail.state = next_state(INBOUND, mail.state, InboundVerb.RECORD)
    statements.state(
        actor,
        entry.meeting_id,
        entry.organisation_id,
        choices,
        way=AnswerWay.EMAIL,
        arrived_at=mail.arrived_at,
    )
    mail.entry = entry
    inbound_processing.handled(mail, person, note)
    mail.choices = {str(item_id): choice.value for item_id, choice in choices.items()}
    audit.record(actor, "inbound.record", "inbound_mail", mail.id)
    inbound_processing.tell(actor, mail, inbound_letters.recorded(mail))
    return mail


def refuse(actor: Viewer, mail_id: int, reason: str) -> InboundMail:
    """Refuse a mail that is no statement, and notify its sender if that is a member's address."""
    actor.require(Role.SECRETARIAT)
    person = actor.person()
    mail = rows.locked(InboundMail, mail_id)
    if not reason.strip():
        raise RuleViolation(articles.EMAIL_STATEMENT, "記録しない理由を入力してください。")
    mail.state = next_state(INBOUND, mail.state, InboundVerb.REFUSE)
    inbound_processing.handled(mail, person, reason)
    audit.record(actor, "inbound.refuse", "inbound_mail", mail.id)
    if mail.entry is not None and mail.sender in inbound_processing.addresses(mail.entry):
        inbound_processing.tell(actor, mail, inbound_letters.not_recorded(mail))
    return mail


def look_again(actor: Viewer, mail_id: int) -> InboundMail:
    """Queue for an officer a mail that was taken for none that a person wrote as an answer."""
    actor.require(Role.SECRETARIAT)
    mail = rows.locked(InboundMail, mail_id)
    mail.state = next_state(INBOUND, mail.state, InboundVerb.WAIT)
    mail.doubts = [f"{mail.kind.label}と判断したメールです。", *mail.doubts]
    audit.record(actor, "inbound.wait", "inbound_mail", mail.id)
    db.session.flush()
    return mail


def page(
    actor: Viewer, *, state: InboundState | None, number: int
) -> tuple[Sequence[InboundMail], int]:
    """Return one page of mails, latest first, and the total."""
    actor.require(Role.SECRETARIAT)
    wanted = select(InboundMail).order_by(InboundMail.id.desc())
    if state is not None:
        wanted = wanted.where(InboundMail.state == state)
    return rows.page(
        wanted,
        number,
        joinedload(InboundMail.entry).joinedload(RollEntry.organisation),
        joinedload(InboundMail.entry).joinedload(RollEntry.meeting),
    )


def one(actor: Viewer, mail_id: int, *, with_original: bool = False) -> InboundMail:
    """Return a mail. Raises NotFound."""
    actor.require(Role.SECRETARIAT)
    options = [
        joinedload(InboundMail.entry).joinedload(RollEntry.organisation),
        joinedload(InboundMail.entry).joinedload(RollEntry.meeting).selectinload(Meeting.items),
        joinedload(InboundMail.handled_by),
        joinedload(InboundMail.uploaded_by),
    ]
    if with_original:
        options.append(undefer(InboundMail.original))
    return rows.one(InboundMail, mail_id, *options)


def opened(
    actor: Viewer, mail: InboundMail, entry: RollEntry | None, *, authserv: str, mail_from: str
) -> tuple[ReceivedMail, MailReading] | None:
    """Return all parts of the original, and as what each line is understood.

    They are read again, with what is registered now. entry: whose mail it is taken to be. None for a mail that cannot be read.
    """
    actor.require(Role.SECRETARIAT)
    try:
        received = parse(mail.original, authserv)
    except Unreadable:
        return None
    return received, inbound_reading.read(received, entry, mail_from)


def members_asked(actor: Viewer) -> Sequence[RollEntry]:
    """Return the roll entries of all meetings open for answers, to assign a mail to a member."""
    actor.require(Role.SECRETARIAT)
    return db.session.scalars(
        select(RollEntry)
        .join(RollEntry.meeting)
        .join(RollEntry.organisation)
        .where(Meeting.state.in_(ANSWERABLE_STATES), RollEntry.released_at.is_(None))
        .order_by(Meeting.starts_at, RollEntry.id)
        .options(joinedload(RollEntry.organisation), joinedload(RollEntry.meeting))
    ).all()

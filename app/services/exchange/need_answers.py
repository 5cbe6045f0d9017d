"""Answers to needs and offers: conversations between two members that see no address of each other."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from app import clock
from app.errors import NotFound, RuleViolation
from app.extensions import db
from app.mail.exchange import need_letters
from app.models.exchange.need_offer import NeedMessage, NeedOffer
from app.models.membership.organisation import Organisation
from app.rules.exchange.need_offers import A_DAY
from app.rules.membership.membership import Standing
from app.rules.membership.roster import Tier
from app.rules.states.exchange.need_offer import NeedStage
from app.security import guard
from app.security.viewer import MEMBERS, Viewer
from app.services.common.links import Links
from app.services.membership import memberships, recipients
from app.services.post import outbox
from app.services.registers import entries


@dataclass(frozen=True)
class Thread:
    """A conversation. member: public identifier of who answered."""

    member: str
    name: str
    messages: int
    last_at: datetime


@dataclass(frozen=True)
class Conversation:
    """An entry, the member that answers, what was written; may_write: whether the actor may go on."""

    entry: NeedOffer
    member: Organisation
    messages: Sequence[NeedMessage]
    may_write: bool


def threads(actor: Viewer, entry: NeedOffer) -> Sequence[Thread]:
    """Return the conversations about an entry that the actor takes part in, the latest first."""
    wanted = (
        select(
            Organisation.public_id,
            Organisation.name,
            func.count(NeedMessage.id),
            func.max(NeedMessage.written_at),
        )
        .join(Organisation, Organisation.id == NeedMessage.organisation_id)
        .where(NeedMessage.need_offer_id == entry.id)
        .group_by(Organisation.id, Organisation.public_id, Organisation.name)
        .order_by(func.max(NeedMessage.written_at).desc())
    )
    if not entries.may_keep(actor, entry):
        wanted = wanted.where(NeedMessage.organisation_id == actor.organisation_id)
    with guard.acting_as_system(db.session):  # of the actor's own conversations alone
        return [Thread(*row) for row in db.session.execute(wanted)]


def conversation(actor: Viewer, public_id: str, member_id: str) -> Conversation:
    """Return a conversation. Raises NotFound unless the actor keeps the entry or answers it."""
    with guard.acting_as_system(db.session):  # the two sides alone, as asked below
        entry: NeedOffer = entries.one(NeedOffer, public_id)
        member = db.session.scalars(
            select(Organisation).where(
                Organisation.public_id == member_id, Organisation.standing != Standing.FORMER
            )
        ).one_or_none()
        if member is None or member.id == entry.organisation_id:
            raise NotFound
        messages = db.session.scalars(
            select(NeedMessage)
            .where(NeedMessage.need_offer_id == entry.id, NeedMessage.organisation_id == member.id)
            .order_by(NeedMessage.id)
        ).all()
    answers = _answers(actor, member)
    is_shown = entry.tier is Tier.MEMBERS and entry.retired_on is None
    keeps = entries.may_keep(actor, entry)
    if (not messages and not (answers and is_shown)) or not (answers or keeps):
        raise NotFound
    goes_on = bool(messages) or entry.stage is NeedStage.OPEN
    return Conversation(entry, member, messages, goes_on and (answers or _keeps(actor, entry)))


def write(actor: Viewer, public_id: str, member_id: str, text: str, *, links: Links) -> NeedMessage:
    """Write to the other side, which is told by mail. The trail holds that, and not what.

    Raises NotFound, RuleViolation for what has ended and above A_DAY.
    """
    found = conversation(actor, public_id, member_id)
    entry, member, is_answer = found.entry, found.member, _answers(actor, found.member)
    if not found.may_write:
        raise RuleViolation(None, "この募集は終わっています。")
    _refuse_flood(actor)
    now = clock.now()
    with guard.acting_as_system(db.session):  # the row is the answering member's, whoever writes
        message = NeedMessage(
            need_offer_id=entry.id,
            organisation_id=member.id,
            is_answer=is_answer,
            author_organisation_id=actor.organisation_id,
            author_name=actor.name[:130],
            text=text.strip(),
            written_at=now,
        )
        db.session.add(message)
        if is_answer and entry.answered_at is None:
            entry.answered_at = now
        db.session.flush()
    entries.note(actor, "answer", entry, member=member.public_id)
    page = links.page(f"/needs-offers/{entry.public_id}/answers/{member.public_id}")
    _tell(actor, entry, member, message, page)
    return message


def _tell(
    actor: Viewer, entry: NeedOffer, member: Organisation, message: NeedMessage, page: str
) -> None:
    """Write the letter to the other side: the keeper of the entry, or the member that answers."""
    to_keeper = message.is_answer
    keeper = db.session.get(Organisation, entry.organisation_id) if entry.organisation_id else None
    key, sender = (
        f"need_message:{message.id}",
        member.name if to_keeper else str(keeper or "事務局"),
    )
    if to_keeper and keeper is None:
        for account in recipients.secretariat():
            letter = need_letters.to_office(account, entry, sender, message.text, page)
            outbox.write(actor, letter, to=account.email, dedupe_key=key)
        return
    to = keeper if to_keeper else member
    assert to is not None
    outbox.write(
        actor,
        need_letters.written(to, entry, sender, message.text, page),
        to=recipients.address_of(to),
        dedupe_key=key,
        organisation_id=to.id,
    )


def _answers(actor: Viewer, member: Organisation) -> bool:
    return actor.has(*MEMBERS) and actor.organisation_id == member.id


def _keeps(actor: Viewer, entry: NeedOffer) -> bool:
    """Whether the actor writes as the keeper: the member whose it is, or the office of its own."""
    if entry.organisation_id is None:
        return actor.is_staff
    return actor.has(*MEMBERS) and actor.organisation_id == entry.organisation_id


def _refuse_flood(actor: Viewer) -> None:
    if actor.organisation_id is None:
        return
    memberships.locked(actor.organisation_id)
    start = clock.at_start_of(clock.today())
    with guard.acting_as_system(db.session):  # a number alone leaves it
        sent = db.session.scalar(
            select(func.count()).where(
                NeedMessage.author_organisation_id == actor.organisation_id,
                NeedMessage.written_at >= start,
            )
        )
    if (sent or 0) >= A_DAY:
        raise RuleViolation(None, f"1日に送れるメッセージは、{A_DAY}通までです。")

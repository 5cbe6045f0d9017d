"""Keepers are asked to confirm their entries (登録の内容の確認), and answer by a link in the letter."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import joinedload

from app import clock
from app.errors import NotFound, StaleState
from app.extensions import db
from app.mail.registers import confirmation_letters
from app.models.membership.organisation import Organisation
from app.models.registers.care import RegisterQuestion
from app.models.registers.entry import RegisterEntry, RegisterModel, register_named, registers
from app.rules.registers import freshness as rule
from app.security.viewer import SYSTEM, Role, Viewer
from app.services.common import rows
from app.services.common.links import EntryLink, Links
from app.services.membership.recipients import addresses_of, secretariat
from app.services.post import outbox
from app.services.registers import entries

_DAY = timedelta(days=1)
Asked = tuple[RegisterEntry, RegisterQuestion]


def stale_since(entry: RegisterEntry) -> date | None:
    """Return the day since which an entry has not been confirmed, if its page has to say so."""
    months = entry.register.confirmed_every
    since = entry.checked_on or clock.local(entry.created_at).date()
    return since if months and rule.is_stale(since, months, clock.today()) else None


def ask_due(actor: Viewer, *, links: Links) -> int:
    """Write to the keepers whose entries are due, one letter for all; return how many entries.

    Entries without a member, or of one without a mail address, are the secretariat's.
    """
    actor.require(Role.SYSTEM)
    models = [model for model in registers() if model.register.confirmed_every]
    asked = [each for model in models for each in _ask(model)]
    owners = {each.organisation for each, _question in asked if each.organisation}
    addresses = addresses_of(tuple(owners))
    of_one: dict[Organisation | None, list[Asked]] = defaultdict(list)
    for entry, question in asked:
        has_address = entry.organisation is not None and addresses[entry.organisation.id]
        of_one[entry.organisation if has_address else None].append((entry, question))
    for owner, some in of_one.items():
        _write(actor, owner, addresses[owner.id] if owner else "", some, links)
    return len(asked)


def _ask(model: RegisterModel) -> list[Asked]:
    """Return a register's entries that are due, with the question noted."""
    today, question = clock.today(), RegisterQuestion
    last = rule.confirmed_by(today, model.register.confirmed_every)
    never = model.checked_on.is_(None)
    entered = model.created_at < clock.at_start_of(last + _DAY)
    of_it = and_(
        question.register == model.register.key,
        question.entry == model.public_id,
        never | (question.asked_on > model.checked_on),
    )
    again = and_(question.asked_again_on.is_(None), question.asked_on <= today - rule.AGAIN_AFTER)
    found = db.session.execute(
        select(model, question)
        .outerjoin(question, of_it)
        .where(model.retired_on.is_(None), or_(model.checked_on <= last, never & entered))
        .where(question.id.is_(None) | again)
        .options(joinedload(model.organisation))
        .order_by(model.id)
        .limit(rows.AT_ONCE)
        .with_for_update(of=model, skip_locked=True)
        .execution_options(populate_existing=True)
    ).all()
    return [(entry, _noted(entry, question, today)) for entry, question in found]


def _noted(
    entry: RegisterEntry, question: RegisterQuestion | None, today: date
) -> RegisterQuestion:
    if question is None:
        question = RegisterQuestion(
            register=entry.register.key, entry=entry.public_id, asked_on=today
        )
        db.session.add(question)
        db.session.flush()
    else:
        question.asked_again_on = today
    return question


def _write(
    actor: Viewer, owner: Organisation | None, address: str, asked: Sequence[Asked], links: Links
) -> None:
    """Write to the owner, or to the secretariat's persons."""
    said = tuple((str(entry), links.confirm_entry(_link(entry))) for entry, _question in asked)
    question = asked[0][1]
    period = f"{question.id}{'+' if question.asked_again_on else ''}"
    if owner is not None:
        letters = [(address, confirmation_letters.to_member(owner, said))]
    else:
        letters = [
            (each.email, confirmation_letters.to_officer(each, said)) for each in secretariat()
        ]
    for to, letter in letters:
        outbox.write(
            actor,
            letter,
            to=to,
            dedupe_key="register-questions",
            period=period,
            organisation_id=owner.id if owner else None,
            secret=True,
        )


def _link(entry: RegisterEntry) -> EntryLink:
    version = entry.changed_at.isoformat()
    return EntryLink(entry.register.key, entry.public_id, version, clock.today().isoformat())


def of_link(actor: Viewer, link: EntryLink) -> Any:
    """Return the entry that a link asks about. Raises NotFound, StaleState as `confirm`."""
    model = register_named(link.register)
    if model is None:
        raise NotFound
    entry = entries.one(model, link.entry)
    asked_on = date.fromisoformat(link.asked_on)
    if entry.retired_on is not None:
        raise StaleState("この登録は抹消されているため、確認は必要ありません。")
    if entry.checked_on is not None and entry.checked_on >= asked_on:
        raise StaleState("この登録は、確認が済んでいます。ほかの操作は必要ありません。")
    is_old = clock.today() > asked_on + rule.LINK_WITHIN
    if is_old or entry.changed_at.isoformat() != link.version:
        raise StaleState(
            "このリンクは使えません。送った後に登録の内容が変わったか、60日の期限が過ぎています。"
        )
    return entry


def confirm(actor: Viewer, link: EntryLink) -> Any:
    """Record by a letter's link, which stands for the keeper, that the entry is still true today.

    Raises NotFound, and StaleState for a link of no use: the entry was confirmed, changed or taken
    out since, or the link is too old.
    """
    entry = of_link(actor, link)
    by = str(entry.organisation or "事務局")
    return entries.confirm(SYSTEM, type(entry), entry.public_id, by=f"{by}（メールのリンク）")

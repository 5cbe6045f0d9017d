"""The weekly digest (まとめメール): put together once, then written reader by reader in batches.

A reader gets what is new since the digest before and concerns them; where nothing does, no letter.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app import clock
from app.errors import NotFound
from app.extensions import db
from app.mail.news import digest_letters
from app.mail.news.digest_letters import Told
from app.models.accounts.user import Account
from app.models.membership.organisation import Organisation
from app.models.news.digest import Digest, DigestWish
from app.models.registers.entry import RegisterVersion, registers
from app.rules.membership.membership import Standing
from app.rules.membership.roster import Tier, may_see
from app.rules.news.digest import Reason, Wish, is_due, reason
from app.security.identity import is_usable
from app.security.viewer import Role, Viewer
from app.security.visibility import tier_for
from app.services.common import audit, numbers, rows
from app.services.common.field_texts import FieldTexts
from app.services.common.links import Links
from app.services.membership import recipients
from app.services.news import digest_items
from app.services.post import outbox

AT_ONCE = 100
"""Readers of one batch, which is one transaction."""
FIRST = timedelta(days=7)
"""How far back the very first digest looks."""
SETTLED = timedelta(minutes=1)
"""How far a digest looks behind the one before: what is earlier may be committed a moment later."""
MOST_SHOWN = 104
FOR_ALL = "会員のみなさんへのお知らせ"


class Reader(NamedTuple):
    """Who gets a letter: a member at its address, or a person of it. link: to their preferences."""

    organisation: Organisation
    address: str
    person: str
    wish: Wish
    link: str


def send_due(actor: Viewer, links: Links) -> int:
    """Put this week's digest together, or write the letters of its next readers; 0 when all are."""
    actor.require(Role.SYSTEM)
    numbers.hold("news digest")
    last = db.session.scalars(select(Digest).order_by(Digest.day.desc()).limit(1)).first()
    if last is None or last.finished_at is not None:
        if not is_due(last.day if last else None, clock.today()):
            return 0
        last = _put_together(actor, last)
    return 0 if last.finished_at else _write(actor, last, links)


def _put_together(actor: Viewer, before: Digest | None) -> Digest:
    now = clock.now()
    since = before.until if before else now - FIRST
    told = {each["path"] for each in before.items} if before else set()
    novelties = digest_items.novelties(since - SETTLED, now)
    items = [each for each in digest_items.kept(novelties) if each["path"] not in told]
    digest = Digest(day=clock.today(), until=now, items=items)
    digest.organisation_reached = digest.person_reached = digest.letters = 0
    digest.finished_at = None if items else now
    db.session.add(digest)
    db.session.flush()
    audit.record(actor, "digest.put_together", "digest", digest.id, items=len(items))
    return digest


def _write(actor: Viewer, digest: Digest, links: Links) -> int:
    """Write the letters of the next readers; return how many readers were looked at."""
    looked_at, readers = _members(digest, links)
    if not looked_at:
        looked_at, readers = _persons(digest, links)
    words = FieldTexts.load()
    for reader in readers:
        found = [
            _told(each, why, words, links)
            for each in digest.items
            if (why := reason(each, reader.wish)) is not None
        ]
        if found:
            letter = digest_letters.digest(
                reader.organisation,
                reader.person,
                found,
                page=links.page(f"/news/digests/{digest.day.isoformat()}"),
                preferences=reader.link,
            )
            outbox.write(
                actor,
                letter,
                to=reader.address,
                dedupe_key=f"digest:{digest.id}:{reader.address}",
                organisation_id=reader.organisation.id,
            )
            digest.letters += 1
    if not looked_at:
        digest.finished_at = clock.now()
        audit.record(actor, "digest.finish", "digest", digest.id, letters=digest.letters)
    db.session.flush()
    return looked_at


def _told(item: Mapping[str, Any], why: Reason, words: FieldTexts, links: Links) -> Told:
    places = "・".join(words.municipalities.get(code, code) for code in why.municipalities)
    fields = "・".join(words.activity_fields.get(code, code) for code in why.fields)
    reasons = [f"市町村「{places}」"] * bool(places) + [f"分野「{fields}」"] * bool(fields)
    day, url = date.fromisoformat(item["day"]), links.page(item["path"])
    return Told(item["title"], day, item["lines"], url, "、".join(reasons) or FOR_ALL)


def _members(digest: Digest, links: Links) -> tuple[int, Iterator[Reader]]:
    """Return how many members are next, and those who read; none without a mail address."""
    found = db.session.scalars(
        select(Organisation)
        .where(Organisation.id > digest.organisation_reached, _is_present())
        .order_by(Organisation.id)
        .limit(AT_ONCE)
        .options(joinedload(Organisation.municipality))
    ).all()
    if not found:
        return 0, iter(())
    digest.organisation_reached = found[-1].id
    addresses = recipients.addresses_of(found)
    wishes = _wishes(found)
    readers = (
        Reader(
            each,
            addresses[each.id],
            "",
            _wish(wished),
            links.news_preferences("member", each.id, wished.nonce if wished else ""),
        )
        for each in found
        if addresses[each.id] and ((wished := wishes.get(each.id)) is None or wished.wanted)
    )
    return len(found), readers


def _persons(digest: Digest, links: Links) -> tuple[int, Iterator[Reader]]:
    """Return how many persons who asked for it are next, and those of present members."""
    found = db.session.execute(
        select(DigestWish, Account, Organisation)
        .join(Account, Account.id == DigestWish.account_id)
        .join(Organisation, Organisation.id == Account.organisation_id)
        .where(Account.id > digest.person_reached, DigestWish.wanted, _is_present())
        .order_by(Account.id)
        .limit(AT_ONCE)
        .options(joinedload(Organisation.municipality))
    ).all()
    if not found:
        return 0, iter(())
    digest.person_reached = found[-1][1].id
    readers = (
        Reader(
            organisation,
            account.email,
            account.get_full_name(),
            _wish(wished),
            links.news_preferences("person", account.id, wished.nonce),
        )
        for wished, account, organisation in found
        if is_usable(account)
    )
    return len(found), readers


def _is_present() -> Any:
    return (Organisation.standing != Standing.FORMER) & Organisation.merged_into_id.is_(None)


def _wishes(members: Sequence[Organisation]) -> Mapping[int, DigestWish]:
    found = db.session.scalars(
        select(DigestWish).where(
            DigestWish.organisation_id.in_([each.id for each in members]),
            DigestWish.account_id.is_(None),
        )
    )
    return {each.organisation_id: each for each in found}


def _wish(wished: DigestWish | None) -> Wish:
    return Wish(wished.activity_fields, wished.municipalities) if wished else Wish()


def published(actor: Viewer) -> Sequence[Digest]:
    """Return the digests of the last two years with items that the actor sees, newest first."""
    found = db.session.scalars(select(Digest).order_by(Digest.day.desc()).limit(MOST_SHOWN))
    return [each for each in found if any(_is_seen(actor, item) for item in each.items)]


def on(actor: Viewer, day: date) -> tuple[Digest, list[dict[str, Any]]]:
    """Return a digest and those of its items that the actor may still read. Raises NotFound."""
    digest = rows.only(select(Digest).where(Digest.day == day))
    items = [each for each in digest.items if _is_seen(actor, each)]
    gone = _gone(actor, [each["path"].rpartition("/")[2] for each in items])
    items = [each for each in items if each["path"].rpartition("/")[2] not in gone]
    if not items:
        raise NotFound
    return digest, items


def _gone(actor: Viewer, entries: Sequence[str]) -> set[str]:
    """Return those entries of registers that were taken out, or are shared no longer."""
    found = db.session.execute(
        select(RegisterVersion.entry, RegisterVersion.tier, RegisterVersion.retired).where(
            RegisterVersion.register.in_(model.register.key for model in registers()),
            RegisterVersion.entry.in_(entries),
            RegisterVersion.valid_until.is_(None),
        )
    )
    tier = tier_for(actor)
    return {entry for entry, shown, retired in found if retired or not may_see(shown, tier)}


def _is_seen(actor: Viewer, item: Mapping[str, Any]) -> bool:
    return may_see(Tier(item["tier"]), tier_for(actor))

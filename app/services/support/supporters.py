"""Supporters (サポーター): from the application over training and appointment to the end."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hmac import compare_digest
from typing import Any
from uuid import uuid4

from sqlalchemy import ColumnElement, Select, false, func, or_, select

from app import clock
from app.errors import NotFound, RuleViolation
from app.extensions import db
from app.mail.support import supporter_letters as letters
from app.models.common.master import Municipality
from app.models.membership.organisation import Organisation
from app.models.registers.columns import has_code
from app.models.support.supporter import Supporter, SupporterActivity
from app.rules.common.era import era_letter, fiscal_year, fiscal_year_name
from app.rules.membership.municipality_offices import is_office_of
from app.rules.states.common.table import next_state
from app.rules.states.support.supporter import SERVING, SUPPORTER, SupporterStage, SupporterVerb
from app.rules.support.supporter import (
    PLEDGE,
    REMINDED_BEFORE,
    SupporterActivityKind,
    SupporterKind,
    may_appoint,
    renewed_until,
    term_until,
)
from app.security import guard
from app.security.viewer import MEMBERS, SYSTEM, Role, Viewer
from app.services.common import audit, numbers, rows
from app.services.common.links import Links
from app.services.common.municipalities import in_prefecture
from app.services.membership.recipients import secretariat
from app.services.post import outbox
from app.services.registers import entries

NOUN = Supporter.__tablename__


def apply(actor: Viewer, values: Mapping[str, Any]) -> Supporter:
    """Take in an application from the public form; the same person's is not taken in twice."""
    given = {**values, "applied_on": clock.today(), "pledged_on": clock.today()}
    numbers.hold("supporter application")
    found: Supporter | None = db.session.scalars(_same_person(given)).first()
    if found is not None:
        return found
    entry: Supporter = entries.add(
        SYSTEM, Supporter, {**given, "pledge_version": PLEDGE.version}, source="申込フォーム"
    )
    _send(SYSTEM, letters.received(entry.name), entry)
    for account in secretariat():
        letter = letters.application_waits(account)
        outbox.write(SYSTEM, letter, to=account.email, dedupe_key=_key(entry))
    return entry


def train(actor: Viewer, public_id: str, day: date) -> Supporter:
    """Record that the training was finished on a day."""
    entry = _move(actor, public_id, SupporterVerb.TRAIN)
    _require_past(day, entry.applied_on)
    entry.trained_on = day
    entries.record(actor, "train", entry)
    return entry


def appoint(actor: Viewer, public_id: str, day: date, *, links: Links) -> Supporter:
    """Appoint a supporter as of a day, with a number; tell them. Raises RuleViolation."""
    entry = _move(actor, public_id, SupporterVerb.APPOINT)
    _require_past(day, entry.trained_on)
    verdict = may_appoint(
        entry.kind,
        trained_on=entry.trained_on,
        pledged_on=entry.pledged_on,
        is_minor=entry.is_minor,
        guardian_agreed=entry.guardian_agreed,
    )
    if not verdict:
        raise RuleViolation(verdict.article, verdict.reason)
    year, number = numbers.next_number(NOUN)
    entry.number = f"{era_letter(year)}-{number:04d}"
    entry.appointed_on, entry.term_until = day, term_until(entry.kind, day)
    entries.record(actor, "appoint", entry, number=entry.number)
    _send(actor, letters.appointed(entry, _link(entry, links)), entry, secret=True)
    return entry


def send_link(actor: Viewer, public_id: str, *, links: Links) -> Supporter:
    """Send a new personal link; the former one is void. Raises RuleViolation without an address."""
    entry: Supporter = entries.locked(actor, Supporter, public_id)
    if entry.stage not in SERVING:
        raise RuleViolation(None, "任命中のサポーターではありません。")
    if not entry.email:
        raise RuleViolation(None, "メールアドレスがありません。登録してから送ってください。")
    entry.nonce = str(uuid4())
    entries.record(actor, "link", entry)
    letter = letters.link_again(entry, _link(entry, links))
    _send(actor, letter, entry, secret=True, period=clock.now().isoformat())
    return entry


def renew(actor: Viewer, public_id: str, day: date) -> Supporter:
    """Record a refresher (再研修) and extend the term. Raises RuleViolation for an older day."""
    entry = _move(actor, public_id, SupporterVerb.RENEW)
    _require_past(day, entry.refreshed_on or entry.appointed_on)
    assert entry.term_until is not None
    entry.refreshed_on, entry.term_until = day, renewed_until(entry.term_until, day)
    entries.record(actor, "renew", entry)
    _send(actor, letters.renewed(entry), entry, period=day.isoformat())
    return entry


def end(actor: Viewer, model: type[Supporter], public_id: str, reason: str) -> Supporter:
    """End it: the person's data are deleted, the link is void, what is counted stays."""
    address = entries.locked(actor, model, public_id).email
    entry: Supporter = entries.retire(actor, model, public_id, reason)
    entry.stage = next_state(SUPPORTER, entry.stage, SupporterVerb.END)
    entry.ended_on, entry.nonce = clock.today(), ""
    if address:
        outbox.forget(_key(entry), address)
    entries.record(actor, "end", entry)
    return entry


def by_link(actor: Viewer, supporter_id: int, nonce: str) -> Supporter:
    """Return the serving supporter of a personal link. Raises NotFound."""
    entry = rows.only(select(Supporter).where(Supporter.id == supporter_id, *_serving()))
    if not compare_digest(entry.nonce.encode(), nonce.encode()):
        raise NotFound
    return entry


def remind_due(actor: Viewer, links: Links) -> int:
    """Tell supporters and the secretariat that a refresher is due; return how many."""
    actor.require(Role.SYSTEM)
    due: Sequence[Supporter] = db.session.scalars(
        select(Supporter)
        .where(
            Supporter.stage == SupporterStage.APPOINTED,
            Supporter.retired_on.is_(None),
            Supporter.term_until <= clock.today() + REMINDED_BEFORE,
        )
        .limit(rows.AT_ONCE)
        .with_for_update(skip_locked=True)
    ).all()
    for entry in due:
        entry.stage = next_state(SUPPORTER, entry.stage, SupporterVerb.REMIND)
        entries.record(actor, "remind", entry)
        assert entry.term_until is not None
        period = entry.term_until.isoformat()
        _send(actor, letters.refresher_due(entry), entry, period=period)
        for account in secretariat():
            letter = letters.term_ends(entry.number, entry.term_until, account)
            outbox.write(actor, letter, to=account.email, dedupe_key=_key(entry), period=period)
    return len(due)


@dataclass(frozen=True)
class Numbers:
    """Supporters and their activity in numbers, without a name.

    places: (municipality, kind → supporters). years: (fiscal year, kind → (times, people)).
    """

    places: Sequence[tuple[str, Mapping[SupporterKind, int]]]
    years: Sequence[tuple[str, Mapping[SupporterActivityKind, tuple[int, int]]]]
    total: Mapping[SupporterKind, int]

    @property
    def gaps(self) -> list[str]:
        """The municipalities without a supporter (空白地域)."""
        return [name for name, counts in self.places if not any(counts.values())]


def in_numbers(actor: Viewer) -> Numbers:
    """Return the numbers that everybody may see."""
    with guard.acting_as_system(db.session):  # counts alone leave it
        serving = db.session.execute(
            select(Supporter.kind, Supporter.area).where(*_serving())
        ).all()
        done = db.session.execute(
            select(
                SupporterActivity.month,
                SupporterActivity.kind,
                func.sum(SupporterActivity.times),
                func.sum(SupporterActivity.people),
            )
            .where(SupporterActivity.retired_on.is_(None))
            .group_by(SupporterActivity.month, SupporterActivity.kind)
        ).all()
    found = Counter((code, kind) for kind, area in serving for code in area)
    years: dict[int, dict[SupporterActivityKind, tuple[int, int]]] = {}
    for month, kind, times, people in done:
        year = years.setdefault(fiscal_year(month), {})
        before = year.get(kind, (0, 0))
        year[kind] = (before[0] + times, before[1] + people)
    return Numbers(
        places=[
            (each.name, {kind: found[each.code, kind] for kind in SupporterKind})
            for each in db.session.scalars(in_prefecture())
        ],
        years=[
            (fiscal_year_name(date(year, 4, 1)), years[year])
            for year in sorted(years, reverse=True)
        ],
        total=Counter(kind for kind, _area in serving),
    )


def own_municipality(actor: Viewer) -> Municipality | None:
    """Return the municipality that the actor's organisation is; None for any other member."""
    actor.require(*MEMBERS)
    own = db.session.get_one(Organisation, actor.organisation_id)
    found = db.session.scalars(in_prefecture())
    return next((each for each in found if is_office_of(own.kind, own.name, each.name)), None)


def of_own_municipality(actor: Viewer) -> Sequence[Any]:
    """Return name, kind, phone, email and term_until of the supporters who work in the actor's municipality and agreed to it; recorded.

    Raises NotFound for a member that is no municipality.
    """
    municipality = own_municipality(actor)
    if municipality is None:
        raise NotFound
    audit.record(actor, f"{NOUN}.look", "municipality", municipality.public_id)
    with guard.acting_as_system(db.session):  # of consenting supporters alone
        return db.session.execute(
            select(
                *(Supporter.name, Supporter.kind, Supporter.phone, Supporter.email),
                Supporter.term_until,
            )
            .where(
                *_serving(),
                Supporter.shares_with_municipality,
                has_code(Supporter.area, municipality.code),
            )
            .order_by(Supporter.kana, Supporter.id)
        ).all()


def _serving() -> tuple[ColumnElement[bool], ...]:
    """Return the SQL conditions of a supporter whose term lasts."""
    return (
        Supporter.stage.in_(SERVING),
        Supporter.retired_on.is_(None),
        Supporter.term_until.is_(None) | (Supporter.term_until >= clock.today()),
    )


def _same_person(given: Mapping[str, Any]) -> Select[Supporter]:
    """Return the query for a present entry of the same name, reached in the same way."""
    same = [getattr(Supporter, key) == given[key] for key in ("phone", "email") if given.get(key)]
    return select(Supporter).where(
        Supporter.name == given["name"], Supporter.retired_on.is_(None), or_(false(), *same)
    )


def _move(actor: Viewer, public_id: str, verb: SupporterVerb) -> Supporter:
    actor.require(Role.SECRETARIAT)
    entry: Supporter = entries.locked(actor, Supporter, public_id)
    entry.stage = next_state(SUPPORTER, entry.stage, verb)
    return entry


def _require_past(day: date, after: date | None) -> None:
    if day > clock.today() or (after is not None and day < after):
        raise RuleViolation(None, "前の段階の日から今日までの日を入力してください。")


def _key(entry: Supporter) -> str:
    return f"{NOUN}:{entry.id}"


def _link(entry: Supporter, links: Links) -> str:
    return links.supporter(entry.id, entry.nonce)


def _send(actor: Viewer, letter: Any, entry: Supporter, **options: Any) -> None:
    """Write a letter to the supporter, where a mail address is known."""
    if entry.email:
        outbox.write(actor, letter, to=entry.email, dedupe_key=_key(entry), **options)

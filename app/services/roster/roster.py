"""The roster (団体名簿; 要領第3条): each viewer's view of it, today and on any past day."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, exists, func, or_, select
from sqlalchemy.orm import aliased

from app.errors import NotFound
from app.extensions import db
from app.models.membership.membership import Membership
from app.models.membership.organisation import Organisation, OrganisationVersion
from app.rules.common.naming import search_form
from app.rules.membership.eligibility import OrganisationKind
from app.rules.membership.membership import MemberKind
from app.rules.membership.roster import Tier, may_see, visible
from app.security.viewer import MEMBERS, Role, Viewer

COUNTED = 1000
"""Entries are counted up to here: counting a large roster costs more than the page."""


@dataclass(frozen=True)
class Entry:
    """One organisation's roster entry, limited to what the viewer may see."""

    public_id: str
    member_kind: MemberKind
    member_since: date
    profile: dict[str, Any]


@dataclass(frozen=True)
class Wanted:
    """Search criteria. day: the day of the roster."""

    day: date
    text: str = ""
    member_kind: MemberKind | None = None
    kind: OrganisationKind | None = None
    municipality: str = ""
    activity_field: str = ""


def tier_for(actor: Viewer) -> Tier:
    """Return the viewer's tier of access to the roster (要領第3条第3項)."""
    if actor.is_staff:
        return Tier.SECRETARIAT
    return Tier.MEMBERS if actor.has(*MEMBERS, Role.COUNCIL) else Tier.PUBLIC


def page(
    actor: Viewer, wanted: Wanted, *, number: int, size: int
) -> tuple[list[Entry], Mapping[MemberKind, int]]:
    """Return one page of entries (number: from 1), and the number of each kind.

    The numbers add up to at most COUNTED + 1, which means: more than COUNTED.
    """
    tier = tier_for(actor)
    statement = _select(wanted, tier)
    # Select the page's ids first, straight from the index on the kana; joined at once, SQLite would
    # read and sort the whole roster for every page.
    ids = _ids(wanted, tier).limit(size).offset((number - 1) * size)
    rows = db.session.execute(statement.where(OrganisationVersion.id.in_(ids))).all()
    entries = [_entry(row, tier) for row in rows]
    if number == 1 and len(rows) < size:
        return entries, Counter(entry.member_kind for entry in entries)
    counted = statement.with_only_columns(Membership.kind).order_by(None).limit(COUNTED + 1)
    kinds = counted.subquery()
    counts = db.session.execute(select(kinds.c.kind, func.count()).group_by(kinds.c.kind))
    return entries, {kind: count for kind, count in counts}


def everything(wanted: Wanted, tier: Tier) -> Iterator[Entry]:
    """Yield every entry, for the open data."""
    statement = _select(wanted, tier).execution_options(yield_per=500)
    for row in db.session.execute(statement):
        yield _entry(row, tier)


def one(actor: Viewer, public_id: str, day: date) -> Entry:
    """Return one entry of that day. Raises NotFound for one that was not on the roster."""
    tier = tier_for(actor)
    statement = _select(Wanted(day), tier).where(Organisation.public_id == public_id)
    row = db.session.execute(statement).one_or_none()
    if row is None:
        raise NotFound
    return _entry(row, tier)


def successor(public_id: str) -> str | None:
    """Return the identifier of the record into which this one was merged (重複登録の統合)."""
    gone, kept = aliased(Organisation), aliased(Organisation)
    return db.session.scalar(
        select(kept.public_id)
        .join(gone, gone.merged_into_id == kept.id)
        .where(gone.public_id == public_id)
    )


def history(public_id: str) -> Sequence[tuple[date, date | None]]:
    """Return the period of each version of an entry, newest first."""
    rows = db.session.execute(
        select(OrganisationVersion.valid_from, OrganisationVersion.valid_until)
        .join(OrganisationVersion.organisation)
        .where(Organisation.public_id == public_id)
        .order_by(OrganisationVersion.valid_from.desc())
    )
    return [(row.valid_from, row.valid_until) for row in rows]


def _ids(wanted: Wanted, tier: Tier) -> Select[int]:
    """Select the ids of the versions on the roster, in its order."""
    return (
        select(OrganisationVersion.id)
        .where(_held_on(wanted.day), exists().where(*_memberships(wanted)))
        .where(*_conditions(wanted, tier))
        .order_by(OrganisationVersion.name_kana, OrganisationVersion.id)
    )


def _select(wanted: Wanted, tier: Tier) -> Select[Any]:
    """Select the columns of an entry: objects of all three tables would be slower."""
    return (
        select(
            Organisation.public_id,
            Organisation.disclosure,
            OrganisationVersion.profile,
            Membership.kind,
            Membership.starts_on,
        )
        .select_from(OrganisationVersion)
        .join(OrganisationVersion.organisation)
        .join(Membership, and_(*_memberships(wanted)))
        .where(_held_on(wanted.day), *_conditions(wanted, tier))
        .order_by(OrganisationVersion.name_kana, OrganisationVersion.id)
    )


def _held_on(day: date) -> ColumnElement[bool]:
    """Return the condition for versions in force on the day."""
    return and_(
        OrganisationVersion.valid_from <= day,
        or_(OrganisationVersion.valid_until.is_(None), OrganisationVersion.valid_until > day),
    )


def _memberships(wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    """Yield the conditions for the membership in force on the day, of the requested kind."""
    yield Membership.organisation_id == OrganisationVersion.organisation_id
    yield Membership.starts_on <= wanted.day
    yield or_(Membership.ended_on.is_(None), Membership.ended_on > wanted.day)
    if wanted.member_kind is not None:
        yield Membership.kind == wanted.member_kind


def _conditions(wanted: Wanted, tier: Tier) -> Iterator[ColumnElement[bool]]:
    for word in wanted.text.split():
        folded = search_form(word)
        if folded:
            yield OrganisationVersion.name_search.contains(folded, autoescape=True)
    if wanted.kind is not None:
        yield OrganisationVersion.kind == wanted.kind.value
    if wanted.municipality:
        yield OrganisationVersion.municipality_code == wanted.municipality
    if wanted.activity_field:
        field = f" {wanted.activity_field} "
        yield OrganisationVersion.fields_search.contains(field, autoescape=True)
        # A viewer who may not see a field must not find by it either.
        yield _is_shared(OrganisationVersion.profile["disclosure", "activity_fields", "tier"], tier)
        shared = _is_shared(Organisation.disclosure["activity_fields", "tier"], tier)
        yield OrganisationVersion.organisation.has(shared)


def _is_shared(stated: Any, tier: Tier) -> ColumnElement[bool]:
    seen = [each.value for each in Tier if may_see(each, tier)]
    return or_(stated.as_string().is_(None), stated.as_string().in_(seen))


def _entry(row: Row[Any], tier: Tier) -> Entry:
    shown = visible(row.profile, tier, today=row.disclosure)
    return Entry(row.public_id, row.kind, row.starts_on, shown)

"""The roster (団体名簿; 要領第3条): each viewer's view of it, today and on any past day."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from sqlalchemy import Row, exists, func, or_, select
from sqlalchemy.orm import aliased

from app.errors import NotFound
from app.extensions import db
from app.models.membership.membership import Membership
from app.models.membership.organisation import Organisation, OrganisationVersion
from app.rules.membership.membership import MemberKind
from app.rules.membership.past_roster import past_entry
from app.rules.membership.roster import Tier, visible
from app.security.viewer import Viewer
from app.security.visibility import tier_for
from app.services.roster import roster_selects
from app.services.roster.roster_selects import Wanted

COUNTED = 1000
"""Entries are counted up to here: counting a large roster costs more than the page."""


@dataclass(frozen=True)
class Entry:
    """One organisation's roster entry, limited to what the viewer may see."""

    public_id: str
    member_kind: MemberKind
    member_since: date
    profile: dict[str, Any]
    """A value may be past_roster.REPLACED."""


def is_whole(actor: Viewer, day: date) -> bool:
    """Whether the viewer sees the roster of that day as it was."""
    return roster_selects.is_whole(day, tier_for(actor))


def page(
    actor: Viewer, wanted: Wanted, *, number: int, size: int
) -> tuple[list[Entry], Mapping[MemberKind, int]]:
    """Return one page of entries (number: from 1), and the number of each kind.

    The numbers add up to at most COUNTED + 1, which means: more than COUNTED.
    """
    tier = tier_for(actor)
    statement = roster_selects.entries(wanted, tier)
    # Select the page's ids first, straight from the index on the kana; joined at once, SQLite would
    # read and sort the whole roster for every page.
    ids = roster_selects.ids(wanted, tier).limit(size).offset((number - 1) * size)
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
    statement = roster_selects.entries(wanted, tier).execution_options(yield_per=500)
    for row in db.session.execute(statement):
        yield _entry(row, tier)


def after(wanted: Wanted, tier: Tier, last: int, size: int) -> list[tuple[int, Entry]]:
    """Return entries after an organisation's number, in the order of the numbers, each with its own.

    For programs that read on page by page: an entry renamed meanwhile is neither missed nor doubled.
    """
    statement = roster_selects.entries(wanted, tier).add_columns(Organisation.id).order_by(None)
    following = statement.where(Organisation.id > last).order_by(Organisation.id).limit(size)
    return [(row.id, _entry(row, tier)) for row in db.session.execute(following)]


def one(actor: Viewer, public_id: str, day: date) -> Entry:
    """Return one entry of that day.

    Raises NotFound for one that was not on the roster, or has been struck from it since and is the
    secretariat's alone.
    """
    tier = tier_for(actor)
    statement = roster_selects.entries(Wanted(day), tier)
    row = db.session.execute(statement.where(Organisation.public_id == public_id)).one_or_none()
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


def history(actor: Viewer, public_id: str) -> Sequence[date]:
    """Return the days from which the viewer sees another entry of the organisation, newest first.

    A change of something that the viewer does not see leaves no day.
    """
    tier = tier_for(actor)
    versions = (
        select(OrganisationVersion.valid_from, OrganisationVersion.profile)
        .join(OrganisationVersion.organisation)
        .where(Organisation.public_id == public_id)
        .where(
            or_(
                OrganisationVersion.valid_until.is_(None),
                OrganisationVersion.valid_until > OrganisationVersion.valid_from,
            )
        )
        .order_by(OrganisationVersion.valid_from.desc())
    )
    since = OrganisationVersion.valid_from
    if tier is not Tier.SECRETARIAT:
        versions = versions.where(
            exists().where(*roster_selects.member_on(since)), ~roster_selects.struck_since(since)
        )
    rows = db.session.execute(versions).all()
    if tier is Tier.SECRETARIAT or not rows:
        return [row.valid_from for row in rows]
    shown = [past_entry(row.profile, rows[0].profile, tier) for row in rows]
    changed = [one != before for one, before in pairwise(shown)]
    return [row.valid_from for row, differs in zip(rows, [*changed, True], strict=True) if differs]


def _entry(row: Row[Any], tier: Tier) -> Entry:
    whole = row.then is None
    shown = visible(row.profile, tier) if whole else past_entry(row.then, row.profile, tier)
    return Entry(row.public_id, row.kind, row.starts_on, shown)

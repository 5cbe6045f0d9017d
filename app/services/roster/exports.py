"""The secretariat's export of the whole roster: with personal data, and importable."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import contains_eager

from app.extensions import db
from app.models.membership.membership import Membership
from app.models.membership.organisation import Organisation, OrganisationVersion
from app.rules.membership.membership import Standing
from app.rules.membership.profile_changes import PERSONAL, item
from app.rules.membership.profile_fields import DISCLOSURE, PERSONAL_FIELDS
from app.rules.membership.roster import Tier
from app.security.viewer import Role, Viewer
from app.services.common import audit, tabular
from app.services.membership import profile_texts
from app.services.membership.profile_texts import ProfileTexts
from app.services.roster.roster_columns import BY_KEY, EXPORTED, IMPORTED

READ_AT_ONCE = 500
_KEYS = [column.key for column in EXPORTED]
PRESETS = {
    "all": _KEYS,
    "none": [],
    "basic": [
        *("name", "name_kana", "member_kind", "member_since", "kind", "municipality_code"),
        *("representative_title", "representative_name"),
    ],
    "post": ["name", "postal_code", "municipality_code", "address", "phone", "fax", "email"],
    "contact": ["name", *(key for key in _KEYS if key in PERSONAL_FIELDS), "phone", "email"],
    "import": [column.key for column in IMPORTED],
}
"""Selections of columns."""


def export(
    actor: Viewer,
    *,
    day: date,
    former: bool,
    columns: Collection[str],
    form: str,
    anyway: bool = False,
) -> tuple[bytes, list[str]]:
    """Return the roster of a day as a file, and the characters missing in cp932; record the export.

    former: include former members that are not on the roster of that day. columns: keys of
    EXPORTED.
    form: xlsx, csv or cp932. anyway: write 〓 for characters missing in cp932; without it, such a
    file comes back empty and is not recorded.
    """
    actor.require(Role.SECRETARIAT)
    keys = [column.key for column in EXPORTED if column.key in columns]
    header = [BY_KEY[key].heading for key in keys]
    found = list(rows(day, former=former, keys=keys))
    missing: list[str] = []
    if form == "cp932":
        content, missing = tabular.to_csv_cp932(header, found)
        if missing and not anyway:
            return b"", missing
    elif form == "csv":
        content = tabular.to_csv(header, found)
    else:
        content = tabular.to_xlsx(header, found, title="団体名簿")
    audit.record(
        actor,
        "roster.export",
        "roster",
        day.isoformat(),
        form=form,
        former=former,
        columns=keys,
        rows=len(found),
    )
    db.session.flush()
    return content, missing


def rows(day: date, *, former: bool, keys: Sequence[str]) -> Iterator[list[str | date]]:
    """Yield each organisation's row of texts and days, in the order of the keys."""
    texts = profile_texts.load()
    for version in versions(day, former=former):
        yield _row(version, day, keys, texts)


def versions(day: date, *, former: bool) -> Iterator[OrganisationVersion]:
    """Yield the roster's entries of a day in its order; with former, the last one of those, too."""
    latest = None
    for version in db.session.scalars(_select(day, former=former)):
        if latest is not None and version.organisation_id == latest:
            continue  # an older version of a former member
        latest = version.organisation_id
        yield version


def _select(day: date, *, former: bool) -> Any:
    on_roster = or_(
        OrganisationVersion.valid_until.is_(None), OrganisationVersion.valid_until > day
    )
    in_force = Membership.ended_on.is_(None) | (Membership.ended_on > day)
    member = Organisation.memberships.any(and_(Membership.starts_on <= day, in_force))
    return (
        select(OrganisationVersion)
        .join(OrganisationVersion.organisation)
        .where(Organisation.merged_into_id.is_(None), OrganisationVersion.valid_from <= day)
        .where(or_(and_(on_roster, member), ~member) if former else and_(on_roster, member))
        .order_by(
            Organisation.name_kana,
            Organisation.id,
            OrganisationVersion.valid_from.desc(),
            OrganisationVersion.id.desc(),
        )
        .options(
            contains_eager(OrganisationVersion.organisation).selectinload(Organisation.memberships)
        )
        .execution_options(yield_per=READ_AT_ONCE)
    )


def _row(
    version: OrganisationVersion, day: date, keys: Sequence[str], texts: ProfileTexts
) -> list[str | date]:
    facts = _facts(version.organisation, day)
    return [facts[key] if key in facts else cell_text(version.profile, key, texts) for key in keys]


def _facts(organisation: Organisation, day: date) -> dict[str, str | date]:
    begun = [row for row in organisation.memberships if row.starts_on <= day]
    last = begun[-1] if begun else None
    ended = last is not None and last.ended_on is not None and last.ended_on <= day
    member = last is not None and not ended
    standing = Standing(last.kind.value) if last and member else Standing.FORMER
    return {
        "id": organisation.public_id,
        "member_kind": standing.label,
        "member_since": last.starts_on if last and member else "",
        "ended_on": last.ended_on if last and ended and last.ended_on else "",
        "end_cause": last.end_cause.label if last and ended and last.end_cause else "",
        "history": "\n".join(_period(row) for row in begun),
        "last_contact_on": organisation.last_contact_on or "",
    }


def _period(row: Membership) -> str:
    until = row.ended_on.isoformat() if row.ended_on else ""
    cause = f"（{row.end_cause.label}）" if row.end_cause else ""
    return f"{row.kind.label} {row.starts_on.isoformat()}～{until}{cause}"


def cell_text(profile: dict[str, Any], key: str, texts: ProfileTexts) -> str:
    """Return one item of a profile as a cell's text."""
    value = item(profile, key)
    if key.startswith(f"{DISCLOSURE}.") and not key.endswith(f".{PERSONAL}"):
        return texts.value(key, value) if value["tier"] != Tier.PUBLIC.value else Tier.PUBLIC.label
    return str(value) if isinstance(value, int) else texts.value(key, value)

"""The public roster as open data: stable columns, stable identifiers.

Of a past day it holds what a visitor sees of that day (rules/membership/past_roster.py), whoever
asks: it may be passed on freely.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from app.rules.common.field import Kind
from app.rules.membership.membership import MemberKind
from app.rules.membership.past_roster import REPLACED
from app.rules.membership.profile_fields import BY_AGE, FIELDS
from app.rules.membership.profile_schema import Field
from app.rules.membership.roster import Tier
from app.services.membership import profile_texts
from app.services.membership.profile_texts import ProfileTexts
from app.services.roster import roster
from app.services.roster.roster import Entry
from app.services.roster.roster_columns import MUNICIPALITY_CODE
from app.services.roster.roster_selects import Wanted

MUNICIPALITY_NAME = "municipality"


def _columns(field: Field) -> tuple[tuple[str, str], ...]:
    """Return a field's columns: of a municipality its code and its name."""
    if field.kind is Kind.MUNICIPALITY:
        return (field.key, MUNICIPALITY_CODE.heading), (MUNICIPALITY_NAME, field.label)
    return ((field.key, field.label),)


COLUMNS = (
    ("id", "識別子"),
    ("member_kind", "会員の種別"),
    ("member_since", "入会日"),
    *(column for field in BY_AGE if not field.section.personal for column in _columns(field)),
)
"""Key in the JSON and heading in the tables, which are those of an import. Never renamed, only
extended: others rely on it."""
_CODED = [f.key for f in FIELDS if f.kind in (Kind.ORGANISATION_KIND, Kind.ACTIVITY_FIELDS)]
"""Codes in the JSON, their names in the tables."""
LICENCE_PAGE = "https://creativecommons.org/licenses/by/4.0/deed.ja"
LICENCE = f"CC BY 4.0 ({LICENCE_PAGE})"
MEMBER_KINDS = {MemberKind.EXECUTIVE: "幹事団体", MemberKind.GENERAL: "一般団体"}


def header() -> list[str]:
    """Return the headings of the tables."""
    return [heading for _key, heading in COLUMNS]


def rows(day: date) -> Iterator[list[str | date]]:
    """Yield the public roster of a day as rows of texts and days, in the order of the columns."""
    texts = profile_texts.load()
    for entry in roster.everything(Wanted(day), Tier.PUBLIC):
        record = _record(entry)
        record["member_kind"] = MEMBER_KINDS[entry.member_kind]
        record[MUNICIPALITY_NAME] = _municipality(record, texts)
        for key in _CODED:
            record[key] = texts.value(key, record[key])
        record["member_since"] = entry.member_since
        cells = (record[key] or "" for key, _heading in COLUMNS)
        yield [cell if isinstance(cell, date) else str(cell) for cell in cells]


def document(day: date) -> dict[str, Any]:
    """Return the public roster of a day as one JSON document, with its date and licence."""
    texts = profile_texts.load()
    members = []
    for entry in roster.everything(Wanted(day), Tier.PUBLIC):
        record = _record(entry)
        record[MUNICIPALITY_NAME] = _municipality(record, texts)
        members.append({key: record[key] for key, _heading in COLUMNS})
    return {
        "title": "とっとり孤独・孤立対策官民連携プラットフォーム 団体名簿",
        "as_of": day.isoformat(),
        "licence": LICENCE,
        "replaced_value": REPLACED,
        "count": len(members),
        "members": members,
    }


def _municipality(record: dict[str, Any], texts: ProfileTexts) -> str | None:
    code = record["municipality_code"]
    return REPLACED if code == REPLACED else texts.municipalities.get(code)


def _record(entry: Entry) -> dict[str, Any]:
    record: dict[str, Any] = dict.fromkeys(key for key, _heading in COLUMNS)
    record.update({key: entry.profile.get(key) for key in record if key in entry.profile})
    record["id"] = entry.public_id
    record["member_kind"] = entry.member_kind.value
    record["member_since"] = entry.member_since.isoformat()
    return record

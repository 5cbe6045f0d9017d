"""The public roster as open data: stable columns, stable identifiers."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from app.rules.membership.eligibility import OrganisationKind
from app.rules.membership.membership import MemberKind
from app.rules.membership.roster import Tier
from app.services.membership import profile_texts
from app.services.roster import roster
from app.services.roster.roster import Entry, Wanted

COLUMNS = (
    ("id", "識別子"),
    ("member_kind", "会員の種別"),
    ("member_since", "入会日"),
    ("name", "団体名"),
    ("name_kana", "団体名（カナ）"),
    ("kind", "団体の種別"),
    ("corporate_number", "法人番号"),
    ("representative_title", "代表者職名"),
    ("representative_name", "代表者氏名"),
    ("postal_code", "郵便番号"),
    ("municipality_code", "市町村コード"),
    ("municipality", "市町村"),
    ("address", "所在地"),
    ("phone", "電話番号"),
    ("fax", "FAX番号"),
    ("email", "メールアドレス"),
    ("website", "ウェブサイト"),
    ("activity_fields", "活動分野"),
    ("activity_area", "活動地域"),
    ("activities", "活動内容"),
    ("relation", "孤独・孤立対策との関わり"),
    ("public_contact_name", "公開用連絡先"),
    ("public_contact_phone", "公開用連絡先電話番号"),
    ("public_contact_email", "公開用連絡先メールアドレス"),
)
"""Key in the JSON and heading in the tables. Never renamed, only extended: others rely on it."""
LICENCE = "CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/deed.ja)"
MEMBER_KINDS = {MemberKind.EXECUTIVE: "幹事団体", MemberKind.GENERAL: "一般団体"}


def header() -> list[str]:
    """Return the headings of the tables."""
    return [heading for _key, heading in COLUMNS]


def rows(day: date) -> Iterator[list[str]]:
    """Yield the public roster of a day as rows of text, in the order of the columns."""
    texts = profile_texts.load()
    for entry in roster.everything(Wanted(day), Tier.PUBLIC):
        record = _record(entry)
        kind = record["kind"]
        record["member_kind"] = MEMBER_KINDS[entry.member_kind]
        record["kind"] = OrganisationKind(kind).label if kind else ""
        record["activity_fields"] = texts.value("activity_fields", record["activity_fields"])
        code = record["municipality_code"]
        record["municipality"] = texts.municipalities.get(code, "")
        yield [str(record[key] or "") for key, _heading in COLUMNS]


def document(day: date) -> dict[str, Any]:
    """Return the public roster of a day as one JSON document, with its date and licence."""
    texts = profile_texts.load()
    members = []
    for entry in roster.everything(Wanted(day), Tier.PUBLIC):
        record = _record(entry)
        record["municipality"] = texts.municipalities.get(record["municipality_code"])
        members.append({key: record[key] for key, _heading in COLUMNS})
    return {
        "title": "とっとり孤独・孤立対策官民連携プラットフォーム 団体名簿",
        "as_of": day.isoformat(),
        "licence": LICENCE,
        "count": len(members),
        "members": members,
    }


def _record(entry: Entry) -> dict[str, Any]:
    record: dict[str, Any] = dict.fromkeys(key for key, _heading in COLUMNS)
    record.update({key: entry.profile.get(key) for key in record if key in entry.profile})
    record["id"] = entry.public_id
    record["member_kind"] = entry.member_kind.value
    record["member_since"] = entry.member_since.isoformat()
    return record

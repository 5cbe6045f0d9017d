"""The columns of the whole roster as a file, for export and import."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.rules.common.column_mapping import Target
from app.rules.membership.foreign_headings import SYNONYMS
from app.rules.membership.profile_changes import PERSONAL, name_of
from app.rules.membership.profile_fields import DISCLOSURE, FIELDS, REQUIRED_FIELDS, WITHHOLDABLE


@dataclass(frozen=True)
class Column:
    """One column: its heading, and a hint and an example for the template."""

    key: str
    heading: str
    hint: str = ""
    example: str = ""


CLEAR = "（消去）"
"""The one mark that clears a value of an organisation on the roster; an empty cell changes none."""
_NEEDED = "新しい団体では必須です。"
_TIER = (
    "「公開」「会員のみ（理由）」「事務局のみ（理由）」。空欄は、名簿にある団体では変えず、"
    "新しい団体では公開です。",
    "公開",
)
_PERSONAL = (
    "「会員のみ」か「事務局のみ」。空欄は、名簿にある団体では変えず、新しい団体では事務局のみです。",
    "事務局のみ",
)


def _profile_columns() -> list[Column]:
    found = [
        Column(
            field.key,
            field.label,
            (_NEEDED if field.required else "") + field.note,
            field.example,
        )
        for field in FIELDS
    ]
    tiers = dict.fromkeys(WITHHOLDABLE, _TIER) | {PERSONAL: _PERSONAL}
    for shared, hints in tiers.items():
        key = f"{DISCLOSURE}.{shared}"
        found.append(Column(key, name_of(key), *hints))
    return found


IDENTIFIER = Column("id", "識別子", "すでに名簿にある団体だけ。書き出したファイルのまま使います。")
MEMBER_KIND = Column(
    "member_kind",
    "会員の種別",
    "新しい団体は一般団体だけです（幹事団体にはプラットフォーム会議の決議が要ります）。",
    "一般団体",
)
MEMBER_SINCE = Column(
    "member_since",
    "入会日",
    "新しい団体の会員資格の始まり。空欄は取り込む日です。2026-04-01 か 令和8年4月1日 のように。",
    "2026-04-01",
)
PROFILE = tuple(_profile_columns())
IMPORTED = (IDENTIFIER, MEMBER_KIND, MEMBER_SINCE, *PROFILE)
"""The columns read by an import."""
EXPORT_ONLY = (
    Column("ended_on", "会員でなくなった日"),
    Column("end_cause", "会員でなくなった事由"),
    Column("history", "会員資格の履歴"),
    Column("last_contact_on", "最終連絡日"),
)
RESULTS = (Column("line", "行"), Column("fate", "結果"), Column("reasons", "理由"))
"""Columns added to an import's result file; skipped when the corrected file is imported again."""
SKIPPED = "（読み飛ばした列）"
EXPORTED = (IDENTIFIER, MEMBER_KIND, MEMBER_SINCE, *EXPORT_ONLY, *PROFILE)
BY_KEY: Mapping[str, Column] = {column.key: column for column in (*EXPORTED, *RESULTS)}


MUNICIPALITY_CODE = Column("", "市町村コード")
"""In the open data, beside the municipality's name, which an import reads."""


def _known() -> dict[str, str]:
    found = {column.heading: column.key for column in IMPORTED}
    others = (*EXPORT_ONLY, *RESULTS, MUNICIPALITY_CODE)
    skipped = {column.heading: "" for column in others} | {SKIPPED: ""}
    return {_folded(heading): key for heading, key in (found | skipped).items()}


def _folded(heading: str) -> str:
    return "".join(heading.split()).translate(str.maketrans("()", "（）")).removeprefix("※")


_KNOWN = _known()


def recognise(headings: Sequence[str]) -> list[str] | None:
    """Return the keys of a file with the template's headings, "" for a column not read.

    None where a heading is another, stands twice, or tells no organisation: a person maps those.
    """
    found = [_KNOWN.get(_folded(heading)) if heading.strip() else "" for heading in headings]
    keys = [key for key in found if key]
    names_one = "name" in keys or "id" in keys
    if None in found or len(keys) != len(set(keys)) or not names_one:
        return None
    return [key or "" for key in found]


def targets() -> list[Target]:
    """Return the columns that an import reads, with their headings in others' lists."""
    return [
        Target(
            column.key,
            column.heading,
            tuple(SYNONYMS.get(column.key, "").split()),
            required=column.key in REQUIRED_FIELDS,
        )
        for column in IMPORTED
    ]

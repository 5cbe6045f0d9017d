"""The columns of the whole roster as a file, for export and import."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.rules.membership.profile_changes import PERSONAL, name_of
from app.rules.membership.profile_fields import DISCLOSURE, FIELDS, WITHHOLDABLE
from app.services.common.spreadsheets import Unreadable


@dataclass(frozen=True)
class Column:
    """One column: its heading, and a hint and an example for the template."""

    key: str
    heading: str
    hint: str = ""
    example: str = ""


_NEEDED = "新しい団体では必須です。"
_TIER = ("空欄は公開です。公開しないときは「会員のみ（理由）」か「事務局のみ（理由）」。", "公開")
_PERSONAL = ("「会員のみ」か「事務局のみ」。空欄は事務局のみです。", "事務局のみ")


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
    "member_since", "入会日", "新しい団体の会員資格の始まり。空欄は取り込む日です。", "2026-04-01"
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


def _known() -> dict[str, str]:
    found = {column.heading: column.key for column in IMPORTED}
    skipped = {column.heading: "" for column in (*EXPORT_ONLY, *RESULTS)} | {SKIPPED: ""}
    return {_folded(heading): key for heading, key in (found | skipped).items()}


def _folded(heading: str) -> str:
    return "".join(heading.split()).translate(str.maketrans("()", "（）")).removeprefix("※")


_KNOWN = _known()


def recognise(headings: Sequence[str]) -> list[str]:
    """Return each column's key, "" for a skipped one. Raises Unreadable for an unknown heading."""
    found = [_KNOWN.get(_folded(heading)) if heading.strip() else "" for heading in headings]
    unknown = [heading for heading, key in zip(headings, found, strict=True) if key is None]
    if unknown:
        raise Unreadable(
            f"見出し「{'」「'.join(text[:40] for text in unknown[:5])}」の列は取り込めません。"
            "見出しをひな形と同じにするか、列を消してください。"
        )
    keys_found = [key for key in found if key]
    twice = sorted({key for key in keys_found if keys_found.count(key) > 1})
    if twice:
        raise Unreadable(
            f"「{BY_KEY[twice[0]].heading}」の列が二つ以上あります。一つにしてください。"
        )
    if "name" not in keys_found and "id" not in keys_found:
        raise Unreadable("「団体名」の列がありません。1行目に見出しがあるか確かめてください。")
    return [key or "" for key in found]

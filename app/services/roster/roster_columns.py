"""The columns of the whole roster as a file, for export and import."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.rules.membership.profile_changes import DISCLOSURE, FIELD_NAMES, keys, name_of
from app.services.common.spreadsheets import Unreadable

ALWAYS_PUBLIC = frozenset({"name", "name_kana", "kind", "municipality_code"})
"""Fields that no organisation can withhold: they make up the entry."""


@dataclass(frozen=True)
class Column:
    """One column: its heading, and a hint and an example for the template."""

    key: str
    heading: str
    hint: str = ""
    example: str = ""


_HINTS = {
    "name": ("新しい団体では必須です。", "特定非営利活動法人 つながりの会"),
    "name_kana": ("新しい団体では必須です。カタカナ。", "ツナガリノカイ"),
    "kind": ("新しい団体では必須です。NPO法人、社会福祉法人、任意団体など。", "NPO法人"),
    "corporate_number": ("13桁。あれば同じ団体かどうかを番号で見分けます。", ""),
    "representative_title": ("", "理事長"),
    "representative_name": ("新しい団体では必須です。", "因幡 花子"),
    "postal_code": ("新しい団体では必須です。", "680-0011"),
    "municipality_code": ("新しい団体では必須です。市町村名か6桁の市町村コード。", "鳥取市"),
    "address": ("新しい団体では必須です。", "鳥取市東町一丁目220番地"),
    "phone": ("新しい団体では必須です。", "0857-26-7111"),
    "fax": ("", ""),
    "email": ("", "office@example.jp"),
    "website": ("", "https://www.example.jp/"),
    "activity_fields": ("新しい団体では必須です。二つ以上は「、」で区切ります。", "居場所づくり"),
    "activity_area": ("", "鳥取県東部"),
    "activities": ("新しい団体では必須です。", "誰でも立ち寄れる居場所を週2回開いています。"),
    "relation": ("新しい団体では必須です。", "孤独・孤立を感じる人が集まれる場です。"),
    "public_contact_name": ("新しい団体では必須です。公開します。", "事務所"),
    "business_contact_name": ("新しい団体では必須です。公開しません。", "伯耆 太郎"),
    "business_contact_email": ("新しい団体では必須です。公開しません。", "contact@example.jp"),
}
_TIER = ("空欄は公開です。公開しないときは「会員のみ（理由）」か「事務局のみ（理由）」。", "公開")
_PERSONAL = ("「会員のみ」か「事務局のみ」。空欄は事務局のみです。", "事務局のみ")


def _profile_columns() -> list[Column]:
    found = [Column(key, name, *_HINTS.get(key, ())) for key, name in FIELD_NAMES.items()]
    for key in keys():
        kind, dot, field = key.partition(".")
        if dot and kind == DISCLOSURE and field not in ALWAYS_PUBLIC:
            hints = _PERSONAL if field == "business_contact" else _TIER
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

"""The tables of GIF (政府相互運用性フレームワーク), as csv with its Japanese headings."""

from collections.abc import Iterable

from app.rules.registers.schema import Register
from app.services.common import tabular
from app.services.registers.formats.places import Row

IDENTIFIER, ADDRESS = "ID", "URL"
DESKS = (
    *(IDENTIFIER, "POIコード", "名称", "名称（カナ）", "名称（英字）", "概要", "説明"),
    *("郵便番号", "住所", "利用可能曜日", "開始時刻", "終了時刻", "利用可能日時説明"),
    *("料金有無", "料金説明", "対象者", "全国地方公共団体コード", "都道府県", "市区町村"),
    *("連絡先名称", "連絡先電話番号", "連絡先内線番号", "連絡先メールアドレス", "連絡先FAX番号"),
    *(ADDRESS, "連絡先備考"),
)
"""行政サービス拠点・支援機関等 (GIF 451-7): 施設情報, サービス・担当区域, 連絡先."""
PROGRAMMES = (
    *(IDENTIFIER, "所管組織", "制度名", "概要", "内容", "根拠法令", "対象者", "最大補助率"),
    *("給付上限額", "予算枠の有無", "公募開始日", "公募終了日", "手続書類", "電子申請の有無"),
    *("お困りごと", "キーワード", "連絡先", ADDRESS, "公開開始日", "公開終了日", "最終更新日"),
)
"""制度 (GIF 451-4)."""

EVENTS = (
    *(IDENTIFIER, "会議名", "概要", "説明", "種類", "対象者", ADDRESS, "Web開催", "開催日"),
    *("開始時刻", "終了時刻", "日時説明", "場所名称", "主催団体", "申込方法", "住所", "連絡先"),
    "備考",
)
"""会議・行事 (GIF 451-5); 詳細URL is the address of the page."""


def desks(_register: Register, rows: Iterable[Row]) -> bytes:
    """Return entries as 行政サービス拠点・支援機関等."""
    return _table(DESKS, rows)


def programmes(_register: Register, rows: Iterable[Row]) -> bytes:
    """Return entries as 制度."""
    return _table(PROGRAMMES, rows)


def events(_register: Register, rows: Iterable[Row]) -> bytes:
    """Return entries as 会議・行事."""
    return _table(EVENTS, rows)


def _table(headings: tuple[str, ...], rows: Iterable[Row]) -> bytes:
    return tabular.to_csv(headings, ([_cell(row, each) for each in headings] for row in rows))


def _cell(row: Row, heading: str) -> str:
    value = row.values.get(heading, {IDENTIFIER: row.id, ADDRESS: row.address}.get(heading, ""))
    if isinstance(value, bool):
        return "有" if value else "無"
    return "；".join(map(str, value)) if isinstance(value, list) else str(value)

"""Conversion of an imported roster row into its stored form, exactly as in the forms."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from app.rules.common import repairs
from app.rules.common.days import read_day
from app.rules.common.field import Kind
from app.rules.common.text import single_line
from app.rules.membership.membership import Standing
from app.rules.membership.profile_changes import PERSONAL
from app.rules.membership.profile_fields import BY_KEY, DISCLOSURE
from app.rules.membership.profile_schema import Field
from app.services.roster import row_derivation, row_values
from app.services.roster.roster_columns import CLEAR
from app.services.roster.row_values import ChoiceCodes, folded

LOST_SIGNS = "〓\ufffd"
NOTHING = frozenset(("-", "ー", "―", "なし", "無し", "無", "不明", "未定", "非公開"))
"""What others write into a cell that has nothing to say."""
_PROSE = (Kind.LINE, Kind.LINES, Kind.KANA)
_REPAIRS: Mapping[Kind, Callable[[str], repairs.Repaired]] = {
    Kind.PHONE: repairs.phone,
    Kind.POSTAL_CODE: repairs.postal_code,
    Kind.CORPORATE_NUMBER: repairs.corporate_number,
}


@dataclass
class Reading:
    """The content of a row, limited to the cells that are filled."""

    line: int
    identifier: str = ""
    standing: Standing | None = None
    since: date | None = None
    items: dict[str, Any] = field(default_factory=dict)
    """Values in the stored form, by key as in rules/profile_changes; "" clears a value."""
    derived: dict[str, tuple[Any, str]] = field(default_factory=dict)
    """Values that other cells tell, for a new organisation: key → value and remark."""
    faults: list[list[str]] = field(default_factory=list)
    """Pairs: column key and fault."""
    notes: list[str] = field(default_factory=list)
    """Remarks for the officer."""
    answers: Mapping[str, str] = field(default_factory=dict)
    """An officer's answers whether this is the same organisation."""

    @property
    def name(self) -> str:
        """The row's name, "" where it has none."""
        return str(self.items.get("name") or "")


def read(number: int, cells: Mapping[str, str], words: ChoiceCodes) -> Reading:
    """Read one row. cells: by column key. Faults are collected with their column, not raised.

    An empty cell says nothing: it is left out.
    """
    reading = Reading(number)
    for key, text in cells.items():
        lost = next((sign for sign in LOST_SIGNS if sign in text), "")
        try:
            if lost:
                raise ValueError(f"「{lost}」は失われた文字の印です。元の文字に直してください。")
            _take(reading, key, text, words)
        except ValueError as fault:
            reading.faults.append([key, str(fault)])
    if "?" in cells.get("name", ""):
        reading.notes.append("団体名の「?」は、読み取れなかった文字の跡かもしれません。")
    row_derivation.derive(reading, words.municipalities)
    return reading


def _take(reading: Reading, key: str, text: str, words: ChoiceCodes) -> None:
    if not text.strip():
        return
    if folded(text) == folded(CLEAR):
        _clear(reading, key)
    elif key == "id":
        reading.identifier = single_line(text, limit=36)
    elif key == "member_kind":
        reading.standing = row_values.standing(text)
    elif key == "member_since":
        reading.since = read_day(text)
    elif key.startswith(f"{DISCLOSURE}."):
        tier, reason = row_values.disclosure(text, personal=key.endswith(f".{PERSONAL}"))
        reading.items[key] = {"tier": tier, "reason": reason}
    else:
        _take_field(reading, BY_KEY[key], text, words)


def _clear(reading: Reading, key: str) -> None:
    if key not in BY_KEY:
        raise ValueError(f"この列の値は「{CLEAR}」で消せません。")
    reading.items[key] = ""


def _take_field(reading: Reading, field: Field, text: str, words: ChoiceCodes) -> None:
    if field.kind not in _PROSE and folded(text) in NOTHING:
        reading.notes.append(f"{field.label}の「{folded(text)}」は、空欄として読みました。")
        return
    repair = _REPAIRS.get(field.kind)
    if repair is not None:
        text, note = repair(text)
        if note:
            reading.notes.append(f"{field.label}：{note}")
    value = row_values.PARSERS.get(field.kind, row_values.plain)(field, text, words)
    if value not in ("", []):
        reading.items[field.key] = value

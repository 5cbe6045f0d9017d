"""The weekly digest (まとめメール): what of it concerns a reader, and why."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

LINE, MOST_LINES = 36, 2
"""Characters of a line and lines of an item: LGWAN terminals read text only."""


class Reason(NamedTuple):
    """The reader's fields and municipalities that an item is about; none where it is for all."""

    fields: tuple[str, ...]
    municipalities: tuple[str, ...]


@dataclass(frozen=True)
class Wish:
    """What a reader wants to read about; empty: everything. Codes."""

    fields: Collection[str] = ()
    municipalities: Collection[str] = ()


def reason(item: Mapping[str, Any], wish: Wish) -> Reason | None:
    """Return why an item concerns a reader; None where it does not.

    item: with `fields` and `municipalities`. An item that names none is for everybody.
    """
    fields = _common(item["fields"], wish.fields)
    municipalities = _common(item["municipalities"], wish.municipalities)
    if fields is None or municipalities is None:
        return None
    return Reason(fields, municipalities)


def _common(of_item: Collection[str], wanted: Collection[str]) -> tuple[str, ...] | None:
    if not of_item or not wanted:
        return ()
    return tuple(code for code in of_item if code in wanted) or None


def lines_of(text: str) -> list[str]:
    """Return the beginning of a text in at most two short lines; … where it goes on."""
    whole = " ".join(text.split()).replace("。 ", "。")
    lines = [whole[at : at + LINE] for at in range(0, min(len(whole), LINE * MOST_LINES), LINE)]
    if len(whole) > LINE * MOST_LINES:
        lines[-1] = f"{lines[-1][:-1]}…"
    return lines


def is_due(last: date | None, today: date) -> bool:
    """Whether the week of `today` (from Monday) has had no digest yet. last: its day."""
    return last is None or last < today - timedelta(days=today.weekday())

"""The open interface (オープンAPI): what it gives of a register, and how it reads what is asked."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any

from app.rules.common.field import Kind
from app.rules.membership.roster import Tier, may_see
from app.rules.registers.schema import RegisterField

USUAL, MOST = 50, 500
"""Entries of a page."""
LONGEST = 200
"""Characters of a condition."""
LARGEST = 999_999_999
"""The largest whole number of a condition."""
CURSOR, LIMIT, FORMAT, SINCE = "cursor", "limit", "format", "since"
"""Parameters beside the conditions."""
_CURSOR = re.compile("[0-9a-f]{1,12}")


class Refused(ValueError):
    """What is asked cannot be read. errors: parameter → why, in Japanese."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__("、".join(errors))
        self.errors = errors


@dataclass(frozen=True)
class Asked:
    """What a caller asks for. after: the number of the last row that they have."""

    after: int = 0
    size: int = USUAL
    format: str = ""
    conditions: Mapping[str, Any] = field(default_factory=dict)
    """Field → value."""


def given(fields: Iterable[RegisterField], tier: Tier) -> tuple[RegisterField, ...]:
    """Return the fields that a tier is given: none of a person, none that no table contains."""
    return tuple(
        each for each in fields if each.exported and not each.personal and may_see(each.tier, tier)
    )


def cursor(number: int) -> str:
    """Return a row's number as callers hold it."""
    return f"{number:x}"


def read(
    sent: Sequence[tuple[str, str]],
    filters: Iterable[RegisterField] = (),
    formats: Iterable[str] = (),
    *,
    position: str = CURSOR,
) -> Asked:
    """Read the parameters of an address. Raises Refused.

    A parameter that does not exist is refused: its condition would be left out unnoticed.
    position: the parameter that holds the cursor; without one there are no pages.
    """
    known = {each.open_name: each for each in filters}
    names = [name for name, _text in sent]
    errors: dict[str, str] = {}
    found: dict[str, Any] = {}
    for name, text in sent:
        try:
            if names.count(name) > 1:
                raise ValueError("1回だけ指定してください。")
            if position and name == position:
                found["after"] = _number(text)
            elif name == LIMIT and position:
                found["size"] = _size(text)
            elif name == FORMAT and formats:
                found["format"] = _one_of(text, formats)
            elif name in known:
                field_ = known[name]
                found.setdefault("conditions", {})[field_.key] = _value(field_, text)
            else:
                raise ValueError("この名前の項目はありません。")
        except ValueError as error:
            errors[name] = str(error)
    if errors:
        raise Refused(errors)
    return Asked(**found)


def _number(text: str) -> int:
    if not _CURSOR.fullmatch(text):
        raise ValueError("前の応答にある値をそのまま指定してください。")
    return int(text, 16)


def _size(text: str) -> int:
    if not re.fullmatch("[0-9]{1,4}", text) or not 1 <= int(text) <= MOST:
        raise ValueError(f"1から{MOST}までの整数で指定してください。")
    return int(text)


def _one_of(text: str, values: Iterable[str]) -> str:
    offered = list(values)
    if text not in offered:
        raise ValueError(f"次の中から指定してください。{'、'.join(offered)}")
    return text


def _value(asked: RegisterField, text: str) -> Any:
    """Return a condition's value as the column holds it. Raises ValueError, in Japanese."""
    if not text or len(text) > LONGEST or "\0" in text:
        raise ValueError(f"1文字以上{LONGEST}文字以内で指定してください。")
    if asked.codes is not None:
        return asked.codes(_one_of(text, [each.value for each in asked.codes]))
    match asked.kind:
        case Kind.FLAG:
            return _one_of(text, ("true", "false")) == "true"
        case Kind.WHOLE | Kind.YEAR | Kind.FISCAL_YEAR:
            if not re.fullmatch("-?[0-9]{1,9}", text):
                raise ValueError("整数で指定してください。")
            return int(text)
        case Kind.DAY:
            return _iso(date, "[0-9]{4}-[0-9]{2}-[0-9]{2}", text, "2026-04-01")
        case Kind.TIME:
            return _iso(time, "[0-9]{2}:[0-9]{2}", text, "08:30")
    return text


def _iso(kind: Any, pattern: str, text: str, example: str) -> Any:
    try:
        return kind.fromisoformat(text if re.fullmatch(pattern, text) else "")
    except ValueError:
        raise ValueError(f"{example}の形で指定してください。") from None

"""Groups of an event (分かれて話し合う組): their names and limits, and who goes into which.

Written one a line, as 居場所づくり：10; without a number there is no limit.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

MOST = 30
LONGEST = 60
_LINE = re.compile(r"(?P<name>.+?)\s*(?:[:：]\s*(?P<limit>[0-9０-９]{1,4})\s*(?:人|名)?)?")
Limits = Mapping[str, int | None]
"""Group → its limit, None for none; in the order in which they were written."""


@dataclass(frozen=True)
class Seated:
    """Somebody who comes. wish: the group asked for, "" for none; locked: the group they stay in."""

    key: int
    wish: str = ""
    fields: tuple[str, ...] = ()
    """Names of the fields of activity of their organisation."""
    locked: str = ""


def parse(text: str) -> Limits:
    """Return the groups of a text. Raises ValueError, in Japanese."""
    found: dict[str, int | None] = {}
    for line in filter(None, (each.strip() for each in text.splitlines())):
        match = _LINE.fullmatch(line)
        name = match["name"].strip() if match else ""
        if not match or len(name) > LONGEST or name[0] in ":：":
            raise ValueError(f"「{line[:LONGEST]}」は、「組の名前：定員」の形で入力してください。")
        if name in found:
            raise ValueError(f"「{name}」が2回あります。")
        found[name] = int(match["limit"]) if match["limit"] else None
    if len(found) > MOST:
        raise ValueError(f"組は、{MOST}個までにしてください。")
    return found


def normal_text(limits: Limits) -> str:
    """Return groups as they are written."""
    return "\n".join(name if most is None else f"{name}：{most}" for name, most in limits.items())


def make(people: Sequence[Seated], limits: Limits) -> dict[int, str]:
    """Return key → group, the same for the same people in the same order.

    Whoever is locked stays. The others come into the group they asked for, else into one of their
    own field, else into the one with the fewest, as far as there is room; "" where there is none.
    """
    placed = {one.key: one.locked for one in people if one.locked in limits}
    filled = Counter(placed.values())

    def room(group: str) -> bool:
        most = limits.get(group)
        return group in limits and (most is None or filled[group] < most)

    def put(one: Seated, group: str) -> None:
        placed[one.key] = group
        filled[group] += 1

    for one in people:
        if one.key not in placed and room(one.wish):
            put(one, one.wish)
    for one in people:
        if one.key not in placed:
            own = [group for group in limits if room(group) and group in one.fields]
            others = sorted((group for group in limits if room(group)), key=lambda g: filled[g])
            best = next(iter([*own, *others]), None)
            if best is None:
                placed[one.key] = ""
            else:
                put(one, best)
    return placed

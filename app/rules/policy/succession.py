"""Which programme of a year goes on from which of the year before: a proposal, decided by a person."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

from app.rules.common.labelled import Labelled
from app.rules.common.naming import normal_form

LIKELY = 60
"""Percent of likeness from which a predecessor is proposed (*reading*)."""
SAME_SECTION = 10
"""Percent that the same section adds: programmes are renamed more often than moved (*reading*)."""


@dataclass(frozen=True)
class Named:
    """A programme, as far as it is compared."""

    id: str
    name: str
    section: str


@dataclass(frozen=True)
class Likeness:
    """A programme of the year before and how like it is, in percent."""

    id: str
    percent: int


def likeness(one: Named, other: Named) -> int:
    """Return how like two programmes are: 100 for the same name, else at most 99 percent."""
    names = normal_form(one.name), normal_form(other.name)
    if names[0] == names[1]:
        return 100
    ratio = int(100 * SequenceMatcher(None, *names, autojunk=False).ratio())
    return min(99, ratio + SAME_SECTION * (one.section == other.section))


def proposals(new: Iterable[Named], old: Iterable[Named]) -> Mapping[str, Likeness]:
    """Return the likely predecessors by the ids of the new ones. Each is proposed once at most.

    The likest pairs come first; equal ones in the order given.
    """
    others = list(old)
    pairs = [(likeness(each, other), each.id, other.id) for each in new for other in others]
    found: dict[str, Likeness] = {}
    taken: set[str] = set()
    for percent, new_id, old_id in sorted(pairs, key=lambda pair: -pair[0]):
        if percent >= LIKELY and new_id not in found and old_id not in taken:
            found[new_id] = Likeness(old_id, percent)
            taken.add(old_id)
    return found


class Course(Labelled):
    """What became of a programme from one year to the next."""

    NEW = "new", "前年度に対応なし"
    GOES_ON = "goes_on", "続いている"
    ENDED = "ended", "この年度に対応なし"

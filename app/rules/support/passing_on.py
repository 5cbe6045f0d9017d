"""Desks that pass people on to each other (つなぎ先): where somebody gets stuck, and what is missing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from app.rules.support.desk_words import Capacity
from app.rules.support.trouble_words import Trouble

WHOLE_PREFECTURE = "310000"
"""全国地方公共団体コード of 鳥取県: a desk for all its municipalities."""


@dataclass(frozen=True)
class Desk:
    """What of a desk matters here; municipalities are codes of six digits."""

    id: str
    troubles: frozenset[Trouble] = frozenset()
    municipalities: frozenset[str] = frozenset()
    capacity: Capacity = Capacity.TAKING


@dataclass(frozen=True, order=True)
class PassingOn:
    """A desk passes people on to another, for a reason. Raises ValueError for one to itself."""

    source: str
    target: str
    reason: str = ""

    def __post_init__(self) -> None:
        if self.source == self.target:
            raise ValueError("つなぎ先には、ほかの窓口を選んでください。")


def onward(
    ids: Iterable[str], passings: Iterable[PassingOn], *, reverse: bool = False
) -> dict[str, list[str]]:
    """Return whom each desk passes on to, in order (reversed: from whom); others are left out."""
    found: dict[str, list[str]] = {each: [] for each in sorted(ids)}
    for passing in sorted(passings):
        ends = (passing.source, passing.target)
        source, target = reversed(ends) if reverse else ends
        if source in found and target in found and target not in found[source]:
            found[source].append(target)
    return found


def finished(start: str, steps: Mapping[str, Sequence[str]], seen: set[str]) -> list[str]:
    """Return what is reached from a start and was not seen, each after all that is behind it."""
    done: list[str] = []
    path = [(start, iter(steps[start]))]
    seen.add(start)
    while path:
        step = next((each for each in path[-1][1] if each not in seen), None)
        if step is None:
            done.append(path.pop()[0])
        else:
            seen.add(step)
            path.append((step, iter(steps[step])))
    return done


def dead_ends(desks: Iterable[Desk], passings: Iterable[PassingOn]) -> tuple[str, ...]:
    """Return the desks that know no other desk to pass on to which is not paused."""
    working = {desk.id: desk.capacity is not Capacity.PAUSED for desk in desks}
    steps = onward(working, passings)
    return tuple(each for each, next_ in steps.items() if not any(map(working.get, next_)))


def unreached(desks: Iterable[Desk], passings: Iterable[PassingOn]) -> tuple[str, ...]:
    """Return the desks to which nobody passes on."""
    steps = onward((desk.id for desk in desks), passings, reverse=True)
    return tuple(each for each, before in steps.items() if not before)


def loops(desks: Iterable[Desk], passings: Sequence[PassingOn]) -> tuple[tuple[str, ...], ...]:
    """Return the sets of desks in which one may be passed round (strongly connected components)."""
    ids = [desk.id for desk in desks]
    steps, back = onward(ids, passings), onward(ids, passings, reverse=True)
    seen: set[str] = set()
    order = [each for start in steps if start not in seen for each in finished(start, steps, seen)]
    seen = set()
    rounds = [finished(start, back, seen) for start in reversed(order) if start not in seen]
    return tuple(sorted(tuple(sorted(each)) for each in rounds if len(each) > 1))


def gaps(desks: Sequence[Desk], municipalities: Iterable[str]) -> Mapping[str, tuple[Trouble, ...]]:
    """Return for each municipality the troubles for which no desk takes people, or has a queue."""
    working = [desk for desk in desks if desk.capacity is not Capacity.PAUSED]
    return {
        code: tuple(
            trouble
            for trouble in Trouble
            if not any(
                trouble in desk.troubles and {code, WHOLE_PREFECTURE} & desk.municipalities
                for desk in working
            )
        )
        for code in municipalities
    }

"""Where desks and their passings-on are drawn: in columns from left to right, whole numbers.

A layered drawing (Sugiyama): what leads back is drawn backward, a line over several columns has a
bend in each, and the order in a column follows the mean of its neighbours (barycentre).
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain, pairwise

from app.rules.support.passing_on import PassingOn, finished, onward

BOX_WIDTH, BOX_HEIGHT = 180, 44
_COLUMN, _ROW, _MARGIN = 260, 60, 10
_SWEEPS = 7
"""An odd number: the last goes to the right, which leaves fewer crossings."""
_APART = 8
"""A line back lies this much lower than one forward, so that a pair of them is seen."""

_Node = tuple[str, ...]
"""A desk (id,) or a bend (source, target, column)."""


@dataclass(frozen=True)
class Box:
    """A desk's box, by its upper left corner."""

    id: str
    x: int
    y: int


@dataclass(frozen=True)
class Line:
    """A passing-on with all its reasons, and the `d` of its SVG path; backward leads to the left."""

    source: str
    target: str
    reasons: tuple[str, ...]
    d: str
    backward: bool


@dataclass(frozen=True)
class Picture:
    """Boxes and lines, and the desks `apart` that no line touches and that are not drawn."""

    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]
    width: int
    height: int
    apart: tuple[str, ...]


def picture(ids: Iterable[str], passings: Iterable[PassingOn]) -> Picture:
    """Place desks and lines: the same for the same desks, whatever their order."""
    every, passings = sorted(set(ids)), sorted(passings)
    steps = onward(every, passings)
    drawn = set(
        chain.from_iterable((source, *targets) for source, targets in steps.items() if targets)
    )
    layer, backward = _layers({each: steps[each] for each in every if each in drawn})
    chains = {pair: _chain(*pair, layer) for pair in backward}
    columns = _columns(layer, chains.values())
    _uncross(columns, list(chains.values()))
    tallest = max(map(len, columns), default=0)
    place = {
        node: (
            _MARGIN + number * _COLUMN,
            _MARGIN + row * _ROW + (tallest - len(column)) * _ROW // 2,
        )
        for number, column in enumerate(columns)
        for row, node in enumerate(column)
    }
    reasons: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for passing in passings:
        reasons[passing.source, passing.target].append(passing.reason)
    return Picture(
        tuple(Box(each, *place[each,]) for each in every if each in drawn),
        tuple(
            Line(*pair, tuple(filter(None, reasons[pair])), _path(nodes, place, back), back)
            for pair, nodes in chains.items()
            for back in (backward[pair],)
        ),
        2 * _MARGIN + (len(columns) - 1) * _COLUMN + BOX_WIDTH if columns else 0,
        2 * _MARGIN + (tallest - 1) * _ROW + BOX_HEIGHT if columns else 0,
        tuple(each for each in every if each not in drawn),
    )


def _layers(
    steps: dict[str, list[str]],
) -> tuple[dict[str, int], dict[tuple[str, str], bool]]:
    """Return each desk's column and for each line whether it leads back, by a walk from the sources."""
    targets = set(chain.from_iterable(steps.values()))
    seen: set[str] = set()
    done: list[str] = []
    for start in sorted(steps, key=lambda each: (each in targets, each)):
        done += finished(start, steps, seen) if start not in seen else []
    order = {each: number for number, each in enumerate(reversed(done))}
    backward = {
        (source, target): order[source] > order[target]
        for source, next_ in steps.items()
        for target in next_
    }
    layer = dict.fromkeys(order, 0)
    ahead = defaultdict(list)
    for (source, target), back in backward.items():
        left, right = (target, source) if back else (source, target)
        ahead[left].append(right)
    for left in order:
        for right in ahead[left]:
            layer[right] = max(layer[right], layer[left] + 1)
    return layer, backward


def _chain(source: str, target: str, layer: dict[str, int]) -> list[_Node]:
    """Return the nodes of a line from its left end to its right end."""
    left, right = sorted((source, target), key=layer.__getitem__)
    bends = range(layer[left] + 1, layer[right])
    return [(left,), *((source, target, str(column)) for column in bends), (right,)]


def _columns(layer: dict[str, int], chains: Iterable[list[_Node]]) -> list[list[_Node]]:
    columns: list[list[_Node]] = [[] for _ in range(max(layer.values(), default=-1) + 1)]
    for each in sorted(layer):
        columns[layer[each]].append((each,))
    for nodes in chains:
        for bend in nodes[1:-1]:
            columns[int(bend[2])].append(bend)
    return columns


def _uncross(columns: list[list[_Node]], chains: list[list[_Node]]) -> None:
    """Reorder the columns by their neighbours on the left, on the right, and so on."""
    before: defaultdict[_Node, list[_Node]] = defaultdict(list)
    behind: defaultdict[_Node, list[_Node]] = defaultdict(list)
    for left, right in chain.from_iterable(map(pairwise, chains)):
        before[right].append(left)
        behind[left].append(right)
    row = {node: number for column in columns for number, node in enumerate(column)}
    for sweep in range(_SWEEPS):
        near, order = (behind, reversed(columns)) if sweep % 2 else (before, iter(columns))
        for column in order:
            means = {node: _mean(node, near[node], row) for node in column}
            column.sort(key=means.__getitem__)
            row.update((node, number) for number, node in enumerate(column))


def _mean(node: _Node, near: list[_Node], row: dict[_Node, int]) -> int:
    """Return the mean row of a node's neighbours, in thousandths; its own where it has none."""
    return 1000 * sum(row[each] for each in near) // len(near) if near else 1000 * row[node]


def _path(nodes: list[_Node], place: dict[_Node, tuple[int, int]], back: bool) -> str:
    points = []
    for node in nodes:
        x, y = place[node]
        points += [
            (x, y + BOX_HEIGHT // 2 + back * _APART),
            (x + BOX_WIDTH, y + BOX_HEIGHT // 2 + back * _APART),
        ]
    points = points[1:-1]
    points = points[::-1] if back else points
    d = f"M{points[0][0]} {points[0][1]}"
    for number, ((x, y), (to_x, to_y)) in enumerate(pairwise(points)):
        middle = (x + to_x) // 2
        d += f"H{to_x}" if number % 2 else f"C{middle} {y} {middle} {to_y} {to_x} {to_y}"
    return d

"""All kinds of due work, joined from reminders.py and due.py of each wing, and which run now."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from app import clock, services, wings
from app.models.common.timer import ClockGap
from app.rules.common.timer_kinds import TimerKind
from app.services.common import holidays, timer_runs
from app.services.common.due_work import Due, Timed


class Halt(NamedTuple):
    """The kinds that do not run now, and those of which only released timers do."""

    waiting: frozenset[str]
    held: frozenset[str]

    def stops(self, key: str) -> bool:
        """Whether a kind that has no timers does not run now."""
        return key in self.waiting or key in self.held


def timed() -> Mapping[str, Timed]:
    """Return the kinds of timers by their key."""
    return {
        each.kind.key: each for wing in wings.declared(services, "reminders") for each in wing.TIMED
    }


def due() -> Iterator[Due]:
    """Yield the kinds that are due by a date of their own row, in the order of the wings."""
    for wing in wings.declared(services, "due"):
        yield from wing.DUE


def kinds() -> Mapping[str, TimerKind]:
    """Return all kinds by their key."""
    found = [each.kind for each in timed().values()] + [each.kind for each in due()]
    return {kind.key: kind for kind in found}


def halt(gap: ClockGap | None) -> Halt:
    """Return what does not run now.

    What is paused; after a jump of the clock the irreversible, unless a person let it go; and on a
    day on which the offices are closed what waits for an open one.
    """
    closed = holidays.is_closed(clock.today())
    known = kinds().values()
    waiting = {kind.key for kind in known if kind.open_days and closed}
    released = frozenset() if gap is None else frozenset(gap.released)
    held = {kind.key for kind in known if gap is not None and kind.is_irreversible}
    return Halt(timer_runs.paused() | waiting, frozenset(held) - released)

"""How a wing declares due work: timers with their handlers, and what is due by its own row's date."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from app.models.common.timer import Timer
from app.rules.common.timer_kinds import TimerKind
from app.security.viewer import Viewer
from app.services.common.links import Links

Handler = Callable[[Viewer, Timer, Links], None]
Verb = Callable[[Viewer, Links], int]


@dataclass(frozen=True)
class Timed:
    """A kind of timer: what handles one, for whom they are, and when the rule has them.

    names: subjects' ids → what a page calls them. moments: a subject's id → the instants at which
    the rule in force has a timer for it.
    """

    kind: TimerKind
    handler: Handler
    names: Callable[[Collection[int]], Mapping[int, str]]
    moments: Callable[[int], Collection[datetime]]


@dataclass(frozen=True)
class Due:
    """A kind that finds by itself what is due by a date of its own row.

    verb: called until it returns 0; None for one that has a task of its own. drop: passes over what
    is due without doing it, until it returns 0; None where an article or the row's state decides.
    """

    kind: TimerKind
    verb: Verb | None = None
    drop: Callable[[Viewer], int] | None = None

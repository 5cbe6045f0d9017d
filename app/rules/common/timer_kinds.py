"""What a kind of due work declares about itself: its name, its basis, whether it can be undone."""

from dataclasses import dataclass

from app.rules.common.labelled import Labelled


class Effect(Labelled):
    """Whether what a kind does can be undone. After a jump of the clock a person decides on the rest."""

    REVERSIBLE = "reversible", "やり直せる"
    IRREVERSIBLE = "irreversible", "取り消せない"


@dataclass(frozen=True)
class TimerKind:
    """One kind of due work. name, basis and reason are Japanese.

    reason: why it can or cannot be undone. open_days: whether it waits for a day on which the
    offices are open; never one whose day is fixed by an article. is_listed: False for the council's,
    of which no office sees what is due and for whom (法第18条).
    """

    key: str
    name: str
    basis: str
    effect: Effect
    reason: str
    open_days: bool = False
    is_listed: bool = True

    @property
    def is_irreversible(self) -> bool:
        """Whether it waits for a person after a jump of the clock."""
        return self.effect is Effect.IRREVERSIBLE

"""Numbers to call now (緊急の連絡先): data of app/data/urgent_numbers.csv."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.rules.support.hours import Hours
from app.rules.support.hours_text import parse
from app.rules.support.trouble_words import Danger


@dataclass(frozen=True)
class UrgentNumber:
    """A number as dialled, whose it is, for which dangers, when (empty: not regular), what else."""

    number: str
    name: str
    dangers: tuple[Danger, ...]
    hours: Hours
    free: bool
    note: str

    @property
    def href(self) -> str:
        """The link that dials; # must be escaped (RFC 3966)."""
        return f"tel:{self.number.replace('-', '').replace('#', '%23')}"


def urgent_numbers(rows: Iterable[Mapping[str, str]]) -> tuple[UrgentNumber, ...]:
    """Return the numbers of a table's rows, in its order. Raises ValueError for a wrong row."""
    return tuple(
        UrgentNumber(
            row["number"],
            row["name"],
            tuple(map(Danger, row["dangers"].split())),
            parse(row["hours"].replace("/", "\n")),
            row["free"] == "1",
            row["note"],
        )
        for row in rows
    )


def for_dangers(
    numbers: Iterable[UrgentNumber], dangers: Iterable[Danger]
) -> tuple[UrgentNumber, ...]:
    """Return all numbers, those for the dangers first: nobody who misread is left without one."""
    wanted = set(dangers)
    return tuple(sorted(numbers, key=lambda number: not wanted & set(number.dangers)))

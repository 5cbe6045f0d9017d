"""Figures of a fiscal year (事業報告の数): what each wing counts, declared beside its code.

A wing declares them as FIGURES in services/<wing>/figures.py. The annual report shows all of them
(services/front/annual_report.py), and the plan takes results from them (services/policy/plan.py).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import ColumnElement, Date, and_, func, select

from app import clock, services, wings
from app.extensions import db
from app.rules.common.labelled import Labelled
from app.rules.common.small_cells import protected
from app.security import guard

Counted = int | Mapping[str, int] | None
"""A number, or numbers by label in order; None where the system does not know."""


@dataclass(frozen=True)
class Figure:
    """A figure. group, title, unit, definition: Japanese, as the report prints them.

    counted: fiscal year → what was counted, as the software itself sees it.
    """

    key: str
    group: str
    title: str
    unit: str
    definition: str
    counted: Callable[[int], Counted]
    of_persons: bool = False
    """Whether persons are counted, so that small numbers are hidden."""
    adds_up: bool = True
    """Whether the numbers by label have a sum: not where something is counted under several."""
    position: int = 0
    """Where it stands in the report: by position, then by wing."""


@dataclass(frozen=True)
class Cells:
    """A figure of a year as it may be shown. None in rows: hidden.

    total: None where there is none, or hidden where `is_hidden`.
    """

    rows: Sequence[tuple[str, int | None]]
    total: int | None
    is_hidden: bool = False


def every() -> list[Figure]:
    """Return the declared figures, in the order of the report."""
    found = wings.declared(services, "figures")
    declared = [each for module in found for each in getattr(module, "FIGURES", ())]
    return sorted(declared, key=lambda each: each.position)


def named(key: str) -> Figure | None:
    """Return the figure with this key."""
    return next((each for each in every() if each.key == key), None)


def cells(figure: Figure, year: int) -> Cells:
    """Count a figure and hide what may not be shown."""
    with guard.acting_as_system(db.session):  # numbers alone leave it
        found = figure.counted(year)
    if found is None:
        return Cells((), None)
    rows = found if isinstance(found, Mapping) else {"": found}
    shown: Sequence[int | None] = list(rows.values())
    total: int | None = sum(rows.values()) if figure.adds_up else None
    if figure.of_persons:
        shown, total = protected(list(rows.values()), has_total=figure.adds_up)
    is_hidden = figure.adds_up and total is None
    named_rows = list(zip(rows, shown, strict=True)) if isinstance(found, Mapping) else []
    return Cells(named_rows, total, is_hidden)


def count(*conditions: Any) -> int:
    """Return how many rows fulfil the conditions, which name their tables."""
    return db.session.scalar(select(func.count()).where(*conditions)) or 0


def by_label(
    column: Any, choices: Iterable[Labelled], *conditions: Any, of: Any = None
) -> Mapping[str, int]:
    """Return label → rows with each choice in the column, or of: another aggregate."""
    counted = func.count() if of is None else of
    rows = db.session.execute(select(column, counted).where(*conditions).group_by(column))
    found = {choice: number for choice, number in rows}
    return {each.label: int(found.get(each) or 0) for each in choices}


def within(column: Any, year: int) -> ColumnElement[bool]:
    """Return the condition that a day, or a moment, lies in a fiscal year."""
    is_day = isinstance(column.type, Date)
    first, end = days(year) if is_day else moments(year)
    return and_(column >= first, column < end)


def days(year: int) -> tuple[date, date]:
    """Return the first day of a fiscal year, and of the next."""
    return date(year, 4, 1), date(year + 1, 4, 1)


def moments(year: int) -> tuple[datetime, datetime]:
    """Return the first instant of a fiscal year, and of the next."""
    first, end = (datetime.combine(day, time.min, tzinfo=clock.TOKYO) for day in days(year))
    return first, end


def last_day(year: int) -> date:
    """Return the last day of a fiscal year, or today while it lasts."""
    return min(date(year + 1, 3, 31), clock.today())

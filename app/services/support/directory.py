"""The directory of desks for somebody in trouble (困りごと相談窓口をさがす).

What they type is read and forgotten: no row, no log, no address has it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from sqlalchemy import false, or_, select

from app.extensions import db
from app.models.registers.columns import has_code
from app.models.support.desk import Desk
from app.rules.common.naming import search_form
from app.rules.membership.roster import Tier
from app.rules.support.desk_words import Capacity
from app.rules.support.trouble_words import Danger, Trouble
from app.rules.support.troubles import understood
from app.rules.support.urgent import UrgentNumber, for_dangers, urgent_numbers
from app.security.viewer import Viewer
from app.services.common.data_files import rows
from app.services.registers import freshness
from app.services.support import desk_hours

MOST = 100
"""Desks in one answer; more are found by municipality."""
READ = 3000
"""Desks that are looked at for an answer: what is open now, no statement knows."""
LONGEST = 200
"""Characters that are read of what somebody types."""
_BETWEEN = re.compile(r"[\s、。，．,.・/!?！？「」]+")


@dataclass(frozen=True)
class Shown:
    """A desk as the directory shows it now."""

    desk: Desk
    phrase: str
    is_open: bool
    stale_since: date | None


@dataclass(frozen=True)
class Answer:
    """The desks, the open ones first; whether there are more; what life may be at risk from."""

    desks: Sequence[Shown]
    is_cut: bool = False
    dangers: Sequence[Danger] = ()


def of_trouble(actor: Viewer, trouble: Trouble, near: str = "") -> Answer:
    """Return the public desks for a trouble. near: code of a municipality, or "" for all."""
    return _answer([trouble], near, ())


def of_words(actor: Viewer, text: str, near: str = "") -> Answer:
    """Return the public desks for what somebody typed, or of which it is said."""
    text = text[:LONGEST]
    meant = understood(text)
    parts = [part for part in _BETWEEN.split(text) if len(part) > 1]
    words = {search_form(word) for word in (*parts, *meant.words)} - {""}
    found = _answer(meant.troubles, near, words)
    return Answer(found.desks, found.is_cut, meant.dangers)


def numbers(dangers: Sequence[Danger] = ()) -> Sequence[tuple[UrgentNumber, bool]]:
    """Return the numbers to call now, those for the dangers first, and whether each is open."""
    return [(each, desk_hours.is_open(each.hours)) for each in for_dangers(_numbers(), dangers)]


@cache
def _numbers() -> tuple[UrgentNumber, ...]:
    return urgent_numbers(rows("urgent_numbers.csv"))


def _answer(troubles: Sequence[Trouble], near: str, words: set[str] | tuple[()]) -> Answer:
    statement = select(Desk).where(Desk.tier == Tier.PUBLIC, Desk.retired_on.is_(None))
    if near:
        anywhere = Desk.whole_prefecture | (Desk.area == [])
        statement = statement.where(or_(anywhere, has_code(Desk.area, near)))
    if not words:
        statement = statement.where(
            or_(false(), *(has_code(Desk.troubles, each.value) for each in troubles))
        )
    every = db.session.scalars(statement.order_by(Desk.kana, Desk.id).limit(READ + 1)).all()
    wanted = {each.value for each in troubles}
    ranked: list[tuple[Shown, int]] = []
    for desk in every[:READ]:
        said = _says(desk, words)
        if said or wanted & set(desk.troubles):
            ranked.append((_shown(desk), said))
    ranked.sort(key=lambda each: _rank(each[0], each[1], near))
    is_cut = len(every) > READ or len(ranked) > MOST
    return Answer([shown for shown, _said in ranked[:MOST]], is_cut)


def _rank(shown: Shown, said: int, near: str) -> tuple[bool, bool, int, bool]:
    """Return what sorts a desk: takes people, open now, what was typed, of the municipality."""
    desk = shown.desk
    paused = desk.capacity is Capacity.PAUSED
    local = bool(near) and (near in desk.area or near == desk.municipality_code)
    return paused, not shown.is_open, -said, not local


def _says(desk: Desk, words: set[str] | tuple[()]) -> int:
    """Return how many of the words a desk's entry says."""
    if not words:
        return 0
    whole = search_form(" ".join((desk.name, desk.body, desk.does, desk.for_whom)))
    return sum(word in whole for word in words)


def _shown(desk: Desk) -> Shown:
    hours = desk_hours.of(desk)
    return Shown(
        desk, desk_hours.phrase(hours), desk_hours.is_open(hours), freshness.stale_since(desk)
    )

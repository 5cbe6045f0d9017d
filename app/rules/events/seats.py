"""Seats of an event: who has one, who waits and why, and whom a free one is offered.

A seat is held by whoever is registered and by whoever has a live offer; so however often seats are
given back, there are never more of both than the capacity. Seats kept for members of certain
municipalities or fields are for them alone until the release day.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from app.rules.common.labelled import Labelled


class Bar(Labelled):
    """Why somebody gets no seat now."""

    CLOSED = "closed", "受付が終わっています"
    FULL = "full", "満席です"
    GROUP = "group", "希望の組が満員です"
    KEPT = "kept", "残りの席は、決まった市町村や分野の会員のために取り置いています"


@dataclass(frozen=True)
class Booking:
    """A registration that has a seat, or waits for one. In order of arrival by its key."""

    key: int
    holds: bool
    group: str = ""
    entitled: bool = False
    """Whether the kept seats are for them."""


@dataclass(frozen=True)
class Room:
    """What an event has. capacity: None for no limit; kept: seats kept back now; is_open: whether
    seats are still given."""

    capacity: int | None = None
    kept: int = 0
    groups: Mapping[str, int | None] = field(default_factory=dict)
    is_open: bool = True


def bar(room: Room, bookings: Sequence[Booking], wanted: Booking) -> Bar | None:
    """Return why there is no seat for `wanted` beside those that others hold; None if there is."""
    if not room.is_open:
        return Bar.CLOSED
    held = [each for each in bookings if each.holds and each.key != wanted.key]
    if room.capacity is not None and len(held) >= room.capacity:
        return Bar.FULL
    limit = room.groups.get(wanted.group)
    if limit is not None and sum(each.group == wanted.group for each in held) >= limit:
        return Bar.GROUP
    if room.capacity is not None and not wanted.entitled:
        kept = max(0, room.kept - sum(each.entitled for each in held))
        if len(held) + kept >= room.capacity:
            return Bar.KEPT
    return None


def offers(room: Room, bookings: Sequence[Booking]) -> tuple[list[int], dict[int, Bar]]:
    """Return whom a seat is offered now, in order, and of all others who wait why not."""
    now = {each.key: each for each in bookings}
    waiting = sorted((each for each in bookings if not each.holds), key=lambda one: one.key)
    offered: list[int] = []
    for each in waiting:
        if bar(room, list(now.values()), each) is None:
            offered.append(each.key)
            now[each.key] = replace(each, holds=True)
    left = (each for each in waiting if each.key not in offered)
    barred = {each.key: bar(room, list(now.values()), each) for each in left}
    return offered, {key: why for key, why in barred.items() if why is not None}


def place(bookings: Sequence[Booking], key: int) -> int:
    """Return the place on the waiting list, from 1."""
    return 1 + sum(not each.holds and each.key < key for each in bookings)


def free(room: Room, bookings: Sequence[Booking]) -> int | None:
    """Return how many seats nobody holds; None without a limit."""
    if room.capacity is None:
        return None
    return max(0, room.capacity - sum(each.holds for each in bookings))

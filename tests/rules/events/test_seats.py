"""Seats: never more than the capacity, every free one offered or explained, through any sequence."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from app.rules.events.seats import Bar, Booking, Room, bar, free, offers, place

GROUPS = ("", "A", "B")


def booking(key: int, holds: bool = False, group: str = "", entitled: bool = False) -> Booking:
    return Booking(key, holds, group, entitled)


def test_full_group_kept_and_closed_are_told_apart() -> None:
    held = [booking(1, True, "A"), booking(2, True, "B")]
    new = booking(9)
    assert bar(Room(3), held, new) is None
    assert bar(Room(2), held, new) is Bar.FULL
    assert bar(Room(3, groups={"A": 1}), held, booking(9, group="A")) is Bar.GROUP
    assert bar(Room(3, kept=1), held, new) is Bar.KEPT
    assert bar(Room(3, kept=1), held, booking(9, entitled=True)) is None
    assert bar(Room(is_open=False), [], new) is Bar.CLOSED
    assert bar(Room(None), held, new) is None and free(Room(None), held) is None


def test_kept_seats_count_those_who_are_entitled_and_have_one() -> None:
    held = [booking(1, True, entitled=True), booking(2, True)]
    assert bar(Room(3, kept=1), held, booking(9)) is None


def test_a_free_seat_is_offered_to_the_first_whom_it_fits() -> None:
    rows = [booking(1, True, "A"), booking(2, group="A"), booking(3, group="B"), booking(4)]
    found, why = offers(Room(2, groups={"A": 1}), rows)
    assert found == [3] and why == {2: Bar.FULL, 4: Bar.FULL}
    assert [place(rows, key) for key in (2, 3, 4)] == [1, 2, 3]


ACTS = st.lists(
    st.tuples(
        st.sampled_from(["register", "cancel", "accept", "lapse", "room", "release", "close"]),
        st.integers(0, 30),
        st.sampled_from(GROUPS),
        st.booleans(),
    ),
    max_size=60,
)


@settings(max_examples=300)
@given(
    ACTS,
    st.integers(1, 8),
    st.integers(0, 4),
    st.dictionaries(st.sampled_from(GROUPS[1:]), st.none() | st.integers(0, 4)),
)
def test_seats_and_live_offers_never_exceed_the_capacity_and_every_free_one_is_accounted_for(
    acts: list[tuple[str, int, str, bool]], capacity: int, kept: int, limits: dict[str, int | None]
) -> None:
    room, rows, offered, key = Room(capacity, kept, limits), {}, set(), 0
    for act, pick, group, entitled in acts:
        some = sorted(rows)[pick % len(rows)] if rows else None
        match act:
            case "register":
                key += 1
                new = booking(key, group=group, entitled=entitled)
                if room.is_open:
                    rows[key] = replace(new, holds=bar(room, list(rows.values()), new) is None)
            case "cancel" if some is not None:
                del rows[some]
                offered.discard(some)
            case "accept":
                offered -= {some}
            case "lapse" if some in offered:
                del rows[some]
                offered.discard(some)
            case "room":
                held = sum(each.holds for each in rows.values())
                room = replace(room, capacity=max(held, pick, 1))
            case "release":
                room = replace(room, kept=0)
            case "close":
                room = replace(room, is_open=False)
        found, why = offers(room, list(rows.values()))
        for each in found:
            rows[each] = replace(rows[each], holds=True)
            offered.add(each)
        held = [each for each in rows.values() if each.holds]
        assert room.capacity is not None and len(held) <= room.capacity
        for name, most in limits.items():
            assert most is None or sum(each.group == name for each in held) <= most
        waiting = {each.key for each in rows.values() if not each.holds}
        assert waiting == set(why), "whoever waits is told why"
        for each in waiting:
            assert bar(room, list(rows.values()), rows[each]) is why[each]
        if room.capacity - len(held) > 0 and room.is_open:
            assert all(reason in (Bar.GROUP, Bar.KEPT) for reason in why.values())

"""Groups as they are written, and the group maker: deterministic, within limits, with locks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.events.groups import Seated, make, normal_text, parse


def test_groups_are_read_and_written() -> None:
    found = parse("居場所づくり：10\n\n 研修 : ５人\n相談")
    assert found == {"居場所づくり": 10, "研修": 5, "相談": None}
    assert parse(normal_text(found)) == found
    assert parse("") == {}


@pytest.mark.parametrize(
    "text", ["A：1\nA", "：5", "あ" * 61, "\n".join(f"組{n}" for n in range(31))]
)
def test_what_is_no_group_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="。"):
        parse(text)


def test_wish_then_field_then_the_smallest() -> None:
    limits = parse("居場所：2\n研修：2\n相談：1")
    people = [
        Seated(1, wish="居場所"),
        Seated(2, fields=("研修",)),
        Seated(3, locked="相談"),
        Seated(4, wish="居場所"),
        Seated(5, wish="居場所"),
        Seated(6),
    ]
    found = make(people, limits)
    assert found == {1: "居場所", 2: "研修", 3: "相談", 4: "居場所", 5: "研修", 6: ""}


PEOPLE = st.lists(
    st.tuples(st.sampled_from(["", "A", "B", "X"]), st.sampled_from([(), ("B",)]), st.booleans()),
    max_size=25,
)


@given(PEOPLE, st.none() | st.integers(0, 9), st.integers(0, 9))
def test_limits_hold_and_the_same_people_give_the_same_groups(
    drawn: list[tuple[str, tuple[str, ...], bool]], first: int | None, second: int
) -> None:
    limits = {"A": first, "B": second}
    people = [Seated(key, wish, fields) for key, (wish, fields, _lock) in enumerate(drawn)]
    found = make(people, limits)
    assert found == make(people, limits) and set(found) == {one.key for one in people}
    for name, most in limits.items():
        assert most is None or list(found.values()).count(name) <= most
    if first is not None:
        placed = sum(1 for group in found.values() if group)
        assert placed == min(len(people), first + second)
    locked = [
        Seated(one.key, one.wish, one.fields, found[one.key] if lock else "")
        for one, (_w, _f, lock) in zip(people, drawn, strict=True)
    ]
    again = make(locked, limits)
    assert all(again[one.key] == one.locked for one in locked if one.locked)

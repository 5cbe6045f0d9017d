"""What two people changed of one row: the comparison of opened, stored and typed values."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.services.common.edits import SHORT, Change, Values, changes, mark

KEY = "key of a test"
VALUES = st.dictionaries(st.sampled_from("abc"), st.sampled_from(("", "1", "2", "3")), min_size=3)


def compared(opened: Values, now: Values, typed: Values, *, sealed: bool = False) -> list[Change]:
    marks = {name: mark(name, value, key=KEY, sealed=sealed) for name, value in opened.items()}
    return changes(marks, now, typed, key=KEY)


@pytest.mark.parametrize(
    ("opened", "now", "typed", "expected"),
    [
        ("a", "a", "a", None),
        ("a", "a", "b", None),
        ("a", "b", "b", None),
        ("a", "b", "c", Change("x", "a", "b", "c", is_kept=True)),
        ("a", "b", "a", Change("x", "a", "b", "a", is_kept=False)),
        ("", "b", "", Change("x", "", "b", "", is_kept=False)),
    ],
)
def test_only_what_the_other_changed_is_asked(
    opened: str, now: str, typed: str, expected: Change | None
) -> None:
    found = compared({"x": opened}, {"x": now}, {"x": typed})
    assert found == ([] if expected is None else [expected])


@given(VALUES, VALUES, VALUES)
def test_no_change_of_another_is_wiped_unasked(opened: Values, now: Values, typed: Values) -> None:
    asked = {change.name for change in compared(opened, now, typed)}
    wiped = {name for name in now if now[name] not in (opened[name], typed[name])}
    assert asked == wiped


@given(VALUES, VALUES)
def test_second_save_is_taken_as_it_is(now: Values, typed: Values) -> None:
    assert compared(now, now, typed) == []


def test_unmarked_field_is_asked_where_it_differs() -> None:
    assert compared({}, {"x": "b"}, {"x": "c"}) == [Change("x", None, "b", "c", is_kept=True)]
    assert compared({}, {"x": "b"}, {"x": "b"}) == []


def test_mark_holds_neither_sealed_nor_long_values() -> None:
    assert mark("x", "診断名", key=KEY).value == "診断名"
    assert "診断名" not in str(mark("x", "診断名", key=KEY, sealed=True))
    assert mark("x", "あ" * (SHORT + 1), key=KEY).value is None


def test_equal_values_of_two_fields_are_not_recognised_by_their_fingerprints() -> None:
    """Nor are those of another installation."""
    one = mark("x", "1960-01-01", key=KEY, sealed=True)
    assert mark("y", "1960-01-01", key=KEY, sealed=True) != one
    assert mark("x", "1960-01-01", key="another", sealed=True) != one

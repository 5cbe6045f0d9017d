"""What tells where a desk is leaves the fields that are shown."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from app.rules.support.hidden_place import PLACE, hidden

TOLD = {
    "place": "県民ふれあい会館",
    "postal_code": "680-0846",
    "municipality_code": "312011",
    "address": "扇町21",
}


def test_place_moves_and_nothing_is_lost() -> None:
    found = hidden({"is_hidden": True, **TOLD})
    assert {key: found[key] for key in PLACE} == PLACE
    assert all(part in found["hidden_place"] for part in TOLD.values())


def test_nothing_entered_leaves_what_was_hidden() -> None:
    assert "hidden_place" not in hidden({"is_hidden": True, **PLACE})


def test_shown_place_stays() -> None:
    assert hidden({"is_hidden": False, **TOLD}) == {"is_hidden": False, **TOLD}


@given(st.dictionaries(st.sampled_from(sorted(PLACE)), st.text(min_size=1)))
def test_no_combination_leaves_a_word_of_it(told: dict[str, Any]) -> None:
    found = hidden({"is_hidden": True, **told})
    assert {key: found[key] for key in PLACE} == PLACE
    assert all(value in found.get("hidden_place", "") for value in told.values())

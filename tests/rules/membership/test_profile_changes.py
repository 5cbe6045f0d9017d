"""Differences between two states of a profile, and their application."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.membership.profile_changes import (
    Difference,
    differences,
    item,
    keys,
    name_of,
    with_changes,
)
from app.rules.membership.profile_fields import BY_KEY

WITHHELD = {"tier": "members", "reason": "自宅のため"}


def test_every_item_has_a_name_of_its_own() -> None:
    assert len({name_of(key) for key in keys()}) == len(keys())


@pytest.mark.parametrize("key", ["nothing", "disclosure.nothing", "secret.phone"])
def test_unknown_item_has_no_name(key: str) -> None:
    with pytest.raises(KeyError):
        name_of(key)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ({"phone": "1"}, {"phone": "2"}, [Difference("phone", "1", "2")]),
        ({"phone": ""}, {"phone": None}, []),
        ({}, {"activity_fields": []}, []),
        ({"activity_fields": ["a", "b"]}, {"activity_fields": ["b", "a"]}, []),
        (
            {"activity_fields": ["a"]},
            {"activity_fields": []},
            [Difference("activity_fields", ["a"], "")],
        ),
        (
            {"disclosure": {}},
            {"disclosure": {"phone": WITHHELD}},
            [Difference("disclosure.phone", {"tier": "public", "reason": ""}, WITHHELD)],
        ),
        (
            {"disclosure": {}},
            {"disclosure": {"business_contact_name": {"tier": "secretariat", "reason": ""}}},
            [],
        ),
        (
            {},
            {
                "disclosure": {
                    f"business_contact_{part}": {"tier": "members", "reason": ""}
                    for part in ("name", "phone", "email")
                }
            },
            [
                Difference(
                    "disclosure.business_contact",
                    {"tier": "secretariat", "reason": ""},
                    {"tier": "members", "reason": ""},
                )
            ],
        ),
    ],
)
def test_differences_between_profiles(
    before: dict[str, Any], after: dict[str, Any], expected: list[Difference]
) -> None:
    assert list(differences(before, after)) == expected


WITHHELD_TIERS = st.fixed_dictionaries(
    {"tier": st.sampled_from(["members", "secretariat"]), "reason": st.text(max_size=3)}
)
TIERS = st.one_of(st.just({"tier": "public", "reason": ""}), WITHHELD_TIERS)


@st.composite
def profiles(draw: Any) -> dict[str, Any]:
    profile: dict[str, Any] = {
        field: draw(st.text(max_size=3)) for field in BY_KEY if field != "activity_fields"
    }
    profile["activity_fields"] = draw(st.lists(st.sampled_from("abc"), unique=True))
    personal = draw(WITHHELD_TIERS)
    disclosure = {
        field: draw(TIERS) for field in draw(st.sets(st.sampled_from(["phone", "fax", "email"])))
    }
    for part in ("name", "phone", "email"):
        disclosure[f"business_contact_{part}"] = personal
    return profile | {"disclosure": disclosure}


@given(profiles(), profiles())
def test_applying_all_differences_leaves_none(
    before: dict[str, Any], after: dict[str, Any]
) -> None:
    changes = {change.key: change.after for change in differences(before, after)}
    assert differences(with_changes(before, changes), after) == ()


@given(profiles(), profiles(), st.data())
def test_changes_not_accepted_are_not_applied(
    before: dict[str, Any], after: dict[str, Any], data: Any
) -> None:
    found = differences(before, after)
    accepted = data.draw(st.sets(st.sampled_from([c.key for c in found]))) if found else set()
    changed = with_changes(before, {c.key: c.after for c in found if c.key in accepted})
    for change in found:
        expected = change.after if change.key in accepted else change.before
        assert item(changed, change.key) == expected

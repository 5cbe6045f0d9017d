"""What is shared of a past roster entry, and by what an organisation is found."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.common.tokens import words
from app.rules.membership.past_roster import REPLACED, TODAYS, past_entry
from app.rules.membership.profile_changes import unchanged
from app.rules.membership.profile_fields import DISCLOSURE, PERSONAL_FIELDS, PROFILE_FIELDS
from app.rules.membership.profile_search import details, sought
from app.rules.membership.roster import Tier, visible

VALUES = st.sampled_from(["", "b", "c"])
FIELDS = [field for field in PROFILE_FIELDS if field not in (DISCLOSURE, "activity_fields")]
SOME_FIELD = st.sampled_from(FIELDS)
STATED = st.fixed_dictionaries({"tier": st.sampled_from(Tier), "reason": st.just("理由")})


@st.composite
def profiles(draw: st.DrawFn) -> dict:
    made = dict.fromkeys(FIELDS, "a") | draw(st.dictionaries(SOME_FIELD, VALUES, max_size=5))
    made["activity_fields"] = draw(st.lists(st.sampled_from(["peer", "place"]), unique=True))
    return made | {DISCLOSURE: draw(st.dictionaries(SOME_FIELD, STATED, max_size=3))}


@given(profiles(), profiles(), st.sampled_from(Tier))
def test_nothing_of_the_past_is_shown_but_what_is_still_true(then, now, tier):
    shown = past_entry(then, now, tier)
    assert shown.keys() == visible(now, tier).keys()
    for field, value in shown.items():
        assert value in (now[field], REPLACED)
        if field not in TODAYS:
            assert (value == REPLACED) is not unchanged(then, now, field)


@given(profiles(), profiles(), profiles())
def test_two_pasts_that_both_differ_look_the_same(one, other, now):
    first, second = past_entry(one, now, Tier.PUBLIC), past_entry(other, now, Tier.PUBLIC)
    for field in FIELDS:
        if not unchanged(one, now, field) and not unchanged(other, now, field):
            assert first.get(field) == second.get(field)


@given(profiles())
def test_search_texts_hold_each_value_at_its_tier_alone(profile):
    profile["phone"], profile["business_contact_phone"] = "0857-26-7111", "0858-22-1111"
    by_tier = {tier: details(profile, tier) for tier in Tier}
    for field, digits in (("phone", "0857267111"), ("business_contact_phone", "0858221111")):
        seen = [tier for tier in Tier if field in visible(profile, tier)]
        assert [tier for tier in Tier if digits in by_tier[tier].split()] == seen[:1]
        assert digits in details(profile)
    assert "business_contact_phone" in PERSONAL_FIELDS and "0858221111" not in by_tier[Tier.PUBLIC]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("0857-26-7111", True),
        ("０８５７（２６）７１１１", True),
        ("0857 26 7111", True),
        ("0857-26-7112", False),
        ("857", False),
        ("因幡 花子", True),
        ("因幡花子", True),
        ("因幡 太郎", False),
        ("東町一丁目220番地", True),
        ("東町１－２２０", True),
        ("東町一丁目221番地", False),
    ],
)
def test_words_are_sought_as_they_are_kept(text, found):
    values = {
        "phone": "0857-26-7111",
        "representative_name": "因幡　花子",
        "address": "鳥取市東町1丁目220",
    }
    kept = details(values)
    assert all(any(form in kept for form in sought(word)) for word in words(text)) is found

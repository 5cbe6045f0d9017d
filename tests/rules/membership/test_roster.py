"""Visibility of roster fields by viewer (要領第3条第3項)."""

import pytest

from app.rules.membership.roster import Tier, may_see, may_set_tier

PUBLIC, MEMBERS, SECRETARIAT = Tier.PUBLIC, Tier.MEMBERS, Tier.SECRETARIAT


@pytest.mark.parametrize(
    ("tier", "seen_by"),
    [
        (PUBLIC, {PUBLIC, MEMBERS, SECRETARIAT}),
        (MEMBERS, {MEMBERS, SECRETARIAT}),
        (SECRETARIAT, {SECRETARIAT}),
    ],
)
def test_each_tier_is_visible_to_its_viewers_and_those_above(tier, seen_by):
    assert {viewer for viewer in Tier if may_see(tier, viewer)} == seen_by


@pytest.mark.parametrize(
    ("tier", "reason", "personal", "allowed"),
    [
        (PUBLIC, "", False, True),
        (MEMBERS, "", False, False),
        (MEMBERS, " \u3000", False, False),
        (MEMBERS, "個人宅のため", False, True),
        (SECRETARIAT, "", False, False),
        (SECRETARIAT, "個人宅のため", False, True),
        (PUBLIC, "本人の希望", True, False),
        (MEMBERS, "", True, True),
        (SECRETARIAT, "", True, True),
    ],
)
def test_withholding_needs_a_reason_and_the_contact_person_is_never_public(
    tier, reason, personal, allowed
):
    verdict = may_set_tier(tier, reason=reason, personal=personal)
    assert verdict.allowed is allowed
    assert str(verdict.article) == "要領第3条第3項"

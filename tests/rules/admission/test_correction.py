"""What a correction calls into question, and when the applicant is reminded of it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.admission import correction, fortnight
from app.rules.membership.eligibility import Check, OrganisationKind, has_pledged, may_accept
from app.rules.membership.profile_fields import PROFILE_FIELDS

PASSED = dict.fromkeys(Check, True)
DAYS = st.dates(date(2024, 4, 1), date(2100, 1, 1))


@pytest.mark.parametrize(
    ("changed", "checks"),
    [
        (set(), set()),
        ({"fax", "website", "disclosure"}, set()),
        ({"activities"}, {Check.RELEVANT_ACTIVITY, Check.SUITABLE}),
        ({"representative_name"}, {Check.NO_ANTI_SOCIAL_TIES}),
        ({"kind"}, {Check.ELIGIBLE_KIND, Check.SUITABLE}),
        ({"name"}, {Check.NO_ANTI_SOCIAL_TIES, Check.ELIGIBLE_KIND, Check.SUITABLE}),
    ],
)
def test_corrected_fields_call_their_checks_into_question(
    changed: set[str], checks: set[Check]
) -> None:
    assert correction.checks_again(changed) == checks


@given(st.sets(st.sampled_from(PROFILE_FIELDS)), st.booleans())
def test_identity_alone_reopens_the_question_of_former_membership(
    changed: set[str], was_member: bool
) -> None:
    asked = correction.asks_again_who(changed, was_member=was_member)
    assert asked == bool(changed & correction.WHO)
    assert correction.asks_again_who({*changed, "was_member"}, was_member=True)


@pytest.mark.parametrize(
    ("reminded_on", "next_on"),
    [
        (date(2026, 11, 16), date(2026, 12, 16)),
        (date(2027, 1, 30), date(2027, 2, 28)),
        (date(2026, 12, 31), date(2027, 1, 31)),
    ],
)
def test_reminders_follow_monthly(reminded_on: date, next_on: date) -> None:
    assert correction.first_reminder(date(2026, 11, 2)) == date(2026, 11, 16)
    assert correction.next_reminder(reminded_on) == next_on


@given(DAYS)
def test_batch_lasts_fourteen_days_and_is_closed_on_the_same_weekday(opened_on: date) -> None:
    assert (fortnight.last_day(opened_on) - opened_on).days == 13
    assert fortnight.closes_on(opened_on).weekday() == opened_on.weekday()


@given(st.sampled_from(Check), st.sampled_from(OrganisationKind))
def test_check_to_be_repeated_forbids_acceptance(check: Check, kind: OrganisationKind) -> None:
    verdict = may_accept(kind, PASSED, again={check})
    plain = may_accept(kind, PASSED)
    if plain and not verdict:
        assert verdict.article == check.article and "要再確認" in verdict.reason
    else:
        assert verdict == plain


@pytest.mark.parametrize(
    ("kind", "pledged", "consented", "allowed"),
    [
        (OrganisationKind.NPO, True, True, True),
        (OrganisationKind.NPO, False, True, False),
        (OrganisationKind.COMPANY, True, False, False),
        (OrganisationKind.ADMINISTRATIVE, False, False, True),
        (OrganisationKind.SOCIAL_WELFARE_COUNCIL, False, False, True),
    ],
)
def test_pledge_and_consents_are_needed_where_the_guideline_applies(
    kind: OrganisationKind, pledged: bool, consented: bool, allowed: bool
) -> None:
    verdict = has_pledged(kind, pledged=pledged, consented=consented)
    assert bool(verdict) is allowed
    assert bool(may_accept(kind, PASSED, given=verdict)) is allowed
    if not pledged and not allowed:
        assert str(verdict.article) == "要領第2条第3項第2号"

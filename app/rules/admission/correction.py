"""Correction of an application (補正): what is checked again, when the applicant is reminded."""

from collections.abc import Collection
from datetime import date, timedelta

from app.rules.common.periods import period_end
from app.rules.membership.eligibility import Check

FIRST_REMINDER = timedelta(days=14)

WHO = frozenset({"name", "representative_name", "address", "phone", "corporate_number"})
"""Fields by which a former member is recognised (要領第5条)."""

FIELDS_OF = {
    Check.RELEVANT_ACTIVITY: frozenset(
        {"activity_fields", "activity_area", "activities", "relation"}
    ),
    Check.NO_ANTI_SOCIAL_TIES: WHO | {"representative_title", "postal_code", "municipality_code"},
    Check.ELIGIBLE_KIND: frozenset({"name", "kind", "corporate_number"}),
    Check.SUITABLE: frozenset({"name", "kind", "activities", "relation"}),
}
"""The fields on which each check is based. *Reading*: the guideline names the checks only."""


def checks_again(changed: Collection[str]) -> frozenset[Check]:
    """Return the checks to be recorded again (要再確認) after these fields were corrected."""
    return frozenset(check for check, fields in FIELDS_OF.items() if fields.intersection(changed))


def asks_again_who(changed: Collection[str], *, was_member: bool) -> bool:
    """Whether the decision on former membership falls with the correction (要領第5条).

    was_member: what the corrected form declares; a declaration made only now opens the question.
    """
    return bool(WHO.intersection(changed)) or ("was_member" in changed and was_member)


def first_reminder(requested_on: date) -> date:
    """Return the day of the first reminder of a requested correction: after two weeks."""
    return requested_on + FIRST_REMINDER


def next_reminder(reminded_on: date) -> date:
    """Return the day of the reminder after this one: a month later (民法第143条)."""
    return period_end(reminded_on, months=1)

"""Contact deadlines: when a member counts as out of contact (規約第6条第1号)."""

from collections.abc import Iterable
from datetime import date, timedelta

from app.rules import Verdict
from app.rules.common import articles
from app.rules.common.era import era_date
from app.rules.common.periods import period_end

QUESTION_MONTHS = (9, 11, 12)
"""The numbers of months without contact after which the member is asked to confirm."""


def out_of_contact_from(last_contact_on: date) -> date:
    """Return the first day on which ground (1) applies: the day after one full year."""
    return period_end(last_contact_on, years=1) + timedelta(days=1)


def question_due(last_contact_on: date) -> tuple[tuple[int, date], ...]:
    """Return (months, day) of each contact question, in order.

    Each is sent on the last day of its months, so the one at 12 months still falls within the
    year.
    """
    return tuple((months, period_end(last_contact_on, months=months)) for months in QUESTION_MONTHS)


def next_question(last_contact_on: date | None, today: date) -> date | None:
    """Return the day of the next question after today; None if all are sent or none is counted."""
    if last_contact_on is None:
        return None
    return next((day for _, day in question_due(last_contact_on) if day > today), None)


def ground_applies(
    last_contact_on: date, *, today: date, failed_attempts: Iterable[date]
) -> Verdict:
    """Whether the member belongs on the list of members to which ground (1) applies.

    `failed_attempts` are the days of the secretariat's failed attempts to reach it; those before
    or on the day of the last contact, or in the future, prove nothing. Being listed does not expel
    a member: that takes a resolution (規約第9条第3号).
    """
    first = out_of_contact_from(last_contact_on)
    if today < first:
        return Verdict(
            False,
            articles.GROUND_OUT_OF_CONTACT,
            f"最後の連絡（{era_date(last_contact_on)}）から1年がたっていません。"
            f"該当するのは{era_date(first)}からです。",
        )
    if not any(last_contact_on < attempt <= today for attempt in failed_attempts):
        return Verdict(
            False,
            articles.GROUND_OUT_OF_CONTACT,
            "連絡を試みて取れなかった記録がありません。電話や郵便で連絡し、結果を記録してください。",
        )
    return Verdict(
        True,
        articles.GROUND_OUT_OF_CONTACT,
        f"最後の連絡（{era_date(last_contact_on)}）から1年以上、連絡が取れていません。",
    )


def latest_contact_with(months: int, *, over_by: date) -> date:
    """Return the latest last-contact day with `months` without contact completed on `over_by`.

    A member last in contact on or before that day has been silent for that long, so a list needs
    only one comparison of dates.
    """
    day = over_by - timedelta(days=28 * months)
    while period_end(day, months=months) > over_by:
        day -= timedelta(days=1)
    return day

"""Readmission after loss of membership (再入会, 要領第5条)."""

from datetime import date, timedelta
from enum import StrEnum

from app.rules import Verdict
from app.rules.common import articles
from app.rules.common.era import era_date
from app.rules.common.periods import period_end

BAR_YEARS = 3


class LossCause(StrEnum):
    """The cause of the loss. An executive member's release (規約第9条第2号) is WITHDRAWAL."""

    WITHDRAWAL = "withdrawal"
    EXPULSION = "expulsion"


def readmittable_from(lost_on: date, cause: LossCause) -> date:
    """Return the first day on which the organisation may be readmitted.

    After expulsion that is the day after the three years (要領第5条第2項); otherwise there is no
    bar from the day of the loss on.
    """
    if cause is LossCause.EXPULSION:
        return period_end(lost_on, years=BAR_YEARS) + timedelta(days=1)
    return lost_on


def may_readmit(lost_on: date, cause: LossCause, *, today: date, has_statement: bool) -> Verdict:
    """Whether a decision made `today` may readmit (the day of the decision is decisive)."""
    first = readmittable_from(lost_on, cause)
    if today < first and cause is LossCause.EXPULSION:
        return Verdict(
            False,
            articles.READMISSION_BAR,
            f"除名により会員資格を失った日（{era_date(lost_on)}）から{BAR_YEARS}年間は再入会を"
            f"認められません。再入会できる最初の日は{era_date(first)}です。",
        )
    if today < first:
        return Verdict(
            False,
            articles.READMISSION,
            f"会員資格を失う日（{era_date(lost_on)}）より前に再入会を決めることはできません。",
        )
    if not has_statement:
        return Verdict(
            False,
            articles.READMISSION,
            "再入会の理由を記した説明書がありません。説明書を添えて申し込んでください。",
        )
    return Verdict(True, articles.READMISSION, "説明書があり、再入会を認めることができます。")

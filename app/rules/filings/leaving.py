"""Withdrawal and expulsion of members (規約第6条, 第9条, 要領第4条)."""

from datetime import date, timedelta

from app.rules import Article, Verdict
from app.rules.common import articles
from app.rules.membership.membership import ExpulsionGround, Standing

GROUND_ARTICLES: dict[ExpulsionGround, Article] = {
    ExpulsionGround.OUT_OF_CONTACT: articles.GROUND_OUT_OF_CONTACT,
    ExpulsionGround.BREACH: articles.GROUND_BREACH,
    ExpulsionGround.DISSOLVED: articles.GROUND_DISSOLVED,
    ExpulsionGround.ANTI_SOCIAL: articles.GROUND_ANTI_SOCIAL,
    ExpulsionGround.HINDRANCE: articles.GROUND_HINDRANCE,
}


def may_withdraw(standing: Standing) -> Verdict:
    """Whether an organisation of this standing may file a withdrawal notice (規約第6条).

    That of a general member cannot be refused.
    """
    if standing is Standing.GENERAL:
        return Verdict(True, articles.LEAVING, "退会届を提出して、いつでも退会できます。")
    if standing is Standing.EXECUTIVE:
        return Verdict(
            False,
            articles.POWER_EXECUTIVES,
            "幹事団体の退会はプラットフォーム会議が議決します。議案とするよう申し出てください。",
        )
    return Verdict(False, articles.LEAVING, "会員でないため、退会届は要りません。")


def withdrawal_effective_on(received_on: date, named_on: date | None = None) -> date:
    """Return the day from which it is no member: of receipt, or the later one the notice names."""
    return received_on if named_on is None else max(received_on, named_on)


def lost_on(last_day: date) -> date:
    """Return the day on which membership is lost (資格喪失日), by the last day as a member."""
    return last_day + timedelta(days=1)


def last_day(received_on: date, effective_on: date) -> date:
    """Return the last day as a member; a notice that takes effect on receipt, until the receipt.

    effective_on: the day from which it is no member.
    """
    return max(received_on, effective_on - timedelta(days=1))


def may_expel(standing: Standing) -> Verdict:
    """Whether the expulsion of an organisation of this standing may be submitted to the meeting."""
    if standing is Standing.GENERAL:
        return Verdict(True, articles.POWER_EXPULSION, "除名はプラットフォーム会議が議決します。")
    if standing is Standing.EXECUTIVE:
        return Verdict(
            False,
            articles.LEAVING,
            "除名できるのは一般団体だけです。幹事団体については退会を議案としてください。",
        )
    return Verdict(False, articles.LEAVING, "会員でないため、除名できません。")

"""Withdrawal and expulsion: for whom, under which article, from when."""

import pytest

from app.rules.filings.leaving import (
    GROUND_ARTICLES,
    last_day,
    lost_on,
    may_expel,
    may_withdraw,
    withdrawal_effective_on,
)
from app.rules.membership.membership import ExpulsionGround, Standing
from tests.rules.dates import day


@pytest.mark.parametrize(
    ("standing", "withdraws", "article"),
    [
        (Standing.GENERAL, True, "規約第6条"),
        (Standing.EXECUTIVE, False, "規約第9条第2号"),
        (Standing.FORMER, False, "規約第6条"),
    ],
)
def test_only_a_general_member_withdraws_by_notice(standing, withdraws, article):
    verdict = may_withdraw(standing)
    assert (verdict.allowed, str(verdict.article)) == (withdraws, article)


@pytest.mark.parametrize(
    ("standing", "expels", "article"),
    [
        (Standing.GENERAL, True, "規約第9条第3号"),
        (Standing.EXECUTIVE, False, "規約第6条"),
        (Standing.FORMER, False, "規約第6条"),
    ],
)
def test_only_a_general_member_can_be_expelled(standing, expels, article):
    verdict = may_expel(standing)
    assert (verdict.allowed, str(verdict.article)) == (expels, article)


@pytest.mark.parametrize(
    ("named", "effective"),
    [(None, "2026-04-10"), ("2026-04-30", "2026-04-30"), ("2026-04-01", "2026-04-10")],
)
def test_withdrawal_takes_effect_on_receipt_or_a_later_stated_day(named, effective):
    named_on = None if named is None else day(named)
    assert withdrawal_effective_on(day("2026-04-10"), named_on) == day(effective)


def test_five_grounds_match_the_items_of_the_bylaws():
    cited = [str(GROUND_ARTICLES[ground]) for ground in ExpulsionGround]
    assert cited == [f"規約第6条第{number}号" for number in range(1, 6)]
    assert len({ground.label for ground in ExpulsionGround}) == len(ExpulsionGround)


@pytest.mark.parametrize(
    ("received", "last", "lost"),
    [
        ("2026-11-28", "2026-12-31", "2027-01-01"),
        ("2026-11-28", "2026-11-28", "2026-11-29"),
        ("2028-02-01", "2028-02-29", "2028-03-01"),
    ],
)
def test_named_last_day_is_a_day_as_a_member(received, last, lost):
    assert lost_on(day(last)) == day(lost)
    effective = withdrawal_effective_on(day(received), lost_on(day(last)))
    assert effective == day(lost)
    assert last_day(day(received), effective) == day(last)


def test_notice_that_takes_effect_on_receipt_ends_on_that_day():
    received = day("2026-11-28")
    assert last_day(received, withdrawal_effective_on(received)) == received

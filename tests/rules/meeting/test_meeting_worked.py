"""Worked examples of the meeting rules, with the founding roster of 34 executive members."""

import pytest

from app.rules.meeting import Choice, Item, Roll, attending, entitled, quorum, tally

EXECUTIVES = frozenset(range(34))


def meeting(there: int, proxies: int, emails: int, chair: int | None = None, held: int = 0):
    """Return a roll with `there` members present; member 0 holds `held` proxies, 1 the rest."""
    principals = range(there, there + proxies)
    writers = range(there + proxies, there + proxies + emails)
    return Roll(
        executives=EXECUTIVES,
        present=frozenset(range(there)),
        proxies={who: 0 if number < held else 1 for number, who in enumerate(principals)},
        statements={who: {"another item": Choice.FOR} for who in writers},
        chair=chair,
    )


def in_favour(roll: Roll, item: Item, number: int):
    """Return a tally with `number` votes in favour and the rest of the entitled against."""
    voters = sorted(entitled(roll, item))
    choices = {
        who: Choice.FOR if place < number else Choice.AGAINST for place, who in enumerate(voters)
    }
    own = {who: choice for who, choice in choices.items() if who not in roll.proxies}
    by_agent = {who: choice for who, choice in choices.items() if who in roll.proxies}
    return tally(roll, item, votes=own, proxy_votes=by_agent)


NOTIFIED, NEW = Item("item"), Item("item", notified=False)


@pytest.mark.parametrize(
    ("roll", "item", "voters", "favour", "passed"),
    [
        (meeting(15, 6, 2), NOTIFIED, 23, 16, True),
        (meeting(15, 6, 2), NOTIFIED, 23, 15, False),
        (meeting(15, 6, 2, chair=0), NOTIFIED, 22, 15, True),
        (meeting(15, 6, 2, chair=0), NOTIFIED, 22, 14, False),
        (meeting(15, 6, 2, chair=0, held=2), NOTIFIED, 20, 14, True),
        (meeting(15, 6, 2, chair=0, held=2), NOTIFIED, 20, 13, False),
        (meeting(15, 6, 2), NEW, 17, 12, True),
        (meeting(15, 6, 2), NEW, 17, 11, False),
    ],
)
def test_two_thirds_of_the_entitled_decide_with_a_quorum(roll, item, voters, favour, passed):
    assert len(attending(roll)) == 23
    assert quorum(roll)
    result = in_favour(roll, item, favour)
    assert (result.entitled, result.in_favour, result.passed) == (voters, favour, passed)
    assert str(result.verdict.article) == "規約第12条第1項"


def test_twenty_two_of_thirty_four_are_no_quorum_and_decide_nothing():
    roll = meeting(14, 6, 2)
    assert len(attending(roll)) == 22
    assert not quorum(roll)
    result = in_favour(roll, NOTIFIED, 22)
    assert (result.entitled, result.in_favour, result.passed) == (22, 22, False)
    assert str(result.verdict.article) == "規約第11条第1項"


def test_calculation_of_a_passed_vote_is_explained():
    reason = in_favour(meeting(15, 6, 2), NOTIFIED, 16).verdict.reason
    assert "34団体のうち23団体が出席（会場・オンライン15、電子メール2、委任6）" in reason
    assert "3×23＝69≧2×34＝68" in reason
    assert "議決に加われる23団体のうち、賛成16、反対7、棄権0、表示なし0" in reason
    assert "3×16＝48≧2×23＝46のため、可決です。" in reason


def test_calculation_of_a_failed_vote_is_explained():
    reason = in_favour(meeting(15, 6, 2), NOTIFIED, 15).verdict.reason
    assert reason.endswith("3×15＝45＜2×23＝46のため、否決です。")

"""Single edge cases named in the rules on meetings."""

import pytest

from app.rules.meeting import (
    Choice,
    Item,
    Roll,
    attending,
    entitled,
    entitlement,
    proxy_verdict,
    quorum,
    tally,
)

FOR, AGAINST, ABSTAIN = Choice.FOR, Choice.AGAINST, Choice.ABSTAIN
ITEM = Item("1")
NEW = Item("1", notified=False)


def roll(there="", proxies=None, statements=None, chair=None, executives="ABCDEF"):
    return Roll(
        executives=frozenset(executives),
        present=frozenset(there),
        proxies=proxies or {},
        statements=statements or {},
        chair=chair,
    )


# --- attendance -------------------------------------------------------------------------------


def test_guests_are_not_in_attendance():
    assert attending(roll("AX", statements={"Y": {"1": FOR}}, proxies={"Z": "A"})) == {"A"}


@pytest.mark.parametrize(
    ("proxies", "why"),
    [
        ({"B": "C"}, "その場に出席していない"),
        ({"B": "B"}, "自分自身"),
        ({"B": "X"}, "幹事団体でない"),
        ({"B": "C", "C": "A"}, "さらに別の団体に委任"),
    ],
    ids=["absent", "itself", "non-executive", "passed on"],
)
def test_void_proxy_gives_no_attendance_and_states_the_reason(proxies, why):
    given = roll("AX", proxies=proxies)
    assert "B" not in attending(given)
    verdict = proxy_verdict(given, "B")
    assert not verdict
    assert why in verdict.reason
    assert str(verdict.article) == "規約第12条第3項"


def test_agent_attending_only_by_email_is_not_present():
    assert attending(roll("A", proxies={"B": "C"}, statements={"C": {"1": FOR}})) == {"A", "C"}


def test_two_absent_members_cannot_represent_each_other():
    assert attending(roll("A", proxies={"B": "C", "C": "B"})) == {"A"}


def test_proxy_ends_when_the_principal_is_present():
    given = roll("AB", proxies={"B": "A"})
    assert not proxy_verdict(given, "B")
    result = tally(given, ITEM, votes={}, proxy_votes={"B": FOR})
    assert (result.in_favour, result.silent) == (0, 2)


def test_statement_on_one_item_gives_attendance_for_the_whole_meeting():
    given = roll("A", statements={"B": {"7": AGAINST}})
    assert attending(given) == {"A", "B"}
    assert entitled(given, ITEM) == {"A", "B"}
    assert tally(given, ITEM, votes={}).silent == 2


@pytest.mark.parametrize("empty", [{}, {"1": ABSTAIN}])
def test_email_without_for_or_against_gives_no_attendance(empty):
    assert attending(roll("A", statements={"B": empty})) == {"A"}


def test_member_attending_in_several_ways_counts_once():
    given = roll("A", proxies={"B": "A"}, statements={"A": {"1": FOR}, "B": {"1": FOR}})
    assert attending(given) == {"A", "B"}


# --- quorum -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("executives", "there", "reached"),
    [("ABC", "AB", True), ("ABC", "A", False), ("ABCD", "ABC", True), ("ABCD", "AB", False),
     ("ABCDE", "ABCD", True), ("ABCDE", "ABC", False), ("A", "A", True), ("A", "", False)],
)  # fmt: skip
def test_quorum_is_two_thirds_in_integers(executives, there, reached):
    assert quorum(roll(there, executives=executives)).allowed is reached


def test_empty_roll_has_no_quorum():
    nobody = roll("X", executives="")
    assert not quorum(nobody)
    result = tally(nobody, ITEM, votes={"X": FOR})
    assert (result.entitled, result.passed) == (0, False)


def test_chair_and_its_principals_count_for_the_quorum():
    assert quorum(roll("ABC", proxies={"D": "A"}, chair="A"))


# --- the chair --------------------------------------------------------------------------------


@pytest.mark.parametrize("chair", ["B", "X", "Y"], ids=["absent", "guest", "stranger"])
@pytest.mark.parametrize(
    "ask",
    [
        attending,
        quorum,
        lambda given: entitled(given, ITEM),
        lambda given: entitlement(given, ITEM, "A"),
        lambda given: tally(given, ITEM, votes={}),
    ],
    ids=["attending", "quorum", "entitled", "entitlement", "tally"],
)
def test_chair_must_be_a_present_executive_member(ask, chair):
    with pytest.raises(ValueError, match="議長"):
        ask(roll("AX", chair=chair))


def test_chairs_own_vote_is_ignored():
    given = roll("ABCD", chair="A", statements={"A": {"1": FOR}})
    result = tally(given, ITEM, votes={"A": FOR, "B": FOR, "C": FOR})
    assert (result.entitled, result.in_favour) == (3, 2)
    assert entitlement(given, ITEM, "A").article.paragraph == 2


def test_member_attending_only_by_the_chairs_proxy_has_no_vote():
    given = roll("ABCD", proxies={"E": "A"}, chair="A")
    assert entitled(given, ITEM) == set("BCD")
    assert "議長" in entitlement(given, ITEM, "E").reason
    assert tally(given, ITEM, votes={}, proxy_votes={"E": FOR}).in_favour == 0


def test_principal_of_the_chair_with_an_email_keeps_its_vote():
    given = roll("ABCD", proxies={"E": "A"}, statements={"E": {"2": FOR}}, chair="A")
    assert "E" in entitled(given, ITEM)
    assert tally(given, ITEM, votes={}, proxy_votes={"E": FOR}).in_favour == 0
    assert tally(given, Item("2"), votes={}).in_favour == 1


# --- items ------------------------------------------------------------------------------------


def test_member_attending_only_by_proxy_has_no_vote_on_unnotified_items():
    given = roll("ABC", proxies={"D": "A", "E": "B"}, statements={"E": {"2": FOR}})
    assert entitled(given, ITEM) == set("ABCDE")
    assert entitled(given, NEW) == set("ABCE")
    assert entitlement(given, NEW, "D").article.paragraph == 3
    votes = tally(given, NEW, votes={}, proxy_votes={"D": FOR, "E": FOR})
    assert (votes.entitled, votes.in_favour) == (4, 0)


def test_excluded_member_counts_for_the_quorum_but_has_no_vote():
    given = roll("ABCD")
    item = Item("1", excluded=frozenset("A"))
    assert quorum(given)
    result = tally(given, item, votes={"A": AGAINST, "B": FOR, "C": FOR})
    assert (result.entitled, result.in_favour, result.against) == (3, 2, 0)
    assert result.passed


def test_excluded_agent_still_votes_for_its_principal():
    given = roll("ABCD", proxies={"E": "A"})
    result = tally(given, Item("1", excluded=frozenset("A")), votes={}, proxy_votes={"E": FOR})
    assert (result.entitled, result.in_favour) == (4, 1)


def test_item_without_entitled_members_does_not_pass():
    given = roll("ABCDEF")
    result = tally(given, Item("1", excluded=frozenset("ABCDEF")), votes={})
    assert (result.entitled, result.passed) == (0, False)
    assert "議決に加われる幹事団体がなく" in result.verdict.reason


def test_entitlement_is_available_without_a_quorum():
    assert entitled(roll("A"), ITEM) == {"A"}


# --- what is counted --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("own", "mail", "agent", "counts"),
    [
        (FOR, AGAINST, AGAINST, "in_favour"),
        (ABSTAIN, FOR, FOR, "abstained"),
        (None, FOR, AGAINST, "in_favour"),
        (None, AGAINST, FOR, "against"),
        (None, None, FOR, "in_favour"),
        (None, None, ABSTAIN, "abstained"),
        (None, None, None, "silent"),
        (None, ABSTAIN, FOR, "in_favour"),
    ],
)
def test_own_vote_precedes_own_email_precedes_the_agents_vote(own, mail, agent, counts):
    statement = {"other": FOR} | ({"1": mail} if mail else {})
    given = roll("A", proxies={"B": "A"}, statements={"B": statement}, executives="AB")
    result = tally(
        given,
        ITEM,
        votes={"B": own} if own else {},
        proxy_votes={"B": agent} if agent else {},
    )
    found = {"in_favour": 0, "against": 0, "abstained": 0, "silent": 1}  # A makes no statement
    found[counts] += 1
    assert {name: getattr(result, name) for name in found} == found


def test_email_counts_for_a_present_member_that_did_not_vote():
    given = roll("AB", statements={"A": {"1": FOR}})
    assert tally(given, ITEM, votes={}).in_favour == 1


def test_silent_and_abstaining_members_stay_in_the_denominator():
    given = roll("ABCDEF")
    two_thirds = tally(given, ITEM, votes=dict.fromkeys("ABCD", FOR))
    assert (two_thirds.silent, two_thirds.passed) == (2, True)
    half = tally(given, ITEM, votes=dict.fromkeys("ABC", FOR) | dict.fromkeys("DEF", ABSTAIN))
    assert (half.abstained, half.passed) == (3, False)


def test_item_without_any_votes_does_not_pass():
    assert not tally(roll("ABCDEF"), ITEM, votes={}).passed


def test_vote_through_a_void_proxy_is_ignored():
    given = roll("ABCD", proxies={"E": "F"})
    result = tally(given, ITEM, votes={}, proxy_votes={"E": FOR, "A": FOR})
    assert (result.entitled, result.in_favour) == (4, 0)

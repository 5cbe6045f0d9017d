"""Every answer of the meeting's rules against a slow second reading of the by-laws."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from app.rules.meeting import (
    Choice,
    Ground,
    Item,
    Roll,
    attending,
    entitled,
    entitlement,
    grounds,
    proxy_verdict,
    quorum,
    tally,
)
from tests.rules import meeting_oracle as oracle

MEMBERS = st.integers(0, 8)
KEYS = st.sampled_from(["a", "b", "c"])
CHOICES = st.sampled_from(Choice)
SETTINGS = settings(max_examples=600, deadline=None)


@st.composite
def rolls(draw):
    executives = draw(st.frozensets(MEMBERS, max_size=9))
    present = draw(st.frozensets(MEMBERS))
    there = sorted(executives & present)
    return Roll(
        executives=executives,
        present=present,
        proxies=draw(st.dictionaries(MEMBERS, MEMBERS, max_size=6)),
        statements=draw(
            st.dictionaries(MEMBERS, st.dictionaries(KEYS, CHOICES, max_size=2), max_size=4)
        ),
        chair=draw(st.sampled_from([None, *there])),
    )


ITEMS = st.builds(
    Item, key=KEYS, notified=st.booleans(), excluded=st.frozensets(MEMBERS, max_size=2)
)
VOTES = st.dictionaries(MEMBERS, CHOICES)


@SETTINGS
@given(rolls())
def test_attendance_and_quorum_agree_with_the_second_reading(roll):
    expected = {member for member in roll.executives if oracle.attends(roll, member)}
    assert attending(roll) == expected
    assert quorum(roll).allowed == oracle.has_quorum(roll)


@SETTINGS
@given(rolls(), ITEMS)
def test_entitlement_agrees_with_the_second_reading(roll, item):
    expected = {member for member in range(9) if oracle.may_vote(roll, item, member)}
    assert entitled(roll, item) == expected
    for member in range(9):
        assert entitlement(roll, item, member).allowed == (member in expected)


@SETTINGS
@given(rolls())
def test_a_proxy_holds_exactly_when_the_second_reading_says_so(roll):
    for member in range(9):
        expected = member in roll.executives and oracle.has_agent(roll, member)
        assert proxy_verdict(roll, member).allowed == expected


@SETTINGS
@given(rolls(), ITEMS, VOTES, VOTES)
def test_the_count_agrees_with_the_second_reading(roll, item, votes, proxy_votes):
    result = tally(roll, item, votes=votes, proxy_votes=proxy_votes)
    assert (
        result.entitled,
        result.in_favour,
        result.against,
        result.abstained,
        result.silent,
        result.passed,
    ) == oracle.count(roll, item, votes, proxy_votes)
    assert result.passed == result.verdict.allowed


@SETTINGS
@given(rolls(), ITEMS, VOTES, VOTES, MEMBERS)
def test_one_more_vote_in_favour_never_unmakes_a_passed_item(
    roll, item, votes, proxy_votes, member
):
    before = tally(roll, item, votes=votes, proxy_votes=proxy_votes)
    after = tally(roll, item, votes=votes | {member: Choice.FOR}, proxy_votes=proxy_votes)
    assert after.in_favour >= before.in_favour
    assert after.passed or not before.passed


@SETTINGS
@given(rolls(), ITEMS, VOTES, VOTES, VOTES)
def test_votes_of_members_not_entitled_change_nothing(roll, item, votes, proxy_votes, noise):
    may_vote = entitled(roll, item)
    others = {member: choice for member, choice in noise.items() if member not in may_vote}
    plain = tally(roll, item, votes=votes, proxy_votes=proxy_votes)
    assert plain == tally(roll, item, votes=votes | others, proxy_votes=proxy_votes | others)


@SETTINGS
@given(rolls(), MEMBERS)
def test_one_more_member_there_never_breaks_the_quorum(roll, member):
    joined = replace(roll, present=roll.present | {member})
    assert attending(roll) <= attending(joined)
    assert quorum(joined) or not quorum(roll)


@SETTINGS
@given(rolls())
def test_ground_proxy_means_by_proxy_only(roll):
    for member, ground in grounds(roll).items():
        assert (ground is Ground.PRESENT) == oracle.is_there(roll, member)
        by_proxy_only = not oracle.is_there(roll, member) and not oracle.wrote(roll, member)
        assert (ground is Ground.PROXY) == by_proxy_only

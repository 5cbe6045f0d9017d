"""Every result of the meeting rules compared with the independent implementation."""

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
from tests.rules.meeting import meeting_oracle as oracle

COUNT = 6
MEMBERS = st.integers(0, COUNT - 1)
KEYS = st.sampled_from(["a", "b"])
CHOICES = st.sampled_from(Choice)
MOSTLY = st.sampled_from([True, True, True, True, False])
MANY = settings(max_examples=500)
SETTINGS = settings(max_examples=150)


def some(values, *, absent: int = 1):
    """Draw a value or None; the higher `absent`, the more often None."""
    return st.one_of(values, *[st.none()] * absent)


PART = st.tuples(
    MOSTLY,  # executive
    st.booleans(),  # present
    some(MEMBERS),  # its agent
    some(st.dictionaries(KEYS, CHOICES, max_size=2)),  # its e-mail
)


@st.composite
def rolls(draw):
    """Draw a roll of six organisations, small enough for the rules to interact."""
    parts = dict(enumerate(draw(st.lists(PART, min_size=COUNT, max_size=COUNT))))
    executives = frozenset(member for member, part in parts.items() if part[0])
    present = frozenset(member for member, part in parts.items() if part[1])
    return Roll(
        executives=executives,
        present=present,
        proxies={member: part[2] for member, part in parts.items() if part[2] is not None},
        statements={member: part[3] for member, part in parts.items() if part[3] is not None},
        chair=draw(some(st.sampled_from(sorted(there))))
        if (there := executives & present)
        else None,
    )


ITEMS = st.builds(
    Item,
    key=KEYS,
    notified=st.booleans(),
    excluded=st.one_of(st.just(frozenset()), st.frozensets(MEMBERS, max_size=2)),
)
FEW_VOTES = st.dictionaries(MEMBERS, CHOICES, max_size=3)
VOTES = st.lists(some(CHOICES), min_size=COUNT, max_size=COUNT).map(
    lambda choices: {member: choice for member, choice in enumerate(choices) if choice}
)


@MANY
@given(rolls())
def test_attendance_and_quorum_agree_with_the_oracle(roll):
    expected = {member for member in roll.executives if oracle.attends(roll, member)}
    assert attending(roll) == expected
    assert quorum(roll).allowed == oracle.has_quorum(roll)


@MANY
@given(rolls(), ITEMS)
def test_entitlement_agrees_with_the_oracle(roll, item):
    expected = {member for member in range(COUNT) if oracle.may_vote(roll, item, member)}
    assert entitled(roll, item) == expected
    for member in range(COUNT):
        assert entitlement(roll, item, member).allowed == (member in expected)


@SETTINGS
@given(rolls())
def test_proxy_validity_agrees_with_the_oracle(roll):
    for member in range(COUNT):
        expected = member in roll.executives and oracle.has_agent(roll, member)
        assert proxy_verdict(roll, member).allowed == expected


@MANY
@given(rolls(), ITEMS, FEW_VOTES, VOTES)
def test_count_agrees_with_the_oracle(roll, item, votes, proxy_votes):
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
@given(rolls(), ITEMS, FEW_VOTES, VOTES, MEMBERS)
def test_additional_vote_in_favour_never_reverses_a_passed_item(
    roll, item, votes, proxy_votes, member
):
    before = tally(roll, item, votes=votes, proxy_votes=proxy_votes)
    after = tally(roll, item, votes=votes | {member: Choice.FOR}, proxy_votes=proxy_votes)
    assert after.in_favour >= before.in_favour
    assert after.passed or not before.passed


@SETTINGS
@given(rolls(), ITEMS, FEW_VOTES, VOTES, VOTES)
def test_votes_of_members_not_entitled_change_nothing(roll, item, votes, proxy_votes, noise):
    may_vote = entitled(roll, item)
    others = {member: choice for member, choice in noise.items() if member not in may_vote}
    plain = tally(roll, item, votes=votes, proxy_votes=proxy_votes)
    assert plain == tally(roll, item, votes=votes | others, proxy_votes=proxy_votes | others)


@SETTINGS
@given(rolls(), MEMBERS)
def test_additional_present_member_never_breaks_the_quorum(roll, member):
    joined = replace(roll, present=roll.present | {member})
    assert attending(roll) <= attending(joined)
    assert quorum(joined) or not quorum(roll)


@SETTINGS
@given(rolls())
def test_ground_proxy_means_attendance_by_proxy_only(roll):
    for member, ground in grounds(roll).items():
        assert (ground is Ground.PRESENT) == oracle.is_there(roll, member)
        by_proxy_only = not oracle.is_there(roll, member) and not oracle.wrote(roll, member)
        assert (ground is Ground.PROXY) == by_proxy_only

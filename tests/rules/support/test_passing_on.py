"""Desks that pass people on: where somebody gets stuck, what is missing, how it is drawn."""

import random
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.support.desk_words import Capacity, Channel, Language
from app.rules.support.passing_on import (
    WHOLE_PREFECTURE,
    Desk,
    PassingOn,
    dead_ends,
    gaps,
    loops,
    unreached,
)
from app.rules.support.passing_on_picture import BOX_HEIGHT, BOX_WIDTH, picture
from app.rules.support.trouble_words import Trouble

TOTTORI, YONAGO = "312011", "312029"


def desks(names: str, paused: str = "") -> list[Desk]:
    return [
        Desk(name, capacity=Capacity.PAUSED if name in paused else Capacity.TAKING)
        for name in names
    ]


def passings(pairs: str) -> list[PassingOn]:
    return [PassingOn(*pair) for pair in pairs.split()]


@pytest.mark.parametrize(
    ("names", "paused", "pairs", "stuck", "unknown", "rounds"),
    [
        ("abc", "", "ab bc", "c", "a", []),
        ("abc", "", "ab bc ca", "", "", ["abc"]),
        ("abcde", "", "ab ba cd dc bc", "e", "e", ["ab", "cd"]),
        ("abc", "b", "ab bc", "ac", "a", []),
        ("abc", "b", "ab ac bc", "c", "a", []),
        ("a", "", "ax xa", "a", "a", []),
        ("", "", "", "", "", []),
    ],
)
def test_where_somebody_gets_stuck(names, paused, pairs, stuck, unknown, rounds) -> None:
    all_desks, steps = desks(names, paused), passings(pairs)
    assert "".join(dead_ends(all_desks, steps)) == stuck
    assert "".join(unreached(all_desks, steps)) == unknown
    assert ["".join(each) for each in loops(all_desks, steps)] == rounds


def test_a_desk_does_not_pass_on_to_itself() -> None:
    with pytest.raises(ValueError, match="ほかの窓口"):
        PassingOn("a", "a")


def test_gaps_are_told_for_each_municipality() -> None:
    money, work = frozenset({Trouble.MONEY}), frozenset({Trouble.WORK})
    rest = set(Trouble) - {Trouble.MONEY, Trouble.WORK}
    found = gaps(
        [
            Desk("a", money, frozenset({TOTTORI}), Capacity.WAITING),
            Desk("b", work, frozenset({WHOLE_PREFECTURE})),
            Desk("c", frozenset(Trouble), frozenset({YONAGO}), Capacity.PAUSED),
            Desk("d", frozenset(Trouble)),
        ],
        [TOTTORI, YONAGO],
    )
    assert set(found[TOTTORI]) == rest
    assert set(found[YONAGO]) == rest | {Trouble.MONEY}


names = st.sampled_from("abcdefghij")
graphs = st.lists(st.tuples(names, names).filter(lambda pair: pair[0] != pair[1]), max_size=25).map(
    lambda pairs: [PassingOn(*pair) for pair in pairs]
)


@given(graphs)
def test_loops_are_where_two_desks_reach_each_other(steps: list[PassingOn]) -> None:
    reach = {(each.source, each.target) for each in steps}
    for by in "abcdefghij":
        reach |= {(a, b) for a, c in reach if c == by for d, b in reach if d == by}
    together = {(a, b) for a, b in combinations("abcdefghij", 2) if {(a, b), (b, a)} <= reach}
    found = loops(desks("abcdefghij"), steps)
    assert {pair for each in found for pair in combinations(each, 2)} == together


@given(graphs, st.randoms(use_true_random=False))
def test_picture_is_the_same_in_any_order(steps: list[PassingOn], chance: random.Random) -> None:
    drawn = picture("abcdefghij", steps)
    chance.shuffle(steps)
    assert picture("jihgfedcba", steps) == drawn


@given(graphs)
def test_picture_has_each_desk_and_line_once_and_no_boxes_overlap(steps: list[PassingOn]) -> None:
    drawn = picture("abcdefghij", steps)
    assert sorted([*(box.id for box in drawn.boxes), *drawn.apart]) == list("abcdefghij")
    assert {(line.source, line.target) for line in drawn.lines} == {
        (each.source, each.target) for each in steps
    }
    assert len(drawn.lines) == len({(each.source, each.target) for each in steps})
    for one, other in combinations(drawn.boxes, 2):
        assert abs(one.x - other.x) >= BOX_WIDTH or abs(one.y - other.y) >= BOX_HEIGHT
    for box in drawn.boxes:
        assert 0 < box.x <= drawn.width - BOX_WIDTH and 0 < box.y <= drawn.height - BOX_HEIGHT
    at = {box.id: box for box in drawn.boxes}
    for line in drawn.lines:
        assert (at[line.source].x > at[line.target].x) is line.backward
        side = at[line.source].x + (0 if line.backward else BOX_WIDTH)
        assert line.d.startswith(f"M{side} ")


def test_line_over_columns_bends_between_the_boxes() -> None:
    drawn = picture("abc", passings("ab bc ac"))
    assert [box.x for box in drawn.boxes] == [10, 270, 530]
    (long,) = [line for line in drawn.lines if (line.source, line.target) == ("a", "c")]
    assert "H" in long.d and not long.backward


def test_crossings_are_removed_where_order_alone_does_it() -> None:
    drawn = picture("abcdef", passings("af be cd"))
    rows = {box.id: box.y for box in drawn.boxes}
    assert [rows[a] - rows[b] for a, b in ("af", "be", "cd")] == [0, 0, 0]


def test_line_has_all_reasons_and_leads_back_where_it_must() -> None:
    steps = [PassingOn("a", "b", "法律相談"), PassingOn("a", "b", "債務"), PassingOn("b", "a")]
    forth, back = picture("ab", steps).lines
    assert (forth.reasons, forth.backward) == (("債務", "法律相談"), False)
    assert (back.reasons, back.backward) == ((), True)


def test_picture_of_nothing_is_empty() -> None:
    assert (picture("", []).width, picture("ab", []).apart) == (0, ("a", "b"))


def test_three_hundred_desks_are_drawn_at_once() -> None:
    chance = random.Random(7)
    ids = [f"{number:03}" for number in range(300)]
    steps = [PassingOn(*chance.sample(ids, 2)) for _ in range(400)]
    assert len(picture(ids, steps).lines) == len({(each.source, each.target) for each in steps})


@pytest.mark.parametrize("words", [Capacity, Channel, Language])
def test_words_of_a_desk_are_told_apart(words) -> None:
    assert len({each.label for each in words}) == len(words)

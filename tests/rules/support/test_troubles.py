"""The words that people use, and the numbers to call now."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.common import articles
from app.rules.support.hours import Hours
from app.rules.support.trouble_words import GROUPS, Danger, Trouble
from app.rules.support.troubles import Understood, understood
from app.rules.support.urgent import for_dangers, urgent_numbers

DATA = Path(articles.__file__).parents[2] / "data"
with (DATA / "urgent_numbers.csv").open(encoding="utf-8", newline="") as lines:
    NUMBERS = urgent_numbers(csv.DictReader(lines))

QUERIES = [
    ("お金がない", "お金", None),
    ("借金があって返せない", "お金", None),
    ("夜、眠れない", "医療福祉", None),
    ("家から出られない", "仕事 医療福祉 その他暮らし", None),
    ("話し相手がいない", "その他暮らし", None),
    ("ﾋｷｺﾓﾘ", "仕事 医療福祉 その他暮らし", None),
    ("親の介護", "医療福祉", None),
    ("もう死にたい", "医療福祉 その他暮らし", Danger.LIFE),
    ("シニタイ", "医療福祉 その他暮らし", Danger.LIFE),
    ("ＤＶ 相談", "住まい その他暮らし", Danger.VIOLENCE),
    ("子どもを叩いてしまう", "医療福祉 子育て・教育", Danger.CHILD),
    ("胸が痛い", "医療福祉", Danger.ILLNESS),
    ("うつ", "医療福祉", None),
    ("住まい", "住まい", None),
    ("子育て・教育", "子育て・教育", None),
    ("その他暮らし", "その他暮らし", None),
    ("DVDを返す", "", None),
    ("うつわを買う", "", None),
    ("彼にとって", "", None),
    ("", "", None),
    ("鳥取砂丘", "", None),
]


@pytest.mark.parametrize(("query", "labels", "danger"), QUERIES)
def test_query_is_understood(query: str, labels: str, danger: Danger | None) -> None:
    meant = understood(query)
    assert " ".join(trouble.label for trouble in meant.troubles) == labels
    assert meant.dangers == ((danger,) if danger else ())
    assert meant.urgent is bool(danger)


def test_words_of_the_same_meaning_are_searched_for_too() -> None:
    assert {"借金", "多重債務", "自己破産"} <= set(understood("債務").words)


@pytest.mark.parametrize("group", GROUPS, ids=lambda group: group.words[0])
def test_each_word_says_its_own_group(group) -> None:
    for word in group.words:
        meant = understood(word)
        assert set(group.troubles) <= set(meant.troubles), word
        assert set(group.words) <= set(meant.words), word
        assert group.danger is None or group.danger in meant.dangers


def test_no_word_stands_twice_and_every_trouble_has_words() -> None:
    words = [word for group in GROUPS for word in group.words]
    assert len(words) == len(set(words)) > 150
    assert {trouble for group in GROUPS for trouble in group.troubles} == set(Trouble)
    assert {group.danger for group in GROUPS} == {None, *Danger}


@given(st.text(max_size=300))
def test_any_text_is_answered_in_order(text: str) -> None:
    meant = understood(text)
    assert list(meant.troubles) == [trouble for trouble in Trouble if trouble in meant.troubles]
    assert meant == Understood() or meant.troubles


@given(
    st.sampled_from([word for group in GROUPS for word in group.words if len(word) > 2]),
    st.text(max_size=40),
    st.text(max_size=40),
)
def test_a_word_counts_wherever_it_stands(word: str, before: str, behind: str) -> None:
    meant = understood(f"{before}、{word}、{behind}")
    assert set(understood(word).dangers) <= set(meant.dangers)


def test_every_danger_has_a_number_that_answers_day_and_night() -> None:
    for danger in Danger:
        assert any(danger in each.dangers and each.hours.holidays_as_usual for each in NUMBERS)


def test_numbers_for_a_danger_stand_first_and_all_are_told() -> None:
    told = for_dangers(NUMBERS, [Danger.CHILD])
    assert set(told) == set(NUMBERS)
    assert [Danger.CHILD in each.dangers for each in told] == sorted(
        (Danger.CHILD in each.dangers for each in told), reverse=True
    )
    assert for_dangers(NUMBERS, []) == NUMBERS


def test_numbers_can_be_dialled() -> None:
    assert len({each.number for each in NUMBERS}) == len(NUMBERS)
    by_number = {each.number: each for each in NUMBERS}
    assert by_number["119"].href == "tel:119"
    assert by_number["#9999"].href == "tel:%239999"
    assert by_number["0120-279-338"].href == "tel:0120279338"
    assert by_number["#9999"].hours == Hours() and "0120-494949" in by_number["#9999"].note


def test_number_for_an_unknown_danger_is_refused() -> None:
    row = {"number": "1", "name": "x", "dangers": "boredom", "hours": "", "free": "1", "note": ""}
    with pytest.raises(ValueError):
        urgent_numbers([row])

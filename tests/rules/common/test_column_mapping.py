"""Headings of others' tables: where they stand, what they mean, what is remembered."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.common import column_mapping as mapping
from app.rules.common.column_mapping import Target

TARGETS = (
    Target("name", "団体名", ("法人名", "名称"), required=True),
    Target("name_kana", "フリガナ", ("名称カナ",)),
    Target("phone", "電話番号", ("TEL",), required=True),
    Target("representative", "代表者 氏名", ("代表者",)),
)

GUESSES = [
    (["団体名", "電話番号"], ["name", "phone"]),
    (["名称", "団体名"], ["", "name"]),
    (["名称", "法人名"], ["", "name"]),
    (["①名称（正式）", "ＴＥＬ"], ["name", "phone"]),
    (["名称\n【法人】", "電話番号\n（代表）"], ["name", "phone"]),
    (["名称_カナ", "名称"], ["name_kana", "name"]),
    (["代表者 氏名", "代表者 職名"], ["representative", ""]),
    (["代表者名", "定員（人）"], ["", ""]),
    (["", "備考"], ["", ""]),
]


@pytest.mark.parametrize(("headings", "keys"), GUESSES)
def test_columns_are_guessed_by_name_and_synonym(headings: list[str], keys: list[str]) -> None:
    assert mapping.guess(headings, TARGETS) == keys


def test_a_merged_heading_covers_the_columns_below_it() -> None:
    upper = ["No", "名称", "代表者", "", "", "TEL"]
    lower = ["", "", "職名", "氏名", "", ""]
    assert mapping.joined([upper, lower]) == ["No", "名称", "代表者 職名", "代表者 氏名", "", "TEL"]
    assert mapping.joined([]) == []


LINES = [
    ([(1, ["一覧表"]), (2, ["", "令和8年"]), (4, ["名称", "TEL"]), (5, ["あ", "0857-1"])], (4, 1)),
    ([(1, ["名称", "代表者", ""]), (2, ["", "職名", "氏名"]), (3, ["あ", "い", "う"])], (1, 1)),
    ([(1, ["団体", "代表者"]), (2, ["名", "氏名"]), (3, ["あ", "い"])], (1, 2)),
    ([(3, ["あ", "い"]), (4, ["う", "え"])], (3, 1)),
    ([], (1, 1)),
]


@pytest.mark.parametrize(("lines", "found"), LINES)
def test_headings_are_found_below_titles(lines: list, found: tuple[int, int]) -> None:
    assert mapping.find_headings(lines, TARGETS) == found


@given(st.permutations(["名称", "TEL", "備 考", "①住所（市）"]))
def test_the_same_headings_in_any_order_have_one_fingerprint(headings: list[str]) -> None:
    assert mapping.fingerprint(headings) == mapping.fingerprint(
        ["備考", "ＴＥＬ", "名\n称", "住所市"]
    )
    assert mapping.fingerprint(headings) != mapping.fingerprint(headings[1:])


@given(st.lists(st.sampled_from(["団体名", "名称", "TEL", "電話番号", "x", ""]), max_size=8))
def test_no_key_is_guessed_twice_and_what_is_remembered_comes_back(headings: list[str]) -> None:
    keys = mapping.guess(headings, TARGETS)
    assert not mapping.twice(keys) and len(keys) == len(headings)
    remembered = mapping.assigned(headings, keys)
    again = mapping.recalled(headings, remembered, TARGETS)
    assert not mapping.twice(again) and {*again} <= {*keys}
    assert mapping.recalled(headings, remembered, ()) == [""] * len(headings)


def test_what_is_required_and_has_no_source_is_named() -> None:
    def lacking(columns: list[str], filled: dict[str, str]) -> list[str]:
        return [target.key for target in mapping.lacking(TARGETS, columns, filled)]

    assert lacking(["name"], {}) == ["phone"]
    assert lacking(["", "name"], {"phone": "0857-26-7111"}) == []
    assert lacking([], {"phone": " "}) == ["name", "phone"]

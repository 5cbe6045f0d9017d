"""Texts as the search compares them, and the pieces of them in its index."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.common import tokens

TEXTS = st.text(st.sampled_from("あいガｶﾞー鳥取髙高1２三十条-・（株） ABｃ㈱"), max_size=12)


def is_found(text: str, query: str) -> bool:
    """Whether every word of the query stands in the text."""
    compared = tokens.text_of([text, tokens.with_digits(text), tokens.spoken_address(text)])
    return all(any(form in compared for form in tokens.forms(word)) for word in tokens.words(query))


@pytest.mark.parametrize(
    ("text", "query", "found"),
    [
        ("鳥取いのちの電話", "鳥", True),
        ("鳥取いのちの電話", "のち", True),
        ("鳥取いのちの電話", "イノチ", True),
        ("鳥取いのちの電話", "ｲﾉﾁ", True),
        ("鳥取いのちの電話", "電 鳥", True),
        ("鳥取いのちの電話", "電鳥", False),
        ("髙島の会", "高島", True),
        ("ABCの会", "ｂｃ", True),
        ("㈱つばさ", "株式会社", True),
        ("サロン", "サ-ロン", True),
        ("第６条（退会・除名）", "六条", True),
        ("第１６条（雑則）", "六条", False),
        ("第１６条（雑則）", "第16条", True),
        ("第六条", "第6条", True),
        ("第６条（退会・除名）", "第6条 除名", True),
        ("第６条（退会・除名）", "第6条 定足数", False),
        ("３分の２以上", "三分の二", True),
        ("0857-26-7111", "0857267111", True),
        ("0857-26-7111", "26 7111", True),
        ("0857-26-7111", "（0857）26", True),
        ("0857-26-7111", "857", False),
        ("0857-26-7111", "711", False),
        ("定員20人", "20", True),
        ("定員20人", "2", False),
        ("鳥取市東町一丁目220番地", "東町１－２２０", True),
        ("鳥取市東町一丁目220番地", "東町1-22", False),
        ("𠮷田", "吉", True),
    ],
)
def test_text_is_found_by_any_part_and_a_short_number_as_a_whole(
    text: str, query: str, found: bool
) -> None:
    assert is_found(text, query) is found


@pytest.mark.parametrize("query", ["", "  ", "％", "・", "（）", "ー", '"', "'", "\0", "☆"])
def test_query_of_signs_alone_has_no_form(query: str) -> None:
    assert [form for word in tokens.words(query) for form in tokens.forms(word)] == []


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("第六条", "第6条"),
        ("第十条", "第10条"),
        ("第十六条", "第16条"),
        ("第二十条", "第20条"),
        ("第二〇条", "第20条"),
        ("第百二十三条", "第123条"),
    ],
)
def test_kanji_numerals_become_digits(text: str, plain: str) -> None:
    assert tokens.with_digits(text) == plain


@given(TEXTS, TEXTS)
def test_pieces_never_hide_what_stands_in_a_text(text: str, query: str) -> None:
    compared = tokens.text_of([text])
    for form in tokens.forms(query):
        assert form not in compared or set(tokens.needed(form)) <= set(tokens.pieces(compared))


@given(st.text(max_size=20), st.data())
def test_every_part_of_a_word_finds_it(text: str, data: st.DataObject) -> None:
    form = tokens.form(text)
    begin = data.draw(st.integers(0, len(form)))
    part = form[begin : data.draw(st.integers(begin, len(form)))]
    assert not part or set(tokens.needed(part)) <= set(tokens.pieces(form))


@given(st.text(max_size=20), TEXTS)
def test_marking_loses_nothing_of_a_text(text: str, query: str) -> None:
    for shown in (text, query + text):
        assert "".join(part for part, _is_hit in tokens.hits(shown, tokens.forms(query))) == shown


@pytest.mark.parametrize(
    ("text", "query", "marked"),
    [
        ("NPO法人ｻﾛﾝ・つばさ", "サロン", ["ｻﾛﾝ"]),
        ("ｶﾞｸの会", "がく", ["ｶﾞｸ"]),
        ("㈱つばさ", "株式会社", ["㈱"]),
        ("第６条・第１６条", "6条", ["６条"]),
        ("いのちのいの", "いの", ["いの", "いの"]),
        ("いのち", "電話", []),
    ],
)
def test_marked_is_what_was_found_as_it_is_written(
    text: str, query: str, marked: list[str]
) -> None:
    assert [part for part, is_hit in tokens.hits(text, tokens.forms(query)) if is_hit] == marked

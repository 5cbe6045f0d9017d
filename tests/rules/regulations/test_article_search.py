"""Articles found whichever way their numbers are written."""

import pytest

from app.rules.regulations.article_search import folded, has


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("第６条", "第6条"),
        ("第六条", "第6条"),
        ("第十条", "第10条"),
        ("第十六条", "第16条"),
        ("第二十条", "第20条"),
        ("第二〇条", "第20条"),
        ("第百二十三条", "第123条"),
        ("三分の二　以上", "3分の2以上"),
    ],
)
def test_numbers_and_width_are_folded(text, plain):
    assert folded(text) == plain


@pytest.mark.parametrize(
    ("text", "query", "found"),
    [
        ("第６条（退会・除名）", "六条", True),
        ("第１６条（雑則）", "六条", False),
        ("第１６条（雑則）", "第16条", True),
        ("第６条（退会・除名）", "第6条 除名", True),
        ("第６条（退会・除名）", "第6条 定足数", False),
        ("３分の２以上", "三分の二", True),
    ],
)
def test_every_word_is_found_and_a_number_only_whole(text, query, found):
    assert has(folded(text), [folded(word) for word in query.split()]) is found

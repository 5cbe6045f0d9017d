"""The official letter."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.documents.common import letter
from app.documents.common.letter import from_json, to_json
from tests.documents import papers

MM, PAGE = 72 / 25.4, 841.89
"""Points in a millimetre, and in the height of A4."""

words = st.text(max_size=20)
letters = st.builds(
    letter.Letter,
    purpose=words,
    number=words,
    issued_on=st.dates(),
    addressee_organisation=words,
    addressee_person=words,
    sender=st.tuples(words, words),
    subject=words,
    paragraphs=st.lists(words, max_size=3).map(tuple),
    items=st.lists(st.tuples(words, words), max_size=3).map(tuple),
    closing=st.lists(words, max_size=2).map(tuple),
    formal=st.booleans(),
    mail_subject=words,
    postal=st.lists(words, max_size=2).map(tuple),
    contact=st.lists(words, max_size=2).map(tuple),
)


@pytest.mark.parametrize(
    ("organisation", "person", "lines"),
    [
        ("鳥取いのちの電話", "", ("鳥取いのちの電話　御中",)),
        ("鳥取いのちの電話", "会長　甲", ("鳥取いのちの電話", "会長　甲　様")),
        ("", "乙", ("乙　様",)),
        ("", "", ()),
    ],
)
def test_organisation_is_addressed_onchu_and_person_sama(organisation, person, lines):
    made = papers.letter(addressee_organisation=organisation, addressee_person=person)
    assert made.addressee == lines


@given(letters)
def test_letter_survives_a_json_round_trip(written):
    assert from_json(json.loads(json.dumps(to_json(written)))) == written


def test_letter_parts_are_in_official_order():
    text = papers.text_of(letter.pdf(papers.letter()))
    order = [
        "孤独孤立第202600012号",
        "令和8年11月23日",
        "特定非営利活動法人鳥取青少年ピアサポート",
        "代表理事山田太郎様",
        "プラットフォーム事務局",
        "（孤独・孤立対策課）",
        "入会を承認しました",
        "申込みについて、下記のとおり承認しました。",
        "二つ目の段落です。",
        "記",
        "1受付番号R8-0012",
        "2入会日令和8年11月23日",
        "以上",
        "電話0857-26-0000",
    ]
    at = 0
    for part in order:
        found = text.find(part, at)
        assert found >= 0, part
        at = found + len(part)


def test_address_stands_at_the_window_of_an_envelope_and_the_contact_at_the_end():
    made = letter.pdf(
        papers.letter(
            postal=("〒680-0831", "鳥取市東町一丁目220番地"),
            contact=("孤独・孤立対策課", "電話　0857-26-7111", "FAX　0857-26-7112"),
            closing=(),
        )
    )
    places: dict[str, tuple[float, float]] = {}

    def note(text, page, line, *_rest):
        along = line[4] * page[0] + line[5] * page[2] + page[4]
        up = line[4] * page[1] + line[5] * page[3] + page[5]
        places.setdefault(text.strip(), (along / MM, (PAGE - up) / MM))

    papers.read(made).pages[0].extract_text(visitor_text=note)
    text = papers.text_of(made)
    assert text.endswith("（問合せ先）孤独・孤立対策課電話0857-26-7111FAX0857-26-7112")
    window = [place for found, place in places.items() if found.startswith("〒680-0831")]
    assert window, places
    left, down = window[0]
    assert 20 <= left <= 30 and 12 <= down <= 30


def test_letter_without_items_has_no_ki_and_without_number_no_empty_line():
    made = letter.pdf(papers.letter(number="", items=(), paragraphs=("お知らせします。",)))
    text = papers.text_of(made)
    assert "以上" not in text
    assert text.startswith("令和8年11月23日")


def test_any_entered_text_appears_in_the_letter():
    typed = f"{papers.MARKUP} {papers.NAMES}"
    made = letter.pdf(
        papers.letter(
            number=f"一{papers.MARKUP}",
            addressee_organisation=f"二{typed}",
            addressee_person=f"三{typed}",
            sender=(f"四{typed}",),
            subject=f"五{typed}",
            paragraphs=(f"六{typed}",),
            items=((f"七{papers.MARKUP}", f"八{typed}"),),
            closing=(f"九{typed}",),
        )
    )
    text = papers.text_of(made)
    for mark in "二三四五六八九":
        assert papers.squeezed(f"{mark}{typed}") in text
    assert papers.squeezed(f"一{papers.MARKUP}") in text
    assert papers.missing_glyphs(made) == 0


def test_line_breaks_within_an_item_are_kept():
    made = letter.pdf(papers.letter(items=(("補正が必要な点", "一つ目\n\n二つ目"),)))
    lines = papers.read(made).pages[0].extract_text().splitlines()
    assert "二つ目" in [line.strip() for line in lines]


def test_long_letter_continues_on_numbered_pages():
    paragraphs = tuple(f"段落{number}。" + "長い文です。" * 40 for number in range(12))
    made = letter.pdf(papers.letter(paragraphs=paragraphs))
    assert papers.pages_of(made) == 3
    text = papers.text_of(made)
    assert all(papers.squeezed(paragraph)[:8] in text for paragraph in paragraphs)
    assert "1/3" in text
    assert "3/3" in text
    assert "1/1" not in papers.text_of(letter.pdf(papers.letter()))

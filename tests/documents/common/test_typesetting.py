"""The only module that calls typst."""

import time
from datetime import date

import pytest
import typst
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.documents.common import letter, typesetting
from app.documents.common.glyphs import printable
from tests.documents import papers

RUNS = ["x", "é", "っ", "ー", "→", "😀", "가", "１", "-", "「", "々", "か゚", "a。", "。"]


MARKS = st.sampled_from([*"#*_$@<>[]{}()\\`'\"/~=+-.:;&%^|!?,0a人あア", " ", "\n"])


def four(letters: st.SearchStrategy[str], longest: int) -> st.SearchStrategy[list[str]]:
    """Return four texts, to be typeset in one letter: starting the typesetter takes longest."""
    return st.lists(st.text(letters, min_size=1, max_size=longest), min_size=4, max_size=4)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(four(st.characters(), 60))
def test_any_text_can_be_typeset_without_an_empty_box(texts):
    items = tuple((text, text) for text in texts)
    made = letter.pdf(
        papers.letter(subject=f"件名 {texts[0]}", items=items, paragraphs=tuple(texts))
    )
    assert papers.missing_glyphs(made) == 0


@settings(max_examples=10, deadline=None)
@given(four(MARKS, 80))
def test_markup_is_printed_literally(texts):
    made = papers.text_of(letter.pdf(papers.letter(paragraphs=[f"始{text}終" for text in texts])))
    assert [text for text in texts if papers.squeezed(f"始{text}終") not in made] == []


def test_empty_box_is_detected():
    source = b'#set text(font: "BIZ UDGothic", fallback: false)\n\\u{2FFFF}'
    fonts = typst.Fonts(False, False, [str(typesetting.FONTS)])
    made = typst.Compiler(input=source, font_paths=fonts).compile(format="pdf")
    assert isinstance(made, bytes)
    assert papers.missing_glyphs(made) == 1


def test_uncovered_character_fails_instead_of_printing_a_box(monkeypatch):
    monkeypatch.setattr(typesetting, "printable", lambda text: text)
    with pytest.raises(typesetting.TypesettingFailed, match=r"could not be displayed"):
        letter.pdf(papers.letter(subject="\U0002ffff"))


@pytest.mark.parametrize(
    ("template", "message"), [("no_such_paper", "no_such_paper.typ"), ("letter", "letters")]
)
def test_faulty_template_or_missing_data_raises_typesetting_failed(template, message):
    with pytest.raises(typesetting.TypesettingFailed, match=message):
        typesetting.pdf(template, {}, title="題", dated=papers.DAY)


def test_output_is_reproducible_and_varies_with_the_date():
    made = letter.pdf(papers.letter())
    assert letter.pdf(papers.letter()) == made
    assert letter.pdf(papers.letter(issued_on=date(2026, 11, 24))) != made


def test_pdf_states_title_language_date_and_standards():
    reader = papers.read(letter.pdf(papers.letter(subject="件名 ⺠ *x*")))
    assert reader.metadata.title == "件名 ⺠ *x*"
    assert reader.metadata.creation_date.date() == papers.DAY
    assert reader.trailer["/Root"]["/Lang"].startswith("ja")
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    described = reader.trailer["/Root"]["/Metadata"].get_data().decode()
    assert "<pdfaid:part>2</pdfaid:part>" in described
    assert "<pdfuaid:part>1</pdfuaid:part>" in described


def test_page_size_is_a4():
    box = papers.read(letter.pdf(papers.letter())).pages[0].mediabox
    assert (round(float(box.width)), round(float(box.height))) == (595, 842)


@pytest.mark.parametrize("run", RUNS)
def test_text_without_spaces_stays_inside_the_margins(run):
    text = run * 200
    made = letter.pdf(
        papers.letter(
            subject=text,
            addressee_organisation=text,
            sender=(text,),
            paragraphs=(text,),
            items=(("項目", text),),
            closing=(text,),
        )
    )
    left, right = papers.span(made)
    margin = 25 / 25.4 * 72
    # Closing punctuation may hang out by half its width.
    assert left > margin - 6
    assert right < 595.3 - margin + 6


def test_long_address_is_copied_without_extra_characters():
    address = "https://www.example.jp/" + "p" * 200
    made = letter.pdf(papers.letter(items=(("ウェブサイト", address),)))
    assert address in papers.text_of(made)


def test_page_is_typeset_in_under_half_a_second():
    taken = []
    for number in range(3):
        begun = time.perf_counter()
        letter.pdf(papers.letter(subject=f"別の件名{number}"))
        taken.append(time.perf_counter() - begun)
    # Take the fastest run: other tests on the same machine may slow one down.
    assert min(taken) < 0.5


def test_printable_is_applied_to_all_data():
    made = letter.pdf(papers.letter(number="番号\ue000", sender=("差出人\ue001",)))
    assert printable("番号\ue000") in papers.text_of(made)
    assert printable("差出人\ue001") in papers.text_of(made)

"""The printed request under 法第16条第3項, read back from its PDF."""

from dataclasses import replace

from app.documents.cases import request as case_request
from app.documents.cases.request import RequestPaper
from tests.documents import papers

PAPER = RequestPaper(
    number="第202600000012号",
    issued_on=papers.DAY,
    council=f"協議会 {papers.NAMES}",
    coordinating_body="鳥取県弁護士会",
    body=f"団体 {papers.MARKUP}",
    person=papers.NAMES,
    alias="K-ABC234",
    cooperation="情報の提供",
    purpose="情報の交換及び支援の内容に関する協議のため",
    asked_by="",
    what=f"{papers.MARKUP}\n" + "通所の様子を、日ごとに教えてください。\n" * 150,
    reason="協議のため",
    due_on=papers.DAY,
)


def test_full_text_is_set_across_several_pages() -> None:
    made = case_request.pdf(PAPER)
    words = papers.text_of(made)
    assert papers.pages_of(made) > 1
    assert papers.missing_glyphs(made) == 0
    for word in ("第202600000012号", "K-ABC234", "第16条第3項", "令和8年11月23日", "第18条"):
        assert word in words
    assert words.count("日ごとに") == 150


def test_draft_and_withdrawn_request_are_marked_as_such() -> None:
    assert "（案）" in papers.text_of(case_request.pdf(replace(PAPER, number="")))
    assert "取り下げられました" in papers.text_of(
        case_request.pdf(replace(PAPER, is_withdrawn=True))
    )


def test_requesting_body_is_named() -> None:
    items = case_request.as_letter(replace(PAPER, asked_by="米子市", coordinating_body="")).items
    assert ("要請した構成機関等", "米子市") in items

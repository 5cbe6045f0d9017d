"""Printed papers of the council: the public notice and the pledge form."""

from collections.abc import Callable

import pytest

from app.documents.council import pledge, public_notice
from app.documents.council.public_notice import PublicNoticePaper
from app.rules.council.council import PLEDGE, PLEDGE_VERSION, Notice
from tests.documents import papers


def notice(bodies: int = 34, **values: object) -> bytes:
    items = Notice(
        papers.DAY,
        f"協議会 {papers.NAMES}",
        None,
        tuple(f"団体{number} {papers.MARKUP}" for number in range(bodies)),
    )
    made = {
        "number": f"鳥取県告示第1号 {papers.NAMES}",
        "published_on": papers.DAY,
        "issuer": f"鳥取県知事 {papers.NAMES}",
        "items": items,
        **values,
    }
    return public_notice.pdf(PublicNoticePaper(**made))  # type: ignore[arg-type]


def to_sign() -> bytes:
    return pledge.pdf(
        council=f"協議会 {papers.NAMES}",
        body=f"団体 {papers.NAMES}",
        duty=papers.MARKUP,
        paragraphs=PLEDGE,
        version=PLEDGE_VERSION,
        dated=papers.DAY,
    )


PAPERS: dict[str, Callable[[], bytes]] = {
    "notice": notice,
    "notice of changes": lambda: notice(replaces=("第1号", papers.DAY)),
    "notice without bodies, draft": lambda: notice(0, is_draft=True),
    "pledge": to_sign,
}


@pytest.mark.parametrize("name", PAPERS)
def test_no_glyph_is_missing_and_pdf_standards_are_met(name: str) -> None:
    made = PAPERS[name]()
    assert papers.missing_glyphs(made) == 0
    described = papers.read(made).trailer["/Root"]["/Metadata"].get_data().decode()
    assert "<pdfuaid:part>1</pdfuaid:part>" in described
    assert "None" not in papers.text_of(made)
    left, right = papers.span(made)
    assert left > 50 and right < 595 - 50


def test_public_notice_names_every_body_and_marks_drafts() -> None:
    text = papers.text_of(notice())
    assert all(papers.squeezed(f"団体{number} {papers.MARKUP}") in text for number in range(34))
    assert "（案）" not in text and "（案）" in papers.text_of(notice(is_draft=True))
    assert "なし" in papers.text_of(notice(0))


def test_pledge_form_holds_its_full_wording_on_one_page() -> None:
    made = to_sign()
    assert all(papers.squeezed(words) in papers.text_of(made) for words in PLEDGE)
    assert papers.pages_of(made) == 1

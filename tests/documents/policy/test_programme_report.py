"""The printed result of a year's programmes for the advisory council."""

import pytest

from app.documents.policy import programme_report
from app.models.policy.advisory import AdvisorySession
from app.models.policy.programme import Programme, ProgrammeYear
from app.rules.policy.programmes import Flag
from tests.documents import papers


def report(count: int = 34, session: AdvisorySession | None = None, findings: str = "") -> bytes:
    found = [
        Programme(
            section=f"課 {papers.NAMES}",
            name=f"事業{number}",
            flag=Flag.EXTENDED if number % 3 else None,
            amount=1_000_000,
            spent=None if number else 998_001,
            result=f"実績\n{papers.MARKUP}" if number % 2 else "",
            review=papers.NAMES,
        )
        for number in range(count)
    ]
    year = ProgrammeYear(fiscal_year=2024, title=papers.MARKUP, findings=findings)
    return programme_report.pdf(year, found, session, papers.DAY)


@pytest.mark.parametrize("count", [0, 1, 34])
def test_no_glyph_is_missing(count: int) -> None:
    made = report(count)
    assert papers.missing_glyphs(made) == 0
    assert "None" not in papers.text_of(made)


def test_every_programme_and_both_sums_are_there() -> None:
    text = papers.text_of(report())
    assert all(f"事業{number}" in text for number in range(34))
    assert "34,000,000千円" in text
    assert "998,001千円（1事業）" in text
    assert "34（実績の記載があるもの17）" in text
    assert papers.squeezed(papers.MARKUP) in text


def test_session_and_findings_are_named_or_said_to_be_open() -> None:
    session = AdvisorySession(name="第3回", held_on=papers.DAY)
    text = papers.text_of(report(session=session, findings="おおむね妥当"))
    assert "第3回（令和8年11月23日）" in text
    assert "おおむね妥当" in text
    assert "（未定）" in papers.text_of(report())

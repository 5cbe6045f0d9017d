"""Monthly review of the access log of a case (閲覧記録の月次点検表)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.documents.common import typesetting
from app.rules.common.era import era_month


@dataclass(frozen=True)
class ReviewPaper:
    """Content of the paper, as text. The case is identified by its alias alone."""

    alias: str
    month: str
    columns: Sequence[str]
    """Column headings."""
    people: Sequence[tuple[str, Sequence[str]]]
    """A person and the number in each column."""
    emergencies: Sequence[tuple[str, str, str]]
    """When, by whom, whether reviewed."""
    passed_on: Sequence[tuple[str, str]]
    """Basis and count."""
    note: str
    reviewed: str
    """When and by whom; empty until reviewed."""
    printed: str
    """When and by whom this copy was printed."""
    dated: date


def pdf(paper: ReviewPaper) -> bytes:
    """Return the paper on A4. Raises TypesettingFailed."""
    month = era_month(date.fromisoformat(f"{paper.month}-01"))
    data = {
        "facts": [["ケース", paper.alias], ["対象の月", month]],
        "columns": list(paper.columns),
        "people": [[name, *numbers] for name, numbers in paper.people],
        "emergencies": [list(row) for row in paper.emergencies],
        "passed_on": [list(row) for row in paper.passed_on],
        "review": [["点検の結果", paper.note], ["点検の日時・点検者", paper.reviewed]],
        "printed": paper.printed,
    }
    return typesetting.pdf("case_review", data, title="閲覧記録の月次点検表", dated=paper.dated)

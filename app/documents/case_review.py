"""The sheet of the monthly review of who looked at a case (閲覧記録の月次点検表)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.documents import typesetting
from app.rules.era import era_month


@dataclass(frozen=True)
class ReviewPaper:
    """What the sheet says, in words. The case appears by its label alone."""

    label: str
    month: str
    looks: Sequence[str]
    """What the columns are called."""
    people: Sequence[tuple[str, Sequence[str]]]
    """A person, and the number in each column."""
    emergencies: Sequence[tuple[str, str, str]]
    """When, who, whether it was reviewed."""
    passed_on: Sequence[tuple[str, str]]
    """The basis, and how often."""
    note: str
    reviewed: str
    """When and by whom; empty as long as nobody has."""
    printed: str
    """When and by whom this copy was made."""
    dated: date


def pdf(paper: ReviewPaper) -> bytes:
    """The sheet on A4. Raises app.documents.typesetting.TypesettingFailed."""
    month = era_month(date.fromisoformat(f"{paper.month}-01"))
    data = {
        "facts": [["ケース", paper.label], ["対象の月", month]],
        "looks": list(paper.looks),
        "people": [[name, *numbers] for name, numbers in paper.people],
        "emergencies": [list(row) for row in paper.emergencies],
        "passed_on": [list(row) for row in paper.passed_on],
        "review": [["点検の結果", paper.note], ["点検の日時・点検者", paper.reviewed]],
        "printed": paper.printed,
    }
    return typesetting.pdf("case_review", data, title="閲覧記録の月次点検表", dated=paper.dated)

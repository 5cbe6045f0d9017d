"""Papers of the library (資料庫): their kinds, how long they are kept, old and new text."""

from collections import Counter
from typing import Any

from app.rules.common.labelled import Labelled
from app.rules.regulations import comparison
from app.rules.regulations.regulation_text import NOTHING

LONGEST = 400
"""Characters of a paragraph that is compared sign by sign: the time grows with their square."""


class PaperKind(Labelled):
    """資料の種類."""

    MEETING = "meeting", "会議資料"
    RULES = "rules", "規約・要領"
    SURVEY = "survey", "調査・アンケート"
    OTHER = "other", "その他"


class Retention(Labelled):
    """保存期間."""

    ONE = "1", "1年"
    THREE = "3", "3年"
    FIVE = "5", "5年"
    TEN = "10", "10年"
    THIRTY = "30", "30年"
    ALWAYS = "always", "常用"


def compare(old: str, new: str) -> list[comparison.Change]:
    """Return the changes of two texts by paragraphs, which a blank line divides."""
    return comparison.compare(_paragraphs(old), _paragraphs(new))


def _paragraphs(text: str) -> dict[str, Any]:
    """Return a text as annexes. A paragraph is known again by its first line, a long one by all."""
    seen: Counter[str] = Counter()
    annexes = []
    for paragraph in text.split("\n\n"):
        label, *lines = paragraph.strip().split("\n")
        known = label if len(paragraph) <= LONGEST else paragraph
        seen[known] += 1
        annexes.append({"anchor": f"{known} {seen[known]}", "label": label, "lines": lines})
    return {**NOTHING, "annexes": annexes}

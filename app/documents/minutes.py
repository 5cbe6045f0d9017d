"""Minutes as a paper (議事録): the text that was confirmed, or a draft."""

import re
from datetime import date

from app.documents import typesetting

_SECTION = re.compile(r"[０-９0-9]+　")
DRAFT = "（案）"


def pdf(text: str, *, dated: date, is_draft: bool) -> bytes:
    """The text on A4: its first line is the title; 「１　…」 and 「【…】…」 head what follows.

    Raises app.documents.typesetting.TypesettingFailed.
    """
    first, *rest = text.splitlines() or [""]
    title = f"{first}{DRAFT}" if is_draft else first
    blocks = [{"level": _level(line), "text": line} for line in rest]
    return typesetting.pdf("minutes", {"blocks": blocks}, title=title, dated=dated)


def _level(line: str) -> int:
    """2 and 3 for headings, 0 for a line of text."""
    if _SECTION.match(line):
        return 2
    return 3 if line.startswith("【") else 0

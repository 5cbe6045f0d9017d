"""Minutes as a paper (議事録): the confirmed text or a draft."""

import re
from datetime import date

from app.documents.common import typesetting
from app.documents.common.typesetting import DRAFT

_SECTION = re.compile(r"[０-９0-9]+　")


def pdf(text: str, *, dated: date, is_draft: bool) -> bytes:
    """Return the text on A4: the first line is the title; 「１　…」 and 「【…】…」 are headings.

    Raises TypesettingFailed.
    """
    first, *rest = text.splitlines() or [""]
    title = f"{first}{DRAFT}" if is_draft else first
    blocks = [{"level": _level(line), "text": line} for line in rest]
    return typesetting.pdf("minutes", {"blocks": blocks}, title=title, dated=dated)


def _level(line: str) -> int:
    """Return the heading level, 2 or 3, or 0 for a line of text."""
    if _SECTION.match(line):
        return 2
    return 3 if line.startswith("【") else 0

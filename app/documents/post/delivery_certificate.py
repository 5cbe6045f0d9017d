"""送達の記録: who has a notice, when, and what the server said, for the office's file."""

from collections.abc import Sequence
from datetime import date

from app.documents.common import typesetting

Rows = Sequence[Sequence[str]]


def pdf(facts: Rows, header: Sequence[str], lines: Rows, *, dated: date) -> bytes:
    """Return the paper on A4, lying. facts: label and value. Raises TypesettingFailed."""
    data = {
        "facts": [list(fact) for fact in facts],
        "header": list(header),
        "lines": [list(line) for line in lines],
    }
    return typesetting.pdf("delivery_certificate", data, title="送達の記録", dated=dated)

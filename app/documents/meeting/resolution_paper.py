"""Sealed record of a resolution as a paper (議決の記録)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.documents.common import typesetting

Pairs = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class ResolutionPaper:
    """Content of the record, as text."""

    title: str
    facts: Pairs
    """Label and value, beginning with the meeting and the result."""
    counts: Pairs
    """Label and count."""
    members: Sequence[tuple[str, str, str]]
    """Member, way of attending, vote or statement."""
    sequence: int
    hash: str
    previous_hash: str
    dated: date


def pdf(paper: ResolutionPaper) -> bytes:
    """Return the record on A4. Raises TypesettingFailed."""
    data = {
        "facts": [list(pair) for pair in paper.facts],
        "counts": [list(pair) for pair in paper.counts],
        "members": [list(row) for row in paper.members],
        "sequence": paper.sequence,
        "hash": paper.hash,
        "previous_hash": paper.previous_hash,
    }
    return typesetting.pdf("resolution_paper", data, title=paper.title, dated=paper.dated)

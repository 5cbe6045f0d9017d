"""The sealed record of a resolution as a paper (議決の記録)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.documents import typesetting

Pairs = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class ResolutionPaper:
    """What a record says, in words."""

    title: str
    facts: Pairs
    """Label and value, the meeting and the result first."""
    counts: Pairs
    """What was counted, and the number."""
    members: Sequence[tuple[str, str, str]]
    """Member, how it attended, what it said."""
    sequence: int
    hash: str
    previous_hash: str
    dated: date


def pdf(paper: ResolutionPaper) -> bytes:
    """The record on A4. Raises app.documents.typesetting.TypesettingFailed."""
    data = {
        "facts": [list(pair) for pair in paper.facts],
        "counts": [list(pair) for pair in paper.counts],
        "members": [list(row) for row in paper.members],
        "sequence": paper.sequence,
        "hash": paper.hash,
        "previous_hash": paper.previous_hash,
    }
    return typesetting.pdf("resolution_paper", data, title=paper.title, dated=paper.dated)

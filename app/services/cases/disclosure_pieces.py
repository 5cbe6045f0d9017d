"""All data of a case as pieces of text, for a disclosure request."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from app.rules.meeting.blackout import markable
from app.services.cases import disclosure_dealings as dealings
from app.services.cases import disclosure_records as written

PARTS = (
    written.records,
    written.changes,
    written.attachments,
    written.conferences,
    written.papers,
    dealings.requests,
    dealings.offers,
    dealings.passed_on,
    dealings.parts,
    dealings.accesses,
    dealings.reviews,
    dealings.looks,
    dealings.disclosures,
    dealings.keeping,
    written.sheets,
)
"""Sources in the order of reading."""
NOT_GATHERED: Mapping[str, str] = {
    "case_attachment.content": "a document is copied and masked by hand; what it is called is gathered",
    "case_draft.content": "not held for common use (法第60条第1項): no more than its author has typed",
    "disclosure_request.gathered": "it is what was gathered",
}
"""Sealed columns that are left out, with the reason. Every other one is in some piece."""


@dataclass(frozen=True)
class Piece:
    """A record, conference, …: its original text, and the text with masking marks."""

    key: str
    title: str
    original: str
    text: str


def gather(case_id: str) -> list[Piece]:
    """Return all pieces. The viewer must have read access to the whole case."""
    return [
        Piece(said.key, said.title, markable(said.text), markable(said.text))
        for part in PARTS
        for said in part(case_id)
    ]


def plain(pieces: list[Piece]) -> list[dict[str, str]]:
    """Return the pieces in the form in which they are sealed."""
    return [asdict(piece) for piece in pieces]


def read(values: list[dict[str, str]] | None) -> list[Piece]:
    """Return the pieces from their sealed form."""
    return [Piece(**each) for each in values or ()]

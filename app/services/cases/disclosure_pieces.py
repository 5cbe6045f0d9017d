"""All data of a case as pieces of text, for a disclosure request."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from app.rules.meeting.manual_masking import prepare_for_marking
from app.services.cases import disclosure_handling
from app.services.cases import disclosure_records as written

PARTS = (
    written.records,
    written.changes,
    written.attachments,
    written.conferences,
    written.papers,
    disclosure_handling.requests,
    disclosure_handling.offers,
    disclosure_handling.passed_on,
    disclosure_handling.parts,
    disclosure_handling.accesses,
    disclosure_handling.reviews,
    disclosure_handling.looks,
    disclosure_handling.disclosures,
    disclosure_handling.keeping,
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
        Piece(said.key, said.title, prepare_for_marking(said.text), prepare_for_marking(said.text))
        for part in PARTS
        for said in part(case_id)
    ]


def plain(pieces: list[Piece]) -> list[dict[str, str]]:
    """Return the pieces in the form in which they are sealed."""
    return [asdict(piece) for piece in pieces]


def read(values: list[dict[str, str]] | None) -> list[Piece]:
    """Return the pieces from their sealed form."""
    return [Piece(**each) for each in values or ()]

"""The official letter (公文): one description for both its mail text and its PDF."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from app.documents.common import typesetting
from app.rules.common.era import era_date


@dataclass(frozen=True)
class Letter:
    """Content of a letter, independent of its layout."""

    purpose: str
    """Kind of letter, such as `membership_accepted`."""
    number: str
    """文書番号, such as 孤独孤立第202600012号; "" where it has none."""
    issued_on: date
    addressee_organisation: str
    addressee_person: str
    """Title and name, without the honorific; "" where nobody is named."""
    sender: tuple[str, ...]
    """The sender's lines, the responsible office first."""
    subject: str
    """件名."""
    paragraphs: tuple[str, ...]
    items: tuple[tuple[str, str], ...] = ()
    """記 … 以上: label and value."""
    closing: tuple[str, ...] = ()
    """Notes after 以上."""

    @property
    def addressee(self) -> tuple[str, ...]:
        """The lines of the address: 御中 for an organisation alone, 様 for a person."""
        lines = [self.addressee_organisation] if self.addressee_organisation else []
        if self.addressee_person:
            return (*lines, f"{self.addressee_person}　様")
        return tuple(f"{line}　御中" for line in lines)


def to_json(letter: Letter) -> dict[str, Any]:
    """Return the letter as JSON-compatible data, to be read by `from_plain`."""
    return asdict(letter) | {"issued_on": letter.issued_on.isoformat()}


def from_json(stored: Mapping[str, Any]) -> Letter:
    """Return the letter from the data of `as_plain`. Raises KeyError or ValueError for other data."""
    return Letter(
        purpose=stored["purpose"],
        number=stored["number"],
        issued_on=date.fromisoformat(stored["issued_on"]),
        addressee_organisation=stored["addressee_organisation"],
        addressee_person=stored["addressee_person"],
        sender=tuple(stored["sender"]),
        subject=stored["subject"],
        paragraphs=tuple(stored["paragraphs"]),
        items=tuple((label, value) for label, value in stored["items"]),
        closing=tuple(stored["closing"]),
    )


def pdf(letter: Letter) -> bytes:
    """Return the letter in official form as a PDF on A4.

    Raises TypesettingFailed.
    """
    data = {
        "number": letter.number,
        "date": era_date(letter.issued_on),
        "addressee": list(letter.addressee),
        "sender": list(letter.sender),
        "subject": letter.subject,
        "paragraphs": list(letter.paragraphs),
        "items": [list(item) for item in letter.items],
        "closing": list(letter.closing),
    }
    return typesetting.pdf("letter", data, title=letter.subject, dated=letter.issued_on)

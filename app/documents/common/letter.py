"""The official letter (公文): one description for both its mail text and its PDF."""

from collections.abc import Mapping, Sequence
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
    issued_on: date
    addressee_organisation: str
    addressee_person: str
    """Title and name, without the honorific; "" where nobody is named."""
    subject: str
    """件名: 「…について（通知）」 where the letter is formal."""
    paragraphs: tuple[str, ...]
    items: tuple[tuple[str, str], ...] = ()
    """記 … 以上: label and value."""
    closing: tuple[str, ...] = ()
    """Notes after 以上."""
    formal: bool = False
    """Whether it is one of the office's documents (施行文書): those are numbered and sealed."""
    number: str = ""
    """文書番号, such as 孤独孤立第202600000012号; "" where it has none."""
    mail_subject: str = ""
    """The subject of the mail, where it shall say more than 件名."""
    postal: tuple[str, ...] = ()
    """〒 and address, for the window of an envelope; empty where they are not known."""
    sender: tuple[str, ...] = ()
    """The sender's lines; empty until the letter is written to the outbox."""
    contact: tuple[str, ...] = ()
    """問合せ先: office, person, telephone …; empty until then, too."""

    @property
    def addressee(self) -> tuple[str, ...]:
        """The lines of the address: 御中 for an organisation alone, 様 for a person."""
        lines = [self.addressee_organisation] if self.addressee_organisation else []
        if self.addressee_person:
            return (*lines, f"{self.addressee_person}　様")
        return tuple(f"{line}　御中" for line in lines)


def to_json(letter: Letter) -> dict[str, Any]:
    """Return the letter as JSON-compatible data, to be read by `from_json`."""
    return asdict(letter) | {"issued_on": letter.issued_on.isoformat()}


def from_json(stored: Mapping[str, Any]) -> Letter:
    """Return the letter from the data of `to_json`, also from that of an earlier version.

    Raises KeyError, TypeError or ValueError for other data.
    """
    lists = {key: tuple(found) for key, found in stored.items() if isinstance(found, list | tuple)}
    items = tuple((label, value) for label, value in stored["items"])
    issued_on = date.fromisoformat(stored["issued_on"])
    return Letter(**{**stored, **lists, "items": items, "issued_on": issued_on})


def pdf(letter: Letter) -> bytes:
    """Return the letter in official form as a PDF on A4.

    Raises TypesettingFailed.
    """
    return pdf_of_all([letter])


def pdf_of_all(letters: Sequence[Letter]) -> bytes:
    """Return letters as one PDF, each beginning on a page of its own. Raises TypesettingFailed."""
    data = {"letters": [_set(letter) for letter in letters]}
    first = letters[0]
    return typesetting.pdf("letter", data, title=first.subject, dated=first.issued_on)


def _set(letter: Letter) -> dict[str, Any]:
    return {
        "number": letter.number,
        "date": era_date(letter.issued_on),
        "addressee": list(letter.addressee),
        "sender": list(letter.sender),
        "subject": letter.subject,
        "paragraphs": list(letter.paragraphs),
        "items": [list(item) for item in letter.items],
        "closing": list(letter.closing),
        "postal": list(letter.postal),
        "contact": list(letter.contact),
    }

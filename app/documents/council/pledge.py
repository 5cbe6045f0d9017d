"""誓約書: the pledge of secrecy as a paper to sign (法第18条)."""

from collections.abc import Sequence
from datetime import date

from app.documents.common import typesetting
from app.rules.common import era


def pdf(
    *, council: str, body: str, duty: str, paragraphs: Sequence[str], version: str, dated: date
) -> bytes:
    """Return the paper on A4, with space for date and signature. dated: its creation date.

    Raises TypesettingFailed.
    """
    data = {
        "council": council,
        "body": body,
        "duty": duty,
        "paragraphs": list(paragraphs),
        "version": era.edition(version),
    }
    return typesetting.pdf("pledge", data, title="誓約書", dated=dated)

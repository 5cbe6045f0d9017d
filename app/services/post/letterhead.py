"""A letter made ready to go: the sender, whom to ask, and the notes of the secretariat's settings."""

from dataclasses import replace

from app.documents.common.letter import Letter
from app.rules.common.letterhead import contact_lines, sender_lines
from app.services.common import settings


def completed(letter: Letter) -> Letter:
    """Return the letter with the sender's lines of today, unless it names its own."""
    if letter.sender:
        return letter
    office = settings.values()
    return replace(
        letter,
        sender=sender_lines(office, formal=letter.formal),
        contact=contact_lines(office),
    )

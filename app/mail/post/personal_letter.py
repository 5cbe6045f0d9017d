"""Shared parts of letters to one person: the owner of an account, an observer of a meeting."""

from app import clock
from app.documents.common.letter import Letter
from app.mail.common.sender import sender
from app.mail.post.member_letter import Items


def letter(
    person: str,
    purpose: str,
    subject: str,
    paragraphs: tuple[str, ...],
    *,
    organisation: str = "",
    items: Items = (),
    number: str = "",
) -> Letter:
    """Return a letter dated today to a person by name, at an organisation if given."""
    return Letter(
        purpose=purpose,
        number=number,
        issued_on=clock.today(),
        addressee_organisation=organisation,
        addressee_person=person,
        sender=sender(),
        subject=subject,
        paragraphs=paragraphs,
        items=items,
    )

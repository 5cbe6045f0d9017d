"""What letters to one person have in common: to an account, to an observer of a meeting."""

from app import clock
from app.documents.letter import Letter
from app.mail.member_letter import Items
from app.mail.sender import sender


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
    """A letter of today to somebody by name, at an organisation where one is given."""
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

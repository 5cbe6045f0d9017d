"""Shared parts of letters to a member."""

from app import clock
from app.documents.common.letter import Letter
from app.mail.common.sender import sender
from app.models.membership.organisation import Organisation

Items = tuple[tuple[str, str], ...]


def letter(
    organisation: Organisation,
    purpose: str,
    subject: str,
    paragraphs: tuple[str, ...],
    *,
    items: Items = (),
    number: str = "",
    closing: tuple[str, ...] = (),
) -> Letter:
    """Return a letter dated today to the organisation, for the attention of its contact person."""
    return Letter(
        purpose=purpose,
        number=number,
        issued_on=clock.today(),
        addressee_organisation=organisation.name,
        addressee_person=organisation.business_contact_name,
        sender=sender(),
        subject=subject,
        paragraphs=paragraphs,
        items=items,
        closing=closing,
    )

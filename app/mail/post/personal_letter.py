"""Shared parts of letters to one person: the owner of an account, an observer of a meeting."""

from app import clock
from app.documents.common.letter import Letter
from app.mail.post.member_letter import Items


def letter(
    person: str,
    purpose: str,
    subject: str,
    paragraphs: tuple[str, ...],
    *,
    organisation: str = "",
    items: Items = (),
    number: str | None = None,
) -> Letter:
    """Return a letter dated today to a person by name, at an organisation if given.

    number: as for a letter to an organisation.
    """
    return Letter(
        purpose=purpose,
        issued_on=clock.today(),
        addressee_organisation=organisation,
        addressee_person=person,
        subject=subject,
        paragraphs=paragraphs,
        items=items,
        formal=number is not None,
        number=number or "",
    )

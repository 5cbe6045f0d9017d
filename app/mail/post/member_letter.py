"""Shared parts of letters to an organisation: a member or an applicant."""

from app import clock
from app.documents.common.letter import Letter
from app.models.membership.profile import OrganisationProfile

Items = tuple[tuple[str, str], ...]


def letter(
    organisation: OrganisationProfile,
    purpose: str,
    subject: str,
    paragraphs: tuple[str, ...],
    *,
    items: Items = (),
    number: str | None = None,
    closing: tuple[str, ...] = (),
    mail_subject: str = "",
) -> Letter:
    """Return a letter dated today to the organisation's representative.

    number: of a formal letter, "" while such letters have none; None for a letter that is not.
    """
    return Letter(
        purpose=purpose,
        issued_on=clock.today(),
        addressee_organisation=organisation.name,
        addressee_person=_representative(organisation),
        subject=subject,
        paragraphs=paragraphs,
        items=items,
        closing=closing,
        formal=number is not None,
        number=number or "",
        mail_subject=mail_subject,
        postal=postal(organisation),
    )


def _representative(organisation: OrganisationProfile) -> str:
    named = (organisation.representative_title, organisation.representative_name)
    return "　".join(filter(None, named))


def postal(organisation: OrganisationProfile) -> tuple[str, ...]:
    """Return the address in two lines; nothing where the mail would not arrive by it."""
    if not organisation.address:
        return ()
    place = organisation.municipality
    code = f"〒{organisation.postal_code}" if organisation.postal_code else ""
    town = f"{place.district}{place.name}" if place else ""
    return tuple(filter(None, (code, f"{town}{organisation.address}")))

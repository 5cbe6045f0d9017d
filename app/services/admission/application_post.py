"""Letters about an application on their way to the applicant."""

from app.documents.common.letter import Letter
from app.extensions import db
from app.models.admission.application import Application
from app.security.viewer import Viewer
from app.services.admission.applications import applicant_address
from app.services.common import numbers
from app.services.common.links import Links
from app.services.post import outbox


def number() -> str:
    """Return the next document number (文書番号)."""
    return numbers.document_number()


def status_link(application: Application, links: Links) -> str:
    """Return the applicant's link to its status page."""
    return links.application_status(application.id, application.status_nonce)


def send(
    actor: Viewer,
    application: Application,
    letter: Letter,
    *,
    period: str = "",
    secret: bool = False,
) -> None:
    """Write the letter. A secret link is hidden from the secretariat unless it has to post it."""
    db.session.flush()
    address = applicant_address(application)
    outbox.write(
        actor,
        letter,
        to=address,
        secret=secret and bool(address),
        dedupe_key=f"application:{application.id}",
        period=period,
        organisation_id=application.organisation_id,
    )

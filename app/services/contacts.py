"""The contact clock (規約第6条第1号): every dealing with a member moves its date."""

from datetime import date

from sqlalchemy import select

from app import clock
from app.extensions import db
from app.models.contact import Contact
from app.models.organisation import Organisation
from app.rules.contact import question_due
from app.rules.membership import ContactKind
from app.security.viewer import Viewer


def start_clock(organisation: Organisation) -> None:
    """Begin to count, when membership begins. The days before the product was used don't count."""
    _set(organisation, clock.today())


def touch(actor: Viewer, organisation_id: int, kind: ContactKind, note: str = "") -> None:
    """A dealing took place today: move the last-contact date and keep the evidence.

    Called by every verb in which a member does something; a second dealing of the same kind on the
    same day changes nothing.
    """
    today = clock.today()
    same = select(Contact.id).where(
        Contact.organisation_id == organisation_id,
        Contact.kind == kind,
        Contact.contacted_on == today,
    )
    if db.session.scalar(same) is not None:
        return
    organisation = db.session.get_one(Organisation, organisation_id)
    db.session.add(
        Contact(
            organisation_id=organisation_id,
            kind=kind,
            contacted_on=today,
            note=note[:300],
            recorded_at=clock.now(),
            recorded_by_id=actor.account_id,
        )
    )
    _set(organisation, today)
    db.session.flush()


def _set(organisation: Organisation, day: date) -> None:
    if organisation.last_contact_on is not None and organisation.last_contact_on >= day:
        return
    organisation.last_contact_on = day
    organisation.next_question_on = question_due(day)[0][1]

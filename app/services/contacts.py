"""The contact clock (規約第6条第1号): every dealing with a member moves its date."""

from datetime import date

from sqlalchemy import or_, update

from app import clock
from app.database import insert_into
from app.extensions import db
from app.models.contact import Contact
from app.models.organisation import Organisation
from app.rules.contact import question_due
from app.rules.membership import ContactKind, Standing
from app.security.viewer import Viewer


def start_clock(organisation: Organisation) -> None:
    """Begin to count, when membership begins. The days before the product was used don't count."""
    today = clock.today()
    organisation.last_contact_on = today
    organisation.next_question_on = question_due(today)[0][1]


def touch(
    actor: Viewer,
    organisation_id: int,
    kind: ContactKind,
    note: str = "",
    *,
    on: date | None = None,
) -> None:
    """A dealing took place, today or `on`: move the last-contact date and keep the evidence.

    Called by every verb in which a member does something; a second dealing of the same kind on the
    same day changes nothing, and one noted late never moves the date back.
    """
    day = on or clock.today()
    evidence = insert_into(Contact, db.session.get_bind().dialect.name).values(
        organisation_id=organisation_id,
        kind=kind,
        contacted_on=day,
        note=note[:300],
        recorded_at=clock.now(),
        recorded_by_id=actor.account_id,
    )
    db.session.execute(evidence.on_conflict_do_nothing())
    db.session.execute(
        update(Organisation)
        .where(Organisation.id == organisation_id)
        .where(Organisation.standing != Standing.FORMER)
        .where(or_(Organisation.last_contact_on.is_(None), Organisation.last_contact_on < day))
        .values(last_contact_on=day, next_question_on=question_due(day)[0][1])
    )

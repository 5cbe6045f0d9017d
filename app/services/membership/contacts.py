"""Contacts with members (規約第6条第1号): each one updates the member's last-contact date."""

from datetime import date

from sqlalchemy import or_, update

from app import clock
from app.database import insert_into
from app.extensions import db
from app.models.membership.contact import Contact
from app.models.membership.organisation import Organisation
from app.rules.membership.contact import question_due
from app.rules.membership.membership import ContactKind, Standing
from app.security.viewer import Viewer


def start_clock(organisation: Organisation) -> None:
    """Set the last-contact date to today, when a membership begins: earlier days don't count."""
    today = clock.today()
    organisation.last_contact_on = today
    organisation.next_question_on = question_due(today)[0][1]


def record_contact(
    actor: Viewer,
    organisation_id: int,
    kind: ContactKind,
    note: str = "",
    *,
    on: date | None = None,
) -> None:
    """Record a contact, today or `on`, and update the last-contact date.

    Called by every service in which a member acts; a second contact of the same kind on the same
    day changes nothing, and one recorded late never moves the date back.
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

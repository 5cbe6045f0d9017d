"""Disclosure requests awaiting a decision: work list of, and reminders to, the case managers."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, Select, select

from app import clock
from app.extensions import db
from app.models.cases.case import SupportCase
from app.models.cases.disclosure import DisclosureRequest
from app.rules.cases.requests import next_reminder
from app.security.viewer import Role, Viewer
from app.services.cases import participations
from app.services.common.links import Links
from app.services.council import mail as council_mail

AT_ONCE = 50
"""Requests processed in one transaction."""


def undecided(actor: Viewer) -> Select[Any]:
    """Return the query for undecided requests in cases the actor manages."""
    return select(DisclosureRequest).where(
        DisclosureRequest.decided_on.is_(None),
        DisclosureRequest.case_id.in_(participations.managed(actor)),
    )


def to_decide(actor: Viewer) -> Sequence[Row[DisclosureRequest, str]]:
    """Return the undecided requests with the case's alias, first due first."""
    return db.session.execute(
        undecided(actor)
        .join(SupportCase, SupportCase.id == DisclosureRequest.case_id)
        .add_columns(SupportCase.alias)
        .order_by(DisclosureRequest.due_on, DisclosureRequest.id)
    ).all()


def remind_due(actor: Viewer, links: Links) -> int:
    """Remind case managers before and after the due date; returns how many requests.

    Called by the sweep.
    """
    actor.require(Role.SYSTEM)
    waiting = db.session.scalars(
        select(DisclosureRequest)
        .where(DisclosureRequest.decided_on.is_(None), DisclosureRequest.remind_on <= clock.today())
        .order_by(DisclosureRequest.remind_on, DisclosureRequest.id)
        .limit(AT_ONCE)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    ).all()
    for row in waiting:
        council_mail.notify(actor, participations.managers(row.case_id), links)
        row.remind_on = next_reminder(row.due_on, after=clock.today())
    db.session.flush()
    return len(waiting)

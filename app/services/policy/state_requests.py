"""Reminders of the state's requests (国の本部からの求め) to the secretariat."""

from sqlalchemy import select

from app import clock
from app.extensions import db
from app.mail.policy import letters
from app.models.policy.state_request import StateRequest
from app.rules.policy.state_requests import REMINDED_BEFORE, reminder_due
from app.security.viewer import Role, Viewer
from app.services.common import rows
from app.services.membership.recipients import secretariat
from app.services.post import outbox


def remind_due(actor: Viewer) -> int:
    """Remind the secretariat of unanswered requests before and after the deadline; return how many."""
    actor.require(Role.SYSTEM)
    today = clock.today()
    unanswered = rows.locking(
        select(StateRequest).where(
            StateRequest.retired_on.is_(None),
            StateRequest.answered_on.is_(None),
            StateRequest.due_on <= today + REMINDED_BEFORE,
        )
    )
    due = [
        each
        for each in db.session.scalars(unanswered)
        if reminder_due(each.due_on, today, each.reminded_on)
    ]
    for request in due:
        request.reminded_on = today
        for account in secretariat():
            outbox.write(
                actor,
                letters.state_request_due(request, today, account),
                to=account.email,
                dedupe_key=f"state_request:{request.id}",
                period=today.isoformat(),
            )
    db.session.flush()
    return len(due)

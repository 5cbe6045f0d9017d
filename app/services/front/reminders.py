"""Handlers of the timers: what is sent, and to whom."""

from collections.abc import Callable, Mapping

from sqlalchemy import select

from app import clock
from app.extensions import db
from app.mail.post import staff_letters
from app.models.accounts.user import Account, RoleRow
from app.models.common.timer import Timer
from app.models.membership.organisation import Organisation
from app.rules.states.meeting.meeting import MeetingState
from app.security.viewer import Role, Viewer
from app.services.common import timers
from app.services.common.links import Links
from app.services.meeting import meetings, notices
from app.services.membership import memberships
from app.services.post import outbox


def readmission_day(actor: Viewer, timer: Timer, _links: Links) -> None:
    """Notify the secretariat of the end of a bar (要領第5条第2項), after checking it again."""
    organisation = db.session.get_one(Organisation, timer.subject_id)
    loss = memberships.last_loss(organisation.id)
    if loss is None or loss.ended_on is None:
        return
    for account in secretariat():
        outbox.write(
            actor,
            staff_letters.readmission_possible(organisation, loss.ended_on, account),
            to=account.email,
            dedupe_key=f"organisation:{organisation.id}",
            period=loss.ended_on.isoformat(),
        )


def meeting_reminder(actor: Viewer, timer: Timer, links: Links) -> None:
    """Remind members without an attendance answer, while the meeting still accepts answers."""
    meeting = meetings.locked(timer.subject_id)
    if meeting.state is MeetingState.NOTIFIED and meeting.starts_at > clock.now():
        notices.write_reminders(actor, meeting, links)


def answers_due(actor: Viewer, timer: Timer, _links: Links) -> None:
    """Notify the secretariat that a written resolution's period is over, so that it closes it."""
    meeting = meetings.locked(timer.subject_id)
    if meeting.state is not MeetingState.NOTIFIED:
        return
    for account in secretariat():
        outbox.write(
            actor,
            staff_letters.answers_due(meeting, account),
            to=account.email,
            dedupe_key=f"meeting:{meeting.id}",
        )


def secretariat() -> list[Account]:
    """Return the active accounts of the secretariat."""
    return list(
        db.session.scalars(
            select(Account)
            .join(Account.roles)
            .where(RoleRow.name == Role.SECRETARIAT.value, Account.active.is_(True))
            .order_by(Account.id)
        )
    )


HANDLERS: Mapping[str, Callable[[Viewer, Timer, Links], None]] = {
    timers.READMISSION_DAY: readmission_day,
    timers.MEETING_REMINDER: meeting_reminder,
    timers.ANSWERS_DUE: answers_due,
}
"""Kind of timer → its handler."""

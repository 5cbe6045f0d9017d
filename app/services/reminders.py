"""What each kind of timer tells, and to whom."""

from collections.abc import Callable, Mapping

from sqlalchemy import select

from app import clock
from app.extensions import db
from app.mail import staff_letters
from app.models.organisation import Organisation
from app.models.timer import Timer
from app.models.user import Account, RoleRow
from app.rules.states import MeetingState
from app.security.viewer import Role, Viewer
from app.services import meetings, memberships, notices, outbox, timers
from app.services.links import Links


def readmission_day(actor: Viewer, timer: Timer, _links: Links) -> None:
    """Tell the secretariat that the bar ended (要領第5条第2項). Whether it has is computed anew."""
    organisation = db.session.get_one(Organisation, timer.subject_id)
    loss = memberships.last_loss(organisation.id)
    if loss is None or loss.ended_on is None:
        return
    for account in secretariat():
        outbox.write(
            actor,
            staff_letters.readmission_possible(organisation, loss.ended_on, account),
            to=account.email,
            notice=f"organisation:{organisation.id}",
            period=loss.ended_on.isoformat(),
        )


def meeting_reminder(actor: Viewer, timer: Timer, links: Links) -> None:
    """Remind the members that have not answered, while the meeting still takes answers."""
    meeting = meetings.locked(timer.subject_id)
    if meeting.state is MeetingState.NOTIFIED and meeting.starts_at > clock.now():
        notices.write_reminders(actor, meeting, links)


def answers_due(actor: Viewer, timer: Timer, _links: Links) -> None:
    """Tell the secretariat that a written resolution's time is over. It closes the items."""
    meeting = meetings.locked(timer.subject_id)
    if meeting.state is not MeetingState.NOTIFIED:
        return
    for account in secretariat():
        outbox.write(
            actor,
            staff_letters.answers_due(meeting, account),
            to=account.email,
            notice=f"meeting:{meeting.id}",
        )


def secretariat() -> list[Account]:
    """The persons of the secretariat who can be written to."""
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
"""Kind of timer → what tells it."""

"""Timers of meetings: reminders of attendance answers, and the end of a written resolution."""

from app import clock
from app.mail.post import staff_letters
from app.models.common.timer import Timer
from app.rules.states.meeting.meeting import MeetingState
from app.security.viewer import Viewer
from app.services.common import timers
from app.services.common.links import Links
from app.services.meeting import meetings, notices
from app.services.membership.recipients import secretariat
from app.services.post import outbox


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
    if meeting.answers_end > clock.now():  # scheduled when a last day still had a time of day
        timers.schedule(timers.ANSWERS_DUE, meeting.id, meeting.answers_end)
        return
    for account in secretariat():
        outbox.write(
            actor,
            staff_letters.answers_due(meeting, account),
            to=account.email,
            dedupe_key=f"meeting:{meeting.id}",
        )


HANDLERS = {timers.MEETING_REMINDER: meeting_reminder, timers.ANSWERS_DUE: answers_due}

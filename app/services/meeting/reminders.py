"""Timers of meetings: reminders of attendance answers, and the end of a written resolution."""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import select

from app import clock
from app.extensions import db
from app.mail.post import staff_letters
from app.models.common.timer import Timer
from app.models.meeting.meeting import Meeting
from app.rules.common.timer_kinds import Effect, TimerKind
from app.rules.states.meeting.meeting import MeetingState
from app.security.viewer import Viewer
from app.services.common import timers
from app.services.common.due_work import Timed
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


def names(meeting_ids: Collection[int]) -> Mapping[int, str]:
    """Return the meetings' titles by their ids."""
    found = db.session.scalars(select(Meeting).where(Meeting.id.in_(meeting_ids)))
    return {meeting.id: meeting.full_title for meeting in found}


def reminder_moments(meeting_id: int) -> Collection[datetime]:
    """Return when members are reminded; not after the meeting has begun or was cancelled."""
    meeting = _awaiting(meeting_id)
    return () if meeting is None else notices.reminder_moments(meeting)


def answers_moments(meeting_id: int) -> Collection[datetime]:
    """Return the end of a written resolution's last day."""
    meeting = _awaiting(meeting_id)
    return (meeting.answers_end,) if meeting is not None and meeting.is_written else ()


def _awaiting(meeting_id: int) -> Meeting | None:
    meeting = db.session.get(Meeting, meeting_id)
    return meeting if meeting is not None and meeting.state is MeetingState.NOTIFIED else None


TIMED = (
    Timed(
        TimerKind(
            timers.MEETING_REMINDER,
            "出欠の回答、書面決議の回答の督促",
            basis="規約第11条、第12条第4項",
            effect=Effect.REVERSIBLE,
            reason="督促であり、期限も効果も変えない",
        ),
        meeting_reminder,
        names=names,
        moments=reminder_moments,
    ),
    Timed(
        TimerKind(
            timers.ANSWERS_DUE,
            "書面決議の期限のお知らせ（事務局あて）",
            basis="規約第12条第5項",
            effect=Effect.REVERSIBLE,
            reason="事務局へのお知らせだけ",
        ),
        answers_due,
        names=names,
        moments=answers_moments,
    ),
)

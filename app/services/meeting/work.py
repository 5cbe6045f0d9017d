"""What of this wing waits: meetings ahead, their minutes, mails to confirm, open tasks."""

from typing import Any

from sqlalchemy import or_, select

from app.models.meeting.inbound import InboundMail
from app.models.meeting.meeting import Meeting
from app.models.meeting.minutes import Minutes
from app.models.meeting.open_task import OpenTask
from app.rules.common.msgid import N_
from app.rules.states.meeting.inbound import InboundState
from app.rules.states.meeting.meeting import MeetingState
from app.rules.states.meeting.minutes import MinutesState
from app.rules.states.meeting.open_task import OpenTaskState
from app.security.viewer import Viewer
from app.services.common.work import Rows, Work, waiting


def _meetings(state: MeetingState) -> Any:
    def rows(actor: Viewer) -> Rows:
        in_it = Meeting.state == state
        return waiting(Meeting.id, Meeting.title, Meeting.planned_at, in_it, due=Meeting.starts_at)

    return rows


def _minutes(actor: Viewer) -> Rows:
    confirmed = select(Minutes.meeting_id).where(Minutes.state == MinutesState.CONFIRMED)
    return waiting(
        Meeting.id,
        Meeting.title,
        Meeting.closed_at,
        Meeting.state == MeetingState.CLOSED,
        Meeting.notified_at.is_not(None),
        Meeting.id.not_in(confirmed),
    )


def _mails(actor: Viewer) -> Rows:
    by_other = or_(
        InboundMail.uploaded_by_id.is_(None), InboundMail.uploaded_by_id != actor.account_id
    )
    waits = InboundMail.state == InboundState.WAITING
    return waiting(InboundMail.id, InboundMail.sender, InboundMail.arrived_at, waits, by_other)


def _tasks(actor: Viewer) -> Rows:
    is_open = OpenTask.state == OpenTaskState.OPEN
    return waiting(OpenTask.id, OpenTask.text, OpenTask.added_at, is_open, due=OpenTask.due_on)


WORK = (
    Work(
        "meeting_request", N_("Meeting request"), "/meetings/{}", _meetings(MeetingState.REQUESTED)
    ),
    Work("meeting_plan", N_("Prepare a meeting"), "/meetings/{}", _meetings(MeetingState.PLANNING)),
    Work("meeting_minutes", N_("Write and confirm minutes"), "/meetings/{}/minutes", _minutes),
    Work("inbound_mail", N_("Confirm an answer by e-mail"), "/inbound-mails/{}", _mails),
    Work("open_task", N_("Open task"), "/open-tasks/{}", _tasks),
)

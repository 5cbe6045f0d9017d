"""Issues (課題) on the platform's side and their follow-up, with no link back to a case."""

from collections.abc import Sequence

from sqlalchemy import Select, select

from app import clock
from app.errors import RuleViolation, StaleState
from app.extensions import db
from app.models.meeting.meeting import Meeting
from app.models.meeting.platform_issue import IssueUse, PlatformIssue
from app.rules.meeting.agenda import ItemKind, MeetingForm
from app.rules.states.meeting.meeting import AGENDA_ITEM, ItemVerb, MeetingState
from app.security.viewer import Role, Viewer
from app.services.common import audit, rows
from app.services.meeting import agendas, meetings

READERS = (Role.EXECUTIVE, Role.SECRETARIAT)
ERASED = "協議会が取り下げた課題"


def page(
    actor: Viewer, *, use: IssueUse | None, number: int
) -> tuple[Sequence[PlatformIssue], int]:
    """Return one page of issues by month, and the total. The order within a month is random."""
    actor.require(*READERS)
    wanted = standing().order_by(PlatformIssue.released_in.desc(), PlatformIssue.id)
    if use is not None:
        wanted = wanted.where(PlatformIssue.use == use)
    return rows.page(wanted, number)


def one(actor: Viewer, issue_id: str) -> PlatformIssue:
    """Return an issue. Raises NotFound, also for a withdrawn one."""
    actor.require(*READERS)
    return rows.only(standing().where(PlatformIssue.id == issue_id))


def standing() -> Select[PlatformIssue]:
    """Return the query for the issues that were not withdrawn."""
    return select(PlatformIssue).where(PlatformIssue.withdrawn_on.is_(None))


def erase(issue: PlatformIssue) -> None:
    """Erase what an issue says, and the agenda item made of it. The caller has locked the issue.

    Called by the council when it withdraws the issue (法第18条). The item keeps its place: papers
    and minutes refer to it by its number.
    """
    if issue.item_id is not None:
        item = meetings.locked_item(issue.item_id)
        item.title, item.text = ERASED, ""
        if (item.state, ItemVerb.WITHDRAW) in AGENDA_ITEM:
            agendas.take_off(item, ERASED)
    issue.title = issue.text = issue.use_note = issue.withdrawal_reason = ""
    issue.withdrawn_on = clock.today()
    db.session.flush()


def note_use(actor: Viewer, issue_id: str, use: IssueUse, note: str) -> PlatformIssue:
    """Record the use of an issue: theme of a workshop, proposal, or none yet.

    Raises StaleState for one on an agenda, RuleViolation for AGENDA, which put_on_agenda sets.
    """
    actor.require(Role.SECRETARIAT)
    issue = _locked(issue_id)
    if use is IssueUse.AGENDA:
        raise RuleViolation(None, "議題にするときは、会議を選んでください。")
    issue.use, issue.use_note = use, note.strip()
    db.session.flush()
    audit.record(actor, "platform_issue.use", "platform_issue", issue.id, use=use.value)
    return issue


def put_on_agenda(actor: Viewer, issue_id: str, meeting_id: int) -> PlatformIssue:
    """Add an issue as a discussion item (協議事項) to a meeting being planned."""
    actor.require(Role.SECRETARIAT)
    issue = _locked(issue_id)
    values = {"title": issue.title, "text": issue.text}
    item = agendas.add(actor, meeting_id, ItemKind.DISCUSSION, values)
    issue.item_id, issue.use = item.id, IssueUse.AGENDA
    db.session.flush()
    use = IssueUse.AGENDA.value
    audit.record(actor, "platform_issue.use", "platform_issue", issue.id, use=use, item=item.id)
    return issue


def planned_meetings(actor: Viewer) -> Sequence[Meeting]:
    """Return the meetings being planned."""
    actor.require(Role.SECRETARIAT)
    return db.session.scalars(
        select(Meeting)
        .where(Meeting.state == MeetingState.PLANNING, Meeting.form != MeetingForm.WRITTEN)
        .order_by(Meeting.starts_at, Meeting.id)
    ).all()


def _locked(issue_id: str) -> PlatformIssue:
    """Return an issue that has no use in a meeting yet. Raises NotFound, StaleState."""
    issue = rows.only(rows.locking(standing().where(PlatformIssue.id == issue_id)))
    if issue.item_id is not None:
        raise StaleState("この課題は、すでに会議の議題になっています。")
    return issue

"""Issues on the platform's side (課題): read, and what became of them. They lead back to no case."""

from collections.abc import Sequence

from sqlalchemy import select

from app.errors import RuleViolation, StaleState
from app.extensions import db
from app.models.meeting import Meeting
from app.models.platform_issue import IssueUse, PlatformIssue
from app.rules.agenda import ItemKind, MeetingForm
from app.rules.states import MeetingState
from app.security.viewer import Role, Viewer
from app.services import agendas, audit, rows

READERS = (Role.EXECUTIVE, Role.SECRETARIAT)


def page(
    actor: Viewer, *, use: IssueUse | None, number: int
) -> tuple[Sequence[PlatformIssue], int]:
    """One page of the issues by month, and how many. Within a month the order is that of random ids."""
    actor.require(*READERS)
    wanted = select(PlatformIssue).order_by(PlatformIssue.released_in.desc(), PlatformIssue.id)
    if use is not None:
        wanted = wanted.where(PlatformIssue.use == use)
    return rows.page(wanted, number)


def one(actor: Viewer, issue_id: str) -> PlatformIssue:
    """An issue. Raises NotFound."""
    actor.require(*READERS)
    return rows.one(PlatformIssue, issue_id)


def note_use(actor: Viewer, issue_id: str, use: IssueUse, note: str) -> PlatformIssue:
    """Note what became of an issue: a theme of a workshop, a proposal, or nothing yet.

    Raises StaleState for one that is on an agenda, RuleViolation for an agenda: that is made by
    put_on_agenda.
    """
    actor.require(Role.SECRETARIAT)
    issue = rows.locked(PlatformIssue, issue_id)
    if issue.item_id is not None:
        raise StaleState("この課題は、すでに会議の議題になっています。")
    if use is IssueUse.AGENDA:
        raise RuleViolation(None, "議題にするときは、会議を選んでください。")
    issue.use, issue.use_note = use, note.strip()
    db.session.flush()
    audit.record(actor, "platform_issue.use", "platform_issue", issue.id, use=use.value)
    return issue


def put_on_agenda(actor: Viewer, issue_id: str, meeting_id: int) -> PlatformIssue:
    """Make an issue a matter to be discussed (協議事項) in a meeting that is being planned."""
    actor.require(Role.SECRETARIAT)
    issue = rows.locked(PlatformIssue, issue_id)
    if issue.item_id is not None:
        raise StaleState("この課題は、すでに会議の議題になっています。")
    values = {"title": issue.title, "text": issue.text}
    item = agendas.add(actor, meeting_id, ItemKind.DISCUSSION, values)
    issue.item_id, issue.use = item.id, IssueUse.AGENDA
    db.session.flush()
    use = IssueUse.AGENDA.value
    audit.record(actor, "platform_issue.use", "platform_issue", issue.id, use=use, item=item.id)
    return issue


def planned_meetings(actor: Viewer) -> Sequence[Meeting]:
    """The meetings whose agenda is being made."""
    actor.require(Role.SECRETARIAT)
    return db.session.scalars(
        select(Meeting)
        .where(Meeting.state == MeetingState.PLANNING, Meeting.form != MeetingForm.WRITTEN)
        .order_by(Meeting.starts_at, Meeting.id)
    ).all()

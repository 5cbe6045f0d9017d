"""Tasks arising from meetings (協議から生じた課題)."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager

from app import clock
from app.errors import RuleViolation, StaleState
from app.extensions import db
from app.models.meeting.agenda import AgendaItem
from app.models.meeting.meeting import Meeting
from app.models.meeting.open_task import OpenTask
from app.rules.states.meeting.meeting import MeetingState
from app.security.viewer import Role, Viewer
from app.services.common import audit, rows

TALKED_ABOUT = (MeetingState.OPEN, MeetingState.CLOSED)


def add(actor: Viewer, item_id: int, *, text: str, who: str, due_on: date | None) -> OpenTask:
    """Add a task arising from an item of a meeting that is open or over."""
    actor.require(Role.SECRETARIAT)
    item = rows.one(AgendaItem, item_id)
    if item.meeting.state not in TALKED_ABOUT:
        raise StaleState("開会していない会議の議題には、課題を登録できません。")
    task = OpenTask(item_id=item.id, added_at=clock.now())
    db.session.add(task)
    _fill(task, text, who, due_on)
    db.session.flush()
    audit.record(actor, "open_task.add", "open_task", task.id, item_id=item.id)
    return task


def revise(actor: Viewer, task_id: int, *, text: str, who: str, due_on: date | None) -> OpenTask:
    """Change a task's content, assignee or deadline."""
    actor.require(Role.SECRETARIAT)
    task = rows.locked(OpenTask, task_id)
    if task.done_at is not None:
        raise StaleState("済んだ課題は変更できません。未了に戻してから変更してください。")
    _fill(task, text, who, due_on)
    db.session.flush()
    audit.record(actor, "open_task.revise", "open_task", task.id)
    return task


def finish(actor: Viewer, task_id: int, note: str = "") -> OpenTask:
    """Mark a task as done."""
    actor.require(Role.SECRETARIAT)
    task = rows.locked(OpenTask, task_id)
    if task.done_at is not None:
        raise StaleState("すでに済んでいます。")
    task.done_at, task.done_note = clock.now(), note.strip()
    db.session.flush()
    audit.record(actor, "open_task.finish", "open_task", task.id)
    return task


def reopen(actor: Viewer, task_id: int) -> OpenTask:
    """Reopen a task that was not done after all."""
    actor.require(Role.SECRETARIAT)
    task = rows.locked(OpenTask, task_id)
    if task.done_at is None:
        raise StaleState("この課題は済んでいません。")
    task.done_at, task.done_note = None, ""
    db.session.flush()
    audit.record(actor, "open_task.reopen", "open_task", task.id)
    return task


def page(actor: Viewer, *, done: bool, number: int) -> tuple[Sequence[OpenTask], int]:
    """Return one page of tasks: open ones by deadline, or done ones, latest first."""
    actor.require(Role.SECRETARIAT)
    wanted = select(OpenTask).join(OpenTask.item).join(AgendaItem.meeting)
    if done:
        wanted = wanted.where(OpenTask.done_at.is_not(None)).order_by(OpenTask.done_at.desc())
    else:
        wanted = wanted.where(OpenTask.done_at.is_(None)).order_by(
            OpenTask.due_on.is_(None), OpenTask.due_on, OpenTask.id
        )
    return rows.page(
        wanted, number, contains_eager(OpenTask.item).contains_eager(AgendaItem.meeting)
    )


def one(actor: Viewer, task_id: int) -> OpenTask:
    """Return a task. Raises NotFound."""
    actor.require(Role.SECRETARIAT)
    return rows.one(OpenTask, task_id)


def late(actor: Viewer) -> int:
    """Return the number of overdue tasks."""
    actor.require(Role.SECRETARIAT)
    count = select(func.count()).select_from(OpenTask)
    past = OpenTask.due_on < clock.today()
    return db.session.scalar(count.where(OpenTask.done_at.is_(None), past)) or 0


def items(actor: Viewer) -> Sequence[AgendaItem]:
    """Return the items a task can arise from: of the last ten meetings opened."""
    actor.require(Role.SECRETARIAT)
    latest = (
        select(Meeting.id)
        .where(Meeting.state.in_(TALKED_ABOUT))
        .order_by(Meeting.starts_at.desc())
        .limit(10)
    )
    return db.session.scalars(
        select(AgendaItem)
        .join(AgendaItem.meeting)
        .where(Meeting.id.in_(latest))
        .order_by(Meeting.starts_at.desc(), AgendaItem.position)
        .options(contains_eager(AgendaItem.meeting))
    ).all()


def _fill(task: OpenTask, text: str, who: str, due_on: date | None) -> None:
    if not text.strip():
        raise RuleViolation(None, "課題の内容を入力してください。")
    if not who.strip():
        raise RuleViolation(None, "担当を入力してください。")
    task.text, task.who, task.due_on = text.strip(), who.strip(), due_on

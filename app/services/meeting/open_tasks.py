"""Follow-up tasks from discussions (協議から生じた課題)."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager

from app import clock
from app.errors import RuleViolation, StaleState
from app.extensions import db
from app.models.meeting.agenda import AgendaItem
from app.models.meeting.meeting import Meeting
from app.models.meeting.open_task import OpenTask
from app.rules.states.common.table import next_state
from app.rules.states.meeting.meeting import MeetingState
from app.rules.states.meeting.open_task import OPEN_TASK, OpenTaskState, OpenTaskVerb
from app.security.viewer import Role, Viewer
from app.services.common import audit, rows

TALKED_ABOUT = (MeetingState.OPEN, MeetingState.CLOSED)


def add(actor: Viewer, item_id: int, *, text: str, who: str, due_on: date | None) -> OpenTask:
    """Add a task arising from an item of a meeting that is open or over."""
    actor.require(Role.SECRETARIAT)
    item = rows.one(AgendaItem, item_id)
    if item.meeting.state not in TALKED_ABOUT:
        raise StaleState("開会していない会議の議題には、課題を登録できません。")
    task = OpenTask(
        item_id=item.id,
        state=next_state(OPEN_TASK, None, OpenTaskVerb.ADD),
        added_at=clock.now(),
    )
    db.session.add(task)
    _fill(task, text, who, due_on)
    db.session.flush()
    audit.record(actor, "open_task.add", "open_task", task.id, item_id=item.id)
    return task


def revise(actor: Viewer, task_id: int, *, text: str, who: str, due_on: date | None) -> OpenTask:
    """Change a task's content, person responsible or due date."""
    actor.require(Role.SECRETARIAT)
    task = _move(actor, rows.locked(OpenTask, task_id), OpenTaskVerb.REVISE)
    _fill(task, text, who, due_on)
    db.session.flush()
    return task


def move(actor: Viewer, task_id: int, verb: OpenTaskVerb, note: str = "") -> OpenTask:
    """Change a task's state. note: what came of it, stored with a task that is done.

    Raises StaleState when the verb is not possible in the task's state.
    """
    actor.require(Role.SECRETARIAT)
    task = _move(actor, rows.locked(OpenTask, task_id), verb)
    is_done = task.state is OpenTaskState.DONE
    task.done_at, task.done_note = (clock.now(), note.strip()) if is_done else (None, "")
    db.session.flush()
    return task


def _move(actor: Viewer, task: OpenTask, verb: OpenTaskVerb) -> OpenTask:
    task.state = next_state(OPEN_TASK, task.state, verb)
    db.session.flush()
    audit.record(actor, f"open_task.{verb.value}", "open_task", task.id)
    return task


def page(actor: Viewer, state: OpenTaskState, number: int) -> tuple[Sequence[OpenTask], int]:
    """Return one page of tasks in this state: the latest done first, then by deadline."""
    actor.require(Role.SECRETARIAT)
    wanted = (
        select(OpenTask)
        .join(OpenTask.item)
        .join(AgendaItem.meeting)
        .where(OpenTask.state == state)
        .order_by(OpenTask.done_at.desc(), OpenTask.due_on.is_(None), OpenTask.due_on, OpenTask.id)
    )
    return rows.page(
        wanted, number, contains_eager(OpenTask.item).contains_eager(AgendaItem.meeting)
    )


def counts(actor: Viewer) -> Mapping[OpenTaskState, int]:
    """Return the number of tasks in each state."""
    actor.require(Role.SECRETARIAT)
    wanted = select(OpenTask.state, func.count()).group_by(OpenTask.state)
    return dict(db.session.execute(wanted).all())


def some(actor: Viewer, task_ids: Sequence[int]) -> Sequence[OpenTask]:
    """Return those of the tasks that exist."""
    actor.require(Role.SECRETARIAT)
    return db.session.scalars(select(OpenTask).where(OpenTask.id.in_(task_ids))).all()


def one(actor: Viewer, task_id: int) -> OpenTask:
    """Return a task. Raises NotFound."""
    actor.require(Role.SECRETARIAT)
    return rows.one(OpenTask, task_id)


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

"""Platform meetings from request to end (規約第10条)."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import timedelta
from types import MappingProxyType
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.orm.attributes import set_committed_value
from sqlalchemy.sql.base import ExecutableOption

from app import clock
from app.errors import NotFound, RuleViolation, StaleState
from app.extensions import db
from app.models.meeting.agenda import AgendaItem
from app.models.meeting.meeting import Meeting
from app.rules.common import articles
from app.rules.common.era import era_date
from app.rules.meeting.agenda import ItemKind, Reply
from app.rules.membership.membership import ContactKind
from app.rules.states.common.table import next_state
from app.rules.states.meeting.meeting import (
    AGENDA_ITEM,
    ANSWERABLE_STATES,
    LIVE_ITEM_STATES,
    MEETING,
    ItemVerb,
    MeetingState,
    MeetingVerb,
)
from app.security.viewer import Role, Viewer
from app.services.common import approvals, audit, rows
from app.services.meeting import locks, moments
from app.services.membership import contacts

PLANNABLE = (
    "title",
    "form",
    "starts_at",
    "ends_at",
    "answers_by",
    "place",
    "online_url",
    "online_access",
    "lead_days",
    "note",
)
"""Fields of a meeting's plan."""
ANSWERS_BEFORE = timedelta(days=3)
"""From the reply deadline to the meeting, where the plan names no deadline."""
SHOWN_TO_MEMBERS = (MeetingState.NOTIFIED, MeetingState.OPEN, MeetingState.CLOSED)
"""States in which executive members see a meeting. They also see the cancellation of a notified
one, and their own requests at once.
"""


def request(actor: Viewer, values: Mapping[str, Any], *, reason: str) -> Meeting:
    """Request a meeting as an executive member (規約第10条第1項); the secretariat plans it."""
    actor.require(Role.EXECUTIVE)
    if not reason.strip():
        raise RuleViolation(articles.CALLING, "会議を求める理由を入力してください。")
    meeting = _new(actor, values, MeetingVerb.REQUEST)
    meeting.requested_by_id, meeting.request_reason = actor.organisation_id, reason.strip()
    assert actor.organisation_id is not None
    contacts.record_contact(actor, actor.organisation_id, ContactKind.FORM, "会議の開催の要請")
    db.session.flush()
    return meeting


def plan(actor: Viewer, values: Mapping[str, Any]) -> Meeting:
    """Plan a meeting, or a written resolution, as the secretariat. values: keyed by PLANNABLE."""
    actor.require(Role.SECRETARIAT)
    return _new(actor, values, MeetingVerb.PLAN)


def take_up(actor: Viewer, meeting_id: int) -> Meeting:
    """Start planning a meeting requested by an executive member."""
    actor.require(Role.SECRETARIAT)
    meeting = locked(meeting_id)
    meeting.state = next_state(MEETING, meeting.state, MeetingVerb.PLAN)
    if not meeting.is_written:
        meeting.number = _next_number()
    audit.record(actor, "meeting.take_up", "meeting", meeting.id)
    db.session.flush()
    return meeting


def revise(actor: Viewer, meeting_id: int, values: Mapping[str, Any]) -> Meeting:
    """Change the plan, until the notice is submitted for approval."""
    actor.require(Role.SECRETARIAT)
    meeting = locked(meeting_id)
    require_not_submitted(meeting)
    next_state(MEETING, meeting.state, MeetingVerb.SUBMIT)
    _fill(meeting, values)
    if meeting.continues_id is not None and not meeting.is_written:
        raise RuleViolation(
            articles.DEEMED_RESOLUTION,
            "会議から続く書面決議です。引き継いだ賛否があるため、開催の方法は変えられません。",
        )
    if meeting.is_written:
        meeting.number = None
    elif meeting.number is None:
        meeting.number = _next_number()
    audit.record(actor, "meeting.revise", "meeting", meeting.id)
    db.session.flush()
    return meeting


def open_meeting(actor: Viewer, meeting_id: int, *, reason: str = "") -> Meeting:
    """Open the meeting (開会). The quorum is checked for each item at its close.

    reason: why it is opened on another day than planned. Raises RuleViolation without one then.
    """
    actor.require(Role.SECRETARIAT)
    meeting = locked(meeting_id)
    if meeting.is_written:
        raise RuleViolation(articles.DEEMED_RESOLUTION, "書面決議には開会がありません。")
    meeting.state = next_state(MEETING, meeting.state, MeetingVerb.OPEN)
    meeting.opened_at = moments.now()
    planned_on = clock.local(meeting.starts_at).date()
    told = {}
    if planned_on != clock.today():
        if not reason.strip():
            raise RuleViolation(
                articles.CALLING,
                f"通知した日（{era_date(planned_on)}）と違う日に開会する理由を入力してください。",
            )
        meeting.opening_reason = reason.strip()
        told = {"planned_on": planned_on.isoformat(), "reason": meeting.opening_reason}
    audit.record(actor, "meeting.open", "meeting", meeting.id, **told)
    approvals.lapse(actor, "meeting", meeting.id)  # reminders and changes are over
    db.session.flush()
    return meeting


def close_meeting(actor: Viewer, meeting_id: int, *, unfinished: Collection[int] = ()) -> Meeting:
    """End the meeting (閉会), or the answer period of a written resolution.

    unfinished: the reports and discussions, by id, confirmed as not begun or not ended (審議未了).
    Raises RuleViolation for others, and while a resolution is neither closed nor withdrawn.
    """
    actor.require(Role.SECRETARIAT)
    meeting = locked(meeting_id)
    verb = MeetingVerb.END_WRITTEN if meeting.is_written else MeetingVerb.CLOSE
    meeting.state = next_state(MEETING, meeting.state, verb)
    waiting = [item for item in meeting.items if item.state in LIVE_ITEM_STATES]
    undecided = [item for item in waiting if item.kind is ItemKind.RESOLUTION]
    if undecided:
        raise RuleViolation(
            articles.PLATFORM_MEETING,
            f"終わっていない議案があります（{_labels(undecided)}）。"
            "採決を終えるか、取り下げてください。",
        )
    if {item.id for item in waiting} != set(unfinished):
        raise RuleViolation(
            articles.PLATFORM_MEETING,
            f"始めていないか終えていない議題（{_labels(waiting) or 'なし'}）を確かめてから、"
            "閉会してください。",
        )
    meeting.closed_at = moments.now()
    for item in waiting:
        item.state = next_state(AGENDA_ITEM, item.state, ItemVerb.LEAVE)
    told = {"unfinished": _labels(waiting)} if waiting else {}
    audit.record(actor, "meeting.close", "meeting", meeting.id, **told)
    approvals.lapse(actor, "meeting", meeting.id)
    db.session.flush()
    return meeting


def locked(meeting_id: int) -> Meeting:
    """Return the meeting, reloaded and locked with everything in it. Raises NotFound."""
    locks.alone(meeting_id)
    return _with_items(rows.locking(select(Meeting).where(Meeting.id == meeting_id)))


def locked_item(item_id: int) -> AgendaItem:
    """Return the item, reloaded, with its meeting locked. Raises NotFound."""
    return _item(locked(of_item(item_id)), item_id)


def item_to_vote_on(item_id: int, members: Collection[int]) -> AgendaItem:
    """Return the item, reloaded, for votes of these members. Raises NotFound.

    Others may vote at the same time; whoever locks the meeting waits for the votes begun before.
    """
    meeting_id = select(AgendaItem.meeting_id).where(AgendaItem.id == item_id).scalar_subquery()
    locks.beside_others(meeting_id, members)
    wanted = select(Meeting).where(Meeting.id == meeting_id)
    return _item(_with_items(wanted.execution_options(populate_existing=True)), item_id)


def _with_items(wanted: Select[Meeting]) -> Meeting:
    meeting = rows.only(wanted.options(selectinload(Meeting.items)))
    for item in meeting.items:
        set_committed_value(item, "meeting", meeting)  # else each would read it again
    return meeting


def _item(meeting: Meeting, item_id: int) -> AgendaItem:
    found: AgendaItem = next(item for item in meeting.items if item.id == item_id)
    return found


def of_item(item_id: int) -> int:
    """Return the id of the item's meeting. Raises NotFound."""
    meeting_id = db.session.scalar(select(AgendaItem.meeting_id).where(AgendaItem.id == item_id))
    if meeting_id is None:
        raise NotFound
    return meeting_id


def require_answerable(meeting: Meeting) -> None:
    """Raise StaleState before the notice and after the end, when no answers are accepted."""
    if meeting.state not in ANSWERABLE_STATES:
        raise StaleState(f"この会議には回答できません（{meeting.state.label}）。")


def require_not_submitted(meeting: Meeting) -> None:
    """Raise StaleState while the notice awaits approval, because its content is fixed.

    Exclusions and observers are not part of the notice and may change at any time.
    """
    if meeting.state is MeetingState.AWAITING_APPROVAL:
        raise StaleState("通知の承認待ちです。変えるときは、先に通知を差し戻してください。")


def one(actor: Viewer, meeting_id: int) -> Meeting:
    """Return a meeting with its agenda, for members from the notice on. Raises NotFound."""
    papers = selectinload(Meeting.items).selectinload(AgendaItem.papers)
    return _seen(actor, meeting_id, papers, selectinload(Meeting.observers))


def at_desk(actor: Viewer, meeting_id: int) -> Meeting:
    """Return it without papers and observers, for pages that are asked for every few seconds."""
    return _seen(actor, meeting_id, selectinload(Meeting.items))


def _seen(actor: Viewer, meeting_id: int, *parts: ExecutableOption) -> Meeting:
    actor.require(Role.SECRETARIAT, Role.EXECUTIVE)
    meeting = rows.one(
        Meeting, meeting_id, joinedload(Meeting.requested_by), joinedload(Meeting.chair), *parts
    )
    notified = meeting.state in SHOWN_TO_MEMBERS or meeting.notified_at is not None
    if not (actor.is_staff or notified):
        raise NotFound
    return meeting


def asked_for(actor: Viewer, meeting_id: int) -> Meeting:
    """Return a meeting requested by the actor's organisation. Raises NotFound for any other."""
    actor.require(Role.EXECUTIVE)
    meeting = rows.one(Meeting, meeting_id)
    if meeting.requested_by_id is None or meeting.requested_by_id != actor.organisation_id:
        raise NotFound
    return meeting


def shown_to(actor: Viewer, *also: ColumnElement[bool]) -> Select[Meeting]:
    """Return the query for meetings the viewer may see, latest first. also: more for members."""
    actor.require(Role.SECRETARIAT, Role.EXECUTIVE)
    wanted = select(Meeting).order_by(Meeting.starts_at.desc(), Meeting.id.desc())
    notified = Meeting.state.in_(SHOWN_TO_MEMBERS) | Meeting.notified_at.is_not(None)
    return wanted if actor.is_staff else wanted.where(or_(notified, *also))


def page(actor: Viewer, number: int) -> tuple[Sequence[Meeting], int]:
    """Return one page of meetings, including the member's own requests, and the total."""
    own_request = Meeting.requested_by_id == actor.organisation_id
    return rows.page(shown_to(actor, own_request), number)


def _new(actor: Viewer, values: Mapping[str, Any], verb: MeetingVerb) -> Meeting:
    meeting = Meeting(state=next_state(MEETING, None, verb), planned_at=clock.now())
    _fill(meeting, values)
    if verb is MeetingVerb.PLAN and not meeting.is_written:
        meeting.number = _next_number()
    db.session.add(meeting)
    db.session.flush()
    audit.record(actor, f"meeting.{verb.value}", "meeting", meeting.id)
    return meeting


def _fill(meeting: Meeting, values: Mapping[str, Any]) -> None:
    for field in PLANNABLE:
        if field in values:
            setattr(meeting, field, values[field])
    if meeting.is_written:  # its last day counts to the end, whatever the time of day typed
        meeting.starts_at = meeting.answers_end - timedelta(minutes=1)
        meeting.ends_at = meeting.answers_by = None
    _check_plan(meeting)


def as_planned(meeting: Meeting, changed: Mapping[str, Any]) -> Meeting:
    """Return a copy of the plan with these fields changed, outside the session.

    Raises RuleViolation where it could not be held.
    """
    after = copied(meeting, changed)
    _check_plan(after)
    return after


def copied(meeting: Meeting, changed: Mapping[str, Any] = MappingProxyType({})) -> Meeting:
    """Return a copy of the plan with these fields changed, outside the session."""
    held = {field: getattr(meeting, field) for field in PLANNABLE}
    return Meeting(state=meeting.state, **held | dict(changed))


def _check_plan(meeting: Meeting) -> None:
    if meeting.starts_at <= clock.now():
        raise RuleViolation(articles.CALLING, "これからの日時を入力してください。")
    asked_for = meeting.state is MeetingState.REQUESTED  # the secretariat adds the place later
    if Reply.ROOM in meeting.form.ways_to_come and not meeting.place and not asked_for:
        raise RuleViolation(articles.CALLING, "会場を入力してください。")
    if not meeting.is_written:
        _check_times(meeting)


def _check_times(meeting: Meeting) -> None:
    """Check end and reply deadline of a meeting; a missing deadline is some days before it."""
    day = clock.local(meeting.starts_at).date()
    if meeting.ends_at is not None and meeting.ends_at <= meeting.starts_at:
        raise RuleViolation(articles.CALLING, "終了予定の時刻は、開始より後にしてください。")
    if meeting.answers_by is None:
        meeting.answers_by = max(clock.today(), day - ANSWERS_BEFORE)
    if not clock.today() <= meeting.answers_by <= day:
        raise RuleViolation(
            articles.CALLING, "回答期限は、今日から開催日までの日を入力してください。"
        )


def _labels(items: Iterable[AgendaItem]) -> str:
    return "、".join(item.label for item in items)


def _next_number() -> int:
    return (db.session.scalar(select(func.max(Meeting.number))) or 0) + 1

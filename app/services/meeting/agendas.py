"""The agenda of a meeting: items, their papers and the subjects of resolutions (規約第9条)."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from app import clock
from app.errors import NotFound, RuleViolation
from app.extensions import db
from app.models.filings.withdrawal import ReleaseRequest
from app.models.meeting.agenda import AgendaItem, AgendaPaper, Exclusion
from app.models.meeting.meeting import Meeting
from app.rules.common import articles
from app.rules.meeting.agenda import ItemKind, ResolutionKind
from app.rules.states.common.table import next_state
from app.rules.states.meeting.meeting import AGENDA_ITEM, ANSWERABLE_STATES, ItemVerb, MeetingState
from app.security.viewer import Role, Viewer
from app.services.common import attachments, audit, rows
from app.services.meeting import meetings, subjects

FIELDS = (
    "title",
    "text",
    "resolution_kind",
    "consent_id",
    "release_request_id",
    "becomes_general",
    "expulsion_id",
    "regulation_slug",
    "regulation_text",
    "in_force_from",
    "is_retroactive",
    "effect",
    "subject",
)
"""Fields of an item besides its kind."""


def add(actor: Viewer, meeting_id: int, kind: ItemKind, values: Mapping[str, Any]) -> AgendaItem:
    """Add an item to the agenda. values: keyed by FIELDS.

    An item added after the meeting notice is marked as not notified: proxies do not cover it
    (規約第12条第3項). Raises RuleViolation for a resolution whose subject is missing, closed or
    already on an agenda.
    """
    actor.require(Role.SECRETARIAT)
    meeting = meetings.locked(meeting_id)
    meetings.require_not_submitted(meeting)
    _check_open_for_items(meeting)
    item = AgendaItem(
        meeting_id=meeting.id,
        kind=kind,
        state=next_state(AGENDA_ITEM, None, ItemVerb.ADD),
        position=max((each.position for each in meeting.items), default=0) + 1,
        number=max((each.number for each in meeting.items if each.kind is kind), default=0) + 1,
        notified=meeting.state is MeetingState.PLANNING,
    )
    _fill(item, values)
    if meeting.continues_id is None:  # else its day is checked before the notice
        _check_in_force(item, meeting)
    meeting.items.append(item)
    db.session.flush()
    _exclude_the_released(item)
    told = {"is_retroactive": True} if item.is_retroactive else {}
    audit.record(actor, "agenda.add", "agenda_item", item.id, meeting_id=meeting.id, **told)
    db.session.flush()
    return item


def revise(actor: Viewer, item_id: int, values: Mapping[str, Any]) -> AgendaItem:
    """Change an item of a meeting before its notice, or an item added after the notice."""
    actor.require(Role.SECRETARIAT)
    item = meetings.locked_item(item_id)
    meetings.require_not_submitted(item.meeting)
    next_state(AGENDA_ITEM, item.state, ItemVerb.OPEN)
    if item.meeting.state is not MeetingState.PLANNING and item.notified:
        raise RuleViolation(articles.PROXY, "通知した議題は変えられません。取り下げてください。")
    _fill(item, values)
    _check_in_force(item, item.meeting)
    item.exclusions.clear()
    db.session.flush()
    _exclude_the_released(item)
    told = {"is_retroactive": True} if item.is_retroactive else {}
    audit.record(actor, "agenda.revise", "agenda_item", item.id, **told)
    db.session.flush()
    return item


def withdraw(actor: Viewer, item_id: int, reason: str) -> AgendaItem:
    """Withdraw an item from the agenda. It stays in the record, with the reason."""
    actor.require(Role.SECRETARIAT)
    item = meetings.locked_item(item_id)
    meetings.require_not_submitted(item.meeting)
    if not reason.strip():
        raise RuleViolation(None, "取り下げる理由を入力してください。")
    take_off(item, reason.strip())
    audit.record(actor, "agenda.withdraw", "agenda_item", item.id)
    db.session.flush()
    return item


def take_off(item: AgendaItem, reason: str) -> None:
    """Take an item off this agenda, so that the item it continues can be continued elsewhere."""
    item.state = next_state(AGENDA_ITEM, item.state, ItemVerb.WITHDRAW)
    item.withdrawal_reason, item.continues_id = reason, None


def add_paper(actor: Viewer, item_id: int, *, title: str, name: str, content: bytes) -> AgendaPaper:
    """Add a paper (資料) to an item, numbered consecutively through the meeting.

    Raises RuleViolation for a document that is not PDF, PNG, JPEG or text, or exceeds 10 MB.
    """
    actor.require(Role.SECRETARIAT)
    item = meetings.locked_item(item_id)
    meetings.require_not_submitted(item.meeting)
    next_state(AGENDA_ITEM, item.state, ItemVerb.WITHDRAW)
    kept_as, kind = attachments.checked(name, content)
    ids = [each.id for each in item.meeting.items]
    used = db.session.scalars(select(AgendaPaper.number).where(AgendaPaper.item_id.in_(ids))).all()
    paper = AgendaPaper(
        item_id=item.id,
        number=max(used, default=0) + 1,
        title=title.strip() or name,
        file_name=kept_as,
        media_type=kind,
        content=content,
    )
    item.papers.append(paper)
    db.session.flush()
    audit.record(actor, "agenda.add_paper", "agenda_item", item.id, paper=paper.number)
    return paper


def remove_paper(actor: Viewer, item_id: int, paper_id: int) -> None:
    """Remove a paper from an item before the notice. Papers already notified stay."""
    actor.require(Role.SECRETARIAT)
    item = meetings.locked_item(item_id)
    meetings.require_not_submitted(item.meeting)
    found = next((each for each in item.papers if each.id == paper_id), None)
    if found is None:
        raise NotFound
    if item.meeting.state is not MeetingState.PLANNING and item.notified:
        raise RuleViolation(
            articles.CALLING,
            "通知した資料は外せません。差し替えは、新しい資料として追加してください。",
        )
    item.papers.remove(found)
    db.session.delete(found)
    audit.record(actor, "agenda.remove_paper", "agenda_item", item.id, paper=found.number)
    db.session.flush()


def paper(actor: Viewer, meeting_id: int, paper_id: int) -> AgendaPaper:
    """Return a paper of a meeting that the viewer may see. Raises NotFound."""
    meeting = meetings.one(actor, meeting_id)
    found = rows.one(AgendaPaper, paper_id)
    if found.item_id not in {item.id for item in meeting.items}:
        raise NotFound
    return found


def exclude(actor: Viewer, item_id: int, organisation_id: int, reason: str) -> Exclusion:
    """Exclude a member from a vote for conflict of interest; it counts for the quorum."""
    actor.require(Role.SECRETARIAT)
    item = meetings.locked_item(item_id)
    next_state(AGENDA_ITEM, item.state, ItemVerb.WITHDRAW)
    if not reason.strip():
        raise RuleViolation(articles.DECISION, "議決から除く理由を入力してください。")
    found = next((e for e in item.exclusions if e.organisation_id == organisation_id), None)
    if found is None:
        found = Exclusion(organisation_id=organisation_id, recorded_at=clock.now(), reason="")
        item.exclusions.append(found)
    found.reason = reason.strip()
    db.session.flush()
    audit.record(actor, "agenda.exclude", "agenda_item", item.id, organisation_id=organisation_id)
    return found


def readmit(actor: Viewer, item_id: int, organisation_id: int) -> None:
    """Undo a mistaken exclusion."""
    actor.require(Role.SECRETARIAT)
    item = meetings.locked_item(item_id)
    next_state(AGENDA_ITEM, item.state, ItemVerb.WITHDRAW)
    for exclusion in list(item.exclusions):
        if exclusion.organisation_id == organisation_id:
            item.exclusions.remove(exclusion)
            db.session.delete(exclusion)
    audit.record(actor, "agenda.readmit", "agenda_item", item.id, organisation_id=organisation_id)
    db.session.flush()


def _check_open_for_items(meeting: Meeting) -> None:
    if meeting.state is MeetingState.PLANNING:
        return
    if meeting.is_written or meeting.state not in ANSWERABLE_STATES:
        raise RuleViolation(
            articles.PROXY, f"この会議（{meeting.state.label}）には議題を加えられません。"
        )


def _fill(item: AgendaItem, values: Mapping[str, Any]) -> None:
    for field in FIELDS:
        if field in values:
            setattr(item, field, values[field])
    if not item.title.strip():
        raise RuleViolation(None, "件名を入力してください。")
    if item.kind is not ItemKind.RESOLUTION:
        item.resolution_kind = None
        return
    if item.resolution_kind is None:
        raise RuleViolation(articles.PLATFORM_MEETING, "議案の種類を選んでください。")
    missing = subjects.fault(item)
    if missing:
        raise RuleViolation(item.resolution_kind.article, missing)
    other = subjects.on_agenda(item)
    if other is not None:
        raise RuleViolation(
            item.resolution_kind.article,
            f"すでに議題になっています（{other.meeting.title} {other.label}）。",
        )


def _check_in_force(item: AgendaItem, meeting: Meeting) -> None:
    early = subjects.early(item, meeting)
    if early and item.resolution_kind is not None:
        raise RuleViolation(item.resolution_kind.article, early)


def _exclude_the_released(item: AgendaItem) -> None:
    """Exclude a member from the vote on its own release (*reading*)."""
    if item.resolution_kind is ResolutionKind.RELEASE and item.release_request_id is not None:
        request = db.session.get_one(ReleaseRequest, item.release_request_id)
        item.exclusions.append(
            Exclusion(
                organisation_id=request.organisation_id,
                reason="自らの退会についての議案のため",
                recorded_at=clock.now(),
            )
        )

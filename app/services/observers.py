"""Those asked to be at a meeting without a vote (幹事団体以外の出席者; 規約第10条第3項)."""

from app.errors import NotFound, RuleViolation, StaleState
from app.extensions import db
from app.models.meeting import Meeting, Observer
from app.rules import articles
from app.rules.states import (
    OVER_STATES,
    MeetingState,
)
from app.security.viewer import Role, Viewer
from app.services import audit, meetings


def add(
    actor: Viewer, meeting_id: int, *, name: str, email: str = "", reason: str = ""
) -> Observer:
    """Ask someone to be there, until the meeting ends. Raises RuleViolation without a name."""
    actor.require(Role.SECRETARIAT)
    meeting = _changeable(meeting_id)
    if meeting.is_written:
        raise RuleViolation(articles.DEEMED_RESOLUTION, "書面決議には出席者がありません。")
    if not name.strip():
        raise RuleViolation(articles.CALLING, "出席を求める人の名前を入力してください。")
    observer = Observer(name=name.strip(), email=email.strip(), reason=reason.strip())
    meeting.observers.append(observer)
    db.session.flush()
    audit.record(actor, "meeting.observer_add", "meeting", meeting.id, observer=observer.id)
    return observer


def remove(actor: Viewer, meeting_id: int, observer_id: int) -> None:
    """Take someone off the list of those asked. Raises NotFound."""
    actor.require(Role.SECRETARIAT)
    meeting = _changeable(meeting_id)
    observer = _one(meeting, observer_id)
    meeting.observers.remove(observer)
    db.session.delete(observer)
    audit.record(actor, "meeting.observer_remove", "meeting", meeting.id, observer=observer_id)
    db.session.flush()


def note(actor: Viewer, meeting_id: int, observer_id: int, *, attended: bool) -> Observer:
    """Note whether the observer is there. Raises NotFound, StaleState before the opening."""
    actor.require(Role.SECRETARIAT)
    meeting = _changeable(meeting_id)
    if meeting.state is not MeetingState.OPEN:
        raise StaleState(f"この会議は開会中ではありません（{meeting.state.label}）。")
    observer = _one(meeting, observer_id)
    observer.attended = attended
    audit.record(
        actor, "meeting.observer_note", "meeting", meeting.id, observer=observer_id, there=attended
    )
    db.session.flush()
    return observer


def _changeable(meeting_id: int) -> Meeting:
    meeting = meetings.locked(meeting_id)
    if meeting.state in OVER_STATES:
        raise StaleState(f"この会議は終わっています（{meeting.state.label}）。")
    return meeting


def _one(meeting: Meeting, observer_id: int) -> Observer:
    found: Observer | None = next((o for o in meeting.observers if o.id == observer_id), None)
    if found is None:
        raise NotFound
    return found

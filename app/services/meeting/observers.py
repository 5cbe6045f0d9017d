"""Non-voting attendees invited to a meeting (幹事団体以外の出席者; 規約第10条第3項)."""

from app.documents.common.letter import Letter
from app.errors import NotFound, RuleViolation, StaleState
from app.extensions import db
from app.mail.meeting import letters
from app.models.meeting.meeting import Meeting, Observer
from app.rules.common import articles
from app.rules.states.meeting.meeting import OVER_STATES, MeetingState
from app.security.viewer import Role, Viewer
from app.services.common import audit, numbers
from app.services.meeting import meetings
from app.services.post import outbox


def add(
    actor: Viewer, meeting_id: int, *, name: str, email: str = "", reason: str = ""
) -> Observer:
    """Add an observer, until the meeting ends. Raises RuleViolation without a name.

    An observer with an e-mail address is invited with the notice, or at once if that is sent.
    """
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
    if meeting.notified_at is not None and observer.email:
        _invite(actor, meeting, observer, numbers.document_number())
    return observer


def invite(actor: Viewer, meeting: Meeting, number: str) -> None:
    """Invite the observers with an e-mail address, with the notice. number: the notice's."""
    for observer in _by_mail(meeting):
        _invite(actor, meeting, observer, number)


def call_off(actor: Viewer, meeting: Meeting, number: str) -> None:
    """Notify observers invited by mail that the meeting is cancelled."""
    for observer in _by_mail(meeting):
        _write(actor, observer, letters.invitation_withdrawn(meeting, observer, number))


def remove(actor: Viewer, meeting_id: int, observer_id: int) -> None:
    """Remove an observer. Raises NotFound."""
    actor.require(Role.SECRETARIAT)
    meeting = _changeable(meeting_id)
    observer = _one(meeting, observer_id)
    meeting.observers.remove(observer)
    db.session.delete(observer)
    audit.record(actor, "meeting.observer_remove", "meeting", meeting.id, observer=observer_id)
    db.session.flush()


def tell_of_change(
    actor: Viewer, meeting: Meeting, former: Meeting, number: str, reason: str
) -> None:
    """Tell the observers invited by mail that day or place has changed."""
    for observer in _by_mail(meeting):
        letter = letters.invitation_changed(meeting, former, observer, number, reason=reason)
        _write(actor, observer, letter, period=str(meeting.revision))


def note(actor: Viewer, meeting_id: int, observer_id: int, *, attended: bool) -> Observer:
    """Record whether the observer attends. Raises NotFound, StaleState before the opening."""
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


def _by_mail(meeting: Meeting) -> list[Observer]:
    """Return observers with an e-mail address; none if the plan became a written resolution."""
    return [each for each in meeting.observers if each.email and not meeting.is_written]


def _invite(actor: Viewer, meeting: Meeting, observer: Observer, number: str) -> None:
    _write(actor, observer, letters.invitation(meeting, observer, number))


def _write(actor: Viewer, observer: Observer, letter: Letter, *, period: str = "") -> None:
    key = f"meeting:{observer.meeting_id}:observer:{observer.id}"
    outbox.write(actor, letter, to=observer.email, dedupe_key=key, period=period)


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

"""Minutes of a meeting (議事録): drafted from the record, edited, confirmed, published."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app import clock
from app.errors import NotFound, RuleViolation, StaleState
from app.extensions import db
from app.models.meeting.meeting import Meeting
from app.models.meeting.minutes import Minutes
from app.rules.meeting.masking import MASK
from app.rules.states.common.table import next_state
from app.rules.states.meeting.meeting import MeetingState
from app.rules.states.meeting.minutes import MINUTES, MinutesState, MinutesVerb
from app.security.viewer import Role, Viewer
from app.services.common import audit, rows
from app.services.meeting import attendance_summary, meetings, minutes_text, resolution_records
from app.services.meeting import public_text as public_texts


def draft(actor: Viewer, meeting_id: int) -> Minutes:
    """Write the draft from the record, replacing an existing one including its edits.

    Raises StaleState before the meeting's end.
    """
    actor.require(Role.SECRETARIAT)
    meeting = meetings.locked(meeting_id)
    if meeting.state is not MeetingState.CLOSED:
        raise StaleState(f"議事録は、会議が終わってから作成します（{meeting.state.label}）。")
    records = resolution_records.of_meeting(meeting)
    text = minutes_text.draft(meeting, attendance_summary.of_meeting(meeting), records)
    now = clock.now()
    found = _of(meeting.id) or Minutes(meeting_id=meeting.id, meeting=meeting)
    found.state = next_state(MINUTES, found.state, MinutesVerb.DRAFT)
    found.text, found.public_text = text, public_texts.masked(meeting, text)
    found.drafted_at = found.edited_at = now
    db.session.add(found)
    return _edited(actor, found, "minutes.draft")


def revise(
    actor: Viewer, meeting_id: int, *, text: str, public_text: str, seen: str, remask: bool = False
) -> Minutes:
    """Change the texts. seen: `stamp` of the texts the editor started from.

    remask: regenerate the public text from the full one. Raises StaleState on a concurrent
    change or once they are confirmed.
    """
    actor.require(Role.SECRETARIAT)
    found = locked(meeting_id)
    following = next_state(MINUTES, found.state, MinutesVerb.REVISE)
    _check_seen(found, seen)
    found.state = following
    found.text = text
    found.public_text = public_texts.masked(found.meeting, text) if remask else public_text
    return _edited(actor, found, "minutes.revise")


def confirm(actor: Viewer, meeting_id: int, *, seen: str, looked: bool = False) -> Minutes:
    """Confirm the minutes: they are final, and the public text is published.

    looked: whether a person has looked at each masked passage. Raises RuleViolation otherwise,
    while a placeholder is left, and where the public text names a person who attended or a member
    whose expulsion was on the agenda. Passages that only look like names are left to the officer's judgement; names_left
    lists them.
    """
    actor.require(Role.SECRETARIAT)
    person = actor.person()
    found = locked(meeting_id)
    following = next_state(MINUTES, found.state, MinutesVerb.CONFIRM)
    _check_seen(found, seen)
    if minutes_text.TO_FILL_IN in found.text or minutes_text.TO_FILL_IN in found.public_text:
        raise RuleViolation(None, "発言の要旨が記入されていない議題があります。")
    named = public_texts.names_to_mask(found.meeting, found.public_text)
    if named:
        raise RuleViolation(
            None, f"公開用の議事録に伏せる名前が残っています（{'、'.join(named)}）。"
        )
    if MASK in found.public_text and not looked:
        raise RuleViolation(None, "伏せた箇所をすべて見て、伏せてよいことを確かめてください。")
    found.state = following
    found.confirmed_at, found.confirmed_by_id = clock.now(), person
    audit.record(actor, "minutes.confirm", "meeting", found.meeting_id)
    db.session.flush()
    return found


def of_meeting(actor: Viewer, meeting_id: int) -> Minutes | None:
    """Return the minutes of a meeting, for executive members once confirmed; None otherwise.

    Raises NotFound for a meeting that the viewer may not see.
    """
    meeting = meetings.one(actor, meeting_id)
    found = _of(meeting.id)
    if found is None or actor.is_staff or found.state is MinutesState.CONFIRMED:
        return found
    return None


def one(actor: Viewer, meeting_id: int) -> Minutes:
    """Return the minutes that the viewer may read. Raises NotFound where there are none."""
    found = of_meeting(actor, meeting_id)
    if found is None:
        raise NotFound
    return found


def published(_actor: Viewer, meeting_id: int) -> Minutes:
    """Return the confirmed minutes, whose public text is for everyone. Raises NotFound."""
    found = _of(meeting_id)
    if found is None or found.state is not MinutesState.CONFIRMED:
        raise NotFound
    return found


def register(_actor: Viewer, number: int) -> tuple[Sequence[Meeting], int, frozenset[int]]:
    """Return one page of public meetings, the total, and which of them have minutes.

    These are meetings with confirmed minutes, and those held before this software.
    """
    confirmed = select(Minutes.meeting_id).where(Minutes.state == MinutesState.CONFIRMED)
    wanted = (
        select(Meeting)
        .where(Meeting.state == MeetingState.CLOSED)
        .where(Meeting.id.in_(confirmed) | (Meeting.summary != ""))
        .order_by(Meeting.starts_at.desc(), Meeting.id.desc())
    )
    found, total = rows.page(wanted, number)
    return found, total, frozenset(db.session.scalars(confirmed))


def names_left(minutes: Minutes) -> list[str]:
    """Return actual and apparent names of persons left in the public text."""
    return public_texts.names_left(minutes.meeting, minutes.public_text)


def for_everyone(minutes: Minutes) -> str:
    """Return the public text; one confirmed earlier may still name an expelled member."""
    names = public_texts.expelled_names([minutes.meeting_id])
    return public_texts.without(names, minutes.public_text)


def stamp(minutes: Minutes) -> str:
    """Return a fingerprint of the texts, to detect concurrent changes."""
    return rows.fingerprint([minutes.text, minutes.public_text])


def _of(meeting_id: int) -> Minutes | None:
    return db.session.scalars(
        select(Minutes)
        .where(Minutes.meeting_id == meeting_id)
        .options(joinedload(Minutes.meeting), joinedload(Minutes.confirmed_by))
    ).one_or_none()


def locked(meeting_id: int) -> Minutes:
    """Return the minutes, fresh, with their meeting locked. Raises NotFound."""
    meetings.locked(meeting_id)
    found = _of(meeting_id)
    if found is None:
        raise NotFound
    db.session.refresh(found)
    return found


def _check_seen(minutes: Minutes, seen: str) -> None:
    if seen != stamp(minutes):
        raise StaleState("ほかの人が議事録を変更しました。画面を開き直してください。")


def _edited(actor: Viewer, minutes: Minutes, action: str) -> Minutes:
    minutes.edited_at, minutes.edited_by_id = clock.now(), actor.account_id
    db.session.flush()
    audit.record(actor, action, "meeting", minutes.meeting_id)
    db.session.flush()
    return minutes

"""Notification of the executive members of a meeting's results (結果の通知)."""

from sqlalchemy import func, select

from app.errors import StaleState
from app.extensions import db
from app.mail.meeting import result_letters
from app.models.meeting.attendance import RollEntry
from app.models.post.outbox import OutboxMessage
from app.rules.states.meeting.meeting import MeetingState
from app.rules.states.meeting.minutes import MinutesState
from app.security.viewer import Role, Viewer
from app.services.common import audit, numbers
from app.services.common.links import Links
from app.services.meeting import meetings, minutes, resolution_records, rolls
from app.services.membership.recipients import addresses_of
from app.services.post import outbox


def send(actor: Viewer, meeting_id: int, *, links: Links) -> int:
    """Send the results to every member of the roll, once; returns the number of letters.

    Raises StaleState before the meeting's end, and where the results have been sent.
    """
    actor.require(Role.SECRETARIAT)
    meeting = meetings.locked(meeting_id)
    if meeting.state is not MeetingState.CLOSED:
        raise StaleState(f"結果は、会議が終わってから通知します（{meeting.state.label}）。")
    if sent_count(meeting.id):
        raise StaleState("結果は通知済みです。")
    records = resolution_records.of_meeting(meeting)
    kept = minutes.of_meeting(actor, meeting.id)
    is_confirmed = kept is not None and kept.state is MinutesState.CONFIRMED
    entries = rolls.entries(meeting.id)
    number = numbers.document_number()
    addresses = addresses_of([entry.organisation for entry in entries])
    for entry in entries:
        letter = result_letters.results(
            meeting,
            entry.organisation,
            records,
            minutes=_minutes(entry, links) if is_confirmed else "",
            number=number,
        )
        outbox.write(
            actor,
            letter,
            to=addresses[entry.organisation_id],
            dedupe_key=f"meeting:{meeting.id}:{entry.organisation_id}",
            organisation_id=entry.organisation_id,
        )
    audit.record(actor, "meeting.tell_results", "meeting", meeting.id, letters=len(entries))
    db.session.flush()
    return len(entries)


def _minutes(entry: RollEntry, links: Links) -> str:
    """Return where the member can read the minutes: the public ones, once it has been released."""
    found = links.minutes if entry.released_at is None else links.public_minutes
    return found(entry.meeting_id)


def sent_count(meeting_id: int) -> int:
    """Return the number of letters with the results of the meeting."""
    return (
        db.session.scalar(
            select(func.count())
            .select_from(OutboxMessage)
            .where(OutboxMessage.purpose == result_letters.PURPOSE)
            .where(OutboxMessage.dedupe_key.startswith(f"meeting:{meeting_id}:"))
        )
        or 0
    )

"""Cancellation of a meeting before it begins, or of a member's request for one."""

from app.errors import NotPermitted, RuleViolation, StaleState
from app.extensions import db
from app.mail.meeting import letters
from app.models.meeting.meeting import Meeting
from app.rules.common import articles
from app.rules.states.common.table import next_state
from app.rules.states.meeting.meeting import LIVE_ITEM_STATES, MEETING, MeetingState, MeetingVerb
from app.security.viewer import Role, Viewer
from app.services.common import approvals, audit, numbers, timers
from app.services.meeting import agendas, meetings, notices, observers, rolls
from app.services.membership.recipients import address_of, addresses_of
from app.services.post import outbox


def withdraw_request(actor: Viewer, meeting_id: int, reason: str) -> Meeting:
    """Withdraw an executive member's own request for a meeting, before it is planned."""
    actor.require(Role.EXECUTIVE)
    meeting = meetings.locked(meeting_id)
    if meeting.requested_by_id != actor.organisation_id:
        raise NotPermitted
    if meeting.state is not MeetingState.REQUESTED:
        raise StaleState("事務局が準備を始めたため、取り下げられません。事務局へ連絡してください。")
    return _cancel(actor, meeting, reason)


def cancel(actor: Viewer, meeting_id: int, reason: str) -> Meeting:
    """Cancel a meeting and notify everyone invited.

    Before the notice, only the member that requested it is notified. Raises RuleViolation for a
    written resolution with an item already decided.
    """
    actor.require(Role.SECRETARIAT)
    meeting = meetings.locked(meeting_id)
    if any(item.outcome is not None for item in meeting.items):
        raise RuleViolation(
            articles.DEEMED_RESOLUTION,
            "すでに決議した議案があるため、取りやめられません。残りの議案を取り下げて終了してください。",
        )
    _cancel(actor, meeting, reason)
    approvals.lapse(actor, "meeting", meeting.id)
    timers.cancel(timers.MEETING_REMINDER, meeting.id)
    timers.cancel(timers.ANSWERS_DUE, meeting.id)
    if meeting.notified_at is not None:
        number = numbers.document_number()
        entries = rolls.entries(meeting.id)
        addresses = addresses_of([entry.organisation for entry in entries])
        for entry in entries:
            letter = letters.called_off(meeting, entry.organisation, number)
            notices.write_to(actor, entry, letter, to=addresses[entry.organisation_id])
        observers.call_off(actor, meeting, number)
    elif meeting.requested_by is not None:
        outbox.write(
            actor,
            letters.request_declined(meeting, meeting.requested_by, numbers.document_number()),
            to=address_of(meeting.requested_by),
            dedupe_key=f"meeting:{meeting.id}:{meeting.requested_by_id}",
            organisation_id=meeting.requested_by_id,
        )
    return meeting


def _cancel(actor: Viewer, meeting: Meeting, reason: str) -> Meeting:
    """Cancel a meeting; one never notified releases its number for the next one planned."""
    if not reason.strip():
        raise RuleViolation(None, "取りやめる理由を入力してください。")
    meeting.state = next_state(MEETING, meeting.state, MeetingVerb.CANCEL)
    meeting.cancel_reason = reason.strip()
    if meeting.notified_at is None:
        meeting.number = None
    for item in meeting.items:
        if item.state in LIVE_ITEM_STATES:
            agendas.take_off(item, "会議の取りやめ")
    audit.record(actor, "meeting.cancel", "meeting", meeting.id)
    db.session.flush()
    return meeting

"""What an officer sends to many members at once (まとめての発信): another officer releases it.

From how many letters on says a setting. What a timer sends by rule needs no release.
"""

from collections.abc import Callable

from app.errors import StaleState
from app.models.common.approval import Approval
from app.security.viewer import Role, Viewer
from app.services.common import approvals, audit, settings
from app.services.common.links import Links
from app.services.meeting import cancellations, meetings, notices, results, rolls

REMIND, RESULTS, CANCEL = "meeting.remind", "meeting.tell_results", "meeting.cancel"


class _TooMany(Exception):
    """More letters than one person may send; nothing was written."""


def remind(actor: Viewer, meeting_id: int, *, links: Links) -> int | None:
    """Remind members without an answer; return the number of letters, None for a proposal."""
    return _send(actor, REMIND, meeting_id, lambda: notices.remind(actor, meeting_id, links=links))


def tell_results(actor: Viewer, meeting_id: int, *, links: Links) -> int | None:
    """Send the results of a meeting; return the number of letters, None for a proposal."""
    return _send(actor, RESULTS, meeting_id, lambda: results.send(actor, meeting_id, links=links))


def cancel(actor: Viewer, meeting_id: int, reason: str) -> int | None:
    """Cancel a meeting; return the number of members told, None for a proposal.

    reason: "" to release what another officer proposed, for the reason proposed. Raises StaleState
    for another reason while a proposal is pending: its writer has not seen the one proposed.
    """
    actor.require(Role.SECRETARIAT)
    meetings.locked(meeting_id)
    proposal = approvals.pending(CANCEL, meeting_id)
    if proposal is not None and reason.strip():
        raise StaleState("すでに取りやめが提案されています。会議の画面で理由を確かめてください。")
    words = proposal.reason if proposal is not None else reason

    def act() -> int:
        meeting = cancellations.cancel(actor, meeting_id, words)
        return len(rolls.entries(meeting.id)) if meeting.notified_at is not None else 0

    return _send(actor, CANCEL, meeting_id, act, reason=words)


def take_back(actor: Viewer, meeting_id: int, kind: str) -> Approval:
    """Take a proposed sending back."""
    actor.require(Role.SECRETARIAT)
    meetings.locked(meeting_id)
    return approvals.take_back(actor, kind, meeting_id)


def _send(
    actor: Viewer, kind: str, meeting_id: int, act: Callable[[], int], *, reason: str = ""
) -> int | None:
    """Send, release what another officer proposed, or propose what are too many letters.

    What is proposed was tried before, so that it is known to be possible.
    """
    actor.require(Role.SECRETARIAT)
    meeting = meetings.locked(meeting_id)
    if approvals.pending(kind, meeting.id) is not None:
        approvals.release(actor, kind, meeting.id)
        return act()
    try:
        with audit.savepoint():
            sent = act()
            if sent > settings.value("recipients"):
                raise _TooMany
    except _TooMany:
        approvals.propose(actor, kind, meeting.id, title=meeting.full_title, reason=reason)
        return None
    return sent

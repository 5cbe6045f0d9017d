"""What follows from a mail server's answer: for the letter, its domain, and the lane."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from app import clock
from app.extensions import db
from app.models.post.lane import MailLane
from app.models.post.outbox import OutboxMessage
from app.rules.post.patience import Patience
from app.rules.post.replies import (
    SAME,
    Answer,
    Step,
    Verdict,
    is_about_us,
    sameness,
    status,
    verdict,
)
from app.rules.states.post.outbox import OutboxState, OutboxVerb
from app.security.viewer import SYSTEM, Role, Viewer
from app.services.post import delivery, lanes
from app.services.post.delivery import Letter
from app.services.post.lanes import Hold

LATELY = timedelta(hours=1)
WAITS = "{destination} が受け取らないため、送信の再開を待ちます。{words}"
INTERRUPTED = "送信の処理を終えるため、送らずに戻しました。"


@dataclass(frozen=True)
class _Turned:
    """A letter that the server did not take."""

    message: OutboxMessage
    answer: Answer
    lane: MailLane
    hold: Hold
    patience: Patience

    @property
    def words(self) -> str:
        """The answer as others may read it: it often quotes the address, which may be no office's."""
        answer = self.answer
        return f"{answer.code} {status(answer)}" if self.message.unlisted else answer.text


def settle(
    actor: Viewer, hold: Hold, letter: Letter, answer: Answer, patience: Patience, *, leaving: bool
) -> bool:
    """Record the answer to a letter on its way; return whether the lane goes on.

    leaving: whether the sweep is being ended, so that a person decides about what is unknown.
    """
    actor.require(Role.SYSTEM)
    what = verdict(answer)
    if what is Verdict.SENT:
        delivery.accept(actor, hold, letter, answer.text)
        lanes.succeed(actor, hold, letter.domain)
        return True
    hold.succeeded_at = None
    message = delivery.held(actor, hold, letter)
    if message is None:
        return True
    if leaving and answer.code == 0 and what is not Verdict.LOST:
        delivery.leave(message, OutboxVerb.REQUEUE, INTERRUPTED)
        return False
    turned = _Turned(message, answer, lanes.locked(hold.lane_id), hold, patience)
    match what:
        case Verdict.LOST:
            return _lost(turned, decide=leaving)
        case Verdict.LATER | Verdict.DOMAIN_LATER:
            return _later(turned, pause=what is Verdict.DOMAIN_LATER)
        case Verdict.SERVER_LATER:
            return _stop(turned, [message])
        case _:
            return _refused(turned, us=what is Verdict.WE_ARE_REFUSED)


def _lost(turned: _Turned, *, decide: bool) -> bool:
    run = _run(turned)
    destination, words = turned.hold.destination, turned.answer.text
    why = delivery.UNKNOWN.format(destination=destination, words=words)
    delivery.lose(turned.message, why, turned.patience, decide=decide)
    return not is_about_us(each.recipient for each in run) or _stop(turned, [])


def _later(turned: _Turned, *, pause: bool) -> bool:
    run = _run(turned)
    delivery.try_later(turned.message, turned.answer.text, turned.patience)
    if pause:
        _pause_domain(turned)
    return not is_about_us(each.recipient for each in run) or _stop(turned, [])


def _refused(turned: _Turned, *, us: bool) -> bool:
    """Fail a letter that is at fault; let it wait, with those refused alike, where we are."""
    message, answer = turned.message, turned.answer
    if _is_at_fault(turned):
        delivery.leave(message, OutboxVerb.FAIL, answer.text)
        return True
    run = _run(turned) or [message]
    if us:
        return _stop(turned, run)
    if not is_about_us(each.recipient for each in run):
        delivery.leave(message, OutboxVerb.FAIL, answer.text)
        return True
    if _is_the_domains(run):
        _put_back(turned, run)
        _pause_domain(turned)
        turned.lane.refusal, turned.lane.refused_ids = "", []
        return True
    return _stop(turned, run)


def _is_at_fault(turned: _Turned) -> bool:
    """Whether the letter is: the server has taken others since it first refused this one."""
    doubted_at, succeeded_at = turned.message.doubted_at, turned.lane.succeeded_at
    return doubted_at is not None and succeeded_at is not None and succeeded_at > doubted_at


def _run(turned: _Turned) -> list[OutboxMessage]:
    """Return the letters to which the server answered alike in a row, this one included."""
    lane, message, same = turned.lane, turned.message, sameness(turned.answer)
    if not same:
        return []
    before = lane.refused_ids if lane.refusal == same else []
    others = db.session.scalars(
        select(OutboxMessage)
        .where(OutboxMessage.id.in_(before), OutboxMessage.recipient != message.recipient)
        .order_by(OutboxMessage.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    run = [*others[1 - SAME :], message]
    lane.refusal, lane.refused_ids = same, [each.id for each in run]
    return run


def _is_the_domains(run: Sequence[OutboxMessage]) -> bool:
    """Whether one domain refuses us and the server does not: it took others of late."""
    domain = run[-1].domain
    others = select(OutboxMessage.id).where(
        OutboxMessage.state == OutboxState.SENT,
        OutboxMessage.sent_at > clock.now() - LATELY,
        OutboxMessage.domain != domain,
    )
    return {each.domain for each in run} == {domain} and (
        db.session.scalar(others.limit(1)) is not None
    )


def _stop(turned: _Turned, letters: Sequence[OutboxMessage]) -> bool:
    """Stop the lane; return False."""
    _put_back(turned, letters)
    lanes.stop(SYSTEM, turned.hold, turned.words, turned.patience)
    return False


def _pause_domain(turned: _Turned) -> None:
    """Let the letters to the domain wait; that there was one no office sees stays unsaid."""
    why = "" if turned.message.unlisted else turned.answer.text
    lanes.pause_domain(SYSTEM, turned.message.domain, why, turned.patience)


def _put_back(turned: _Turned, letters: Sequence[OutboxMessage]) -> None:
    """Let letters wait for the server: no try of theirs is counted, and those that failed return."""
    why = WAITS.format(destination=turned.hold.destination, words=turned.words)
    for message in letters:
        if message.state in (OutboxState.SENDING, OutboxState.FAILED):
            delivery.leave(message, OutboxVerb.REQUEUE, why)
        if turned.answer.step in (Step.RECIPIENT, Step.TEXT):
            message.doubted_at = clock.now()
    db.session.flush()

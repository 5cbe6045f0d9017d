"""A letter on its way: who has it, what is left of a sweep that died, when it is given up."""

from datetime import timedelta
from typing import Any

import pytest

from app import clock
from app.models.post.outbox import OutboxMessage
from app.rules.post.patience import FAULTS, TRIES
from app.rules.states.post.outbox import OutboxState
from app.security.viewer import SYSTEM
from app.services.post import delivery, outbox
from tests.services.post.test_outbox import STAFF, write
from tests.support import lanes
from tests.support.lanes import LATER, PATIENCE, SENDER, SERVERS, SILENCE, TAKEN


def fresh(session: Any, message: OutboxMessage) -> OutboxMessage:
    """Return the letter as it is stored: a lane changes it without loading it."""
    session.refresh(message)
    return message


def pass_time(at: Any, **time: float) -> None:
    at(clock.now() + timedelta(**time))


@pytest.mark.parametrize(
    ("confidential", "state"), [(False, OutboxState.RETRY), (True, OutboxState.UNCERTAIN)]
)
def test_letter_of_a_dead_sweep_may_have_arrived(
    session: Any, at: Any, confidential: bool, state: OutboxState
) -> None:
    message = write(confidential=confidential)
    message_id = message.message_id
    taken = lanes.hold("dead")
    assert taken and lanes.begin(taken)

    pass_time(at, minutes=14)
    assert delivery.recover(SYSTEM, SERVERS, PATIENCE) == 0  # its server may still answer
    pass_time(at, minutes=2)
    assert delivery.recover(SYSTEM, SERVERS, PATIENCE) == 1
    assert (message.state, message.message_id) == (state, message_id)
    assert "relay.example.jp:25" in message.events[-1].detail
    assert lanes.due_ids() == ([] if confidential else [message.id])


def test_second_lost_reply_is_for_a_person(session: Any, at: Any) -> None:
    message = write()
    taken = lanes.hold()
    assert taken
    lanes.answer(taken, SILENCE)
    assert fresh(session, message).state is OutboxState.RETRY
    pass_time(at, minutes=30)
    lanes.answer(taken, SILENCE)

    assert message.state is OutboxState.UNCERTAIN
    assert "relay.example.jp:25" in message.events[-1].detail
    assert message.attempts == 0
    assert lanes.due_ids() == []


def test_repetition_is_shown_in_the_history(session: Any, at: Any) -> None:
    message = write()
    taken = lanes.hold()
    assert taken
    lanes.answer(taken, SILENCE)
    pass_time(at, minutes=30)
    lanes.answer(taken, TAKEN)

    fresh(session, message)
    assert message.state is OutboxState.SENT
    assert "2回目の送信" in message.events[-1].detail


def test_lane_of_a_sweep_that_died_is_taken_over(session: Any, at: Any) -> None:
    first, second = write(), write(to="b@example.jp")
    slow = lanes.hold("slow")
    assert slow
    letter = lanes.begin(slow)
    assert letter
    assert lanes.hold("quick") is None

    pass_time(at, minutes=2)
    quick = lanes.hold("quick")
    assert quick is not None
    assert not delivery.begin(
        SYSTEM,
        slow,
        delivery.Letter(second.id, "", letter.outgoing, False, 0, letter.identity),
        PATIENCE,
    )
    assert lanes.answer(quick, TAKEN)
    # The letter itself is still the first sweep's, whose server may answer at any moment.
    delivery.accept(SYSTEM, slow, letter, "250 OK")
    assert fresh(session, first).state is OutboxState.SENT
    assert fresh(session, second).state is OutboxState.SENT


def test_answer_comes_too_late_for_a_letter_taken_back(session: Any, at: Any) -> None:
    message = write()
    taken = lanes.hold()
    assert taken
    letter = lanes.begin(taken)
    assert letter
    pass_time(at, minutes=16)
    delivery.recover(SYSTEM, SERVERS, PATIENCE)
    delivery.accept(SYSTEM, taken, letter, "250 OK")

    assert message.state is OutboxState.RETRY


def test_tries_end_in_failure_after_four_to_five_days(session: Any, at: Any) -> None:
    message = write()
    begun_at = clock.now()
    at(begun_at)
    while fresh(session, message).state is not OutboxState.FAILED:
        taken = lanes.hold()
        assert taken and lanes.answer(taken, LATER)
        session.refresh(message)
        at(max(message.next_at, clock.now()) + timedelta(minutes=2))

    assert message.attempts == len(TRIES) + 1
    assert timedelta(days=4) < message.next_at - begun_at < timedelta(days=5)
    outbox.retry(STAFF, message.id)
    assert lanes.due_ids() == [message.id] and message.attempts == 0


def test_letter_that_cannot_be_sent_fails_after_some_tries(session: Any, at: Any) -> None:
    message = write()
    letter = delivery.Letter(message.id, "example.jp", None, False, 0, None, fault="KeyError")  # type: ignore[arg-type]
    for _ in range(FAULTS):
        assert message.state in (OutboxState.PENDING, OutboxState.RETRY)
        delivery.give_up(SYSTEM, letter, PATIENCE)

    assert message.state is OutboxState.FAILED
    assert "KeyError" in message.events[-1].detail


@pytest.mark.parametrize("broken", [{"recipient": "a@" + "x" * 70 + ".jp"}, {"reply_to": "a\nb"}])
def test_rendering_never_raises(session: Any, broken: dict[str, str]) -> None:
    message = write()
    for name, value in broken.items():
        setattr(message, name, value)
    session.flush()
    [letter] = delivery.upcoming(
        SYSTEM,
        lanes.hold(domain=message.domain),
        SERVERS,
        SENDER,  # type: ignore[arg-type]
    )
    letter.render()
    assert letter.fault and not letter.content


def test_cancelled_letter_is_not_sent(session: Any) -> None:
    message = write()
    taken = lanes.hold()
    assert taken
    [letter] = delivery.upcoming(SYSTEM, taken, SERVERS, SENDER)
    outbox.cancel(STAFF, message.id)
    assert not delivery.begin(SYSTEM, taken, letter, PATIENCE)

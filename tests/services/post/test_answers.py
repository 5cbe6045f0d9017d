"""A server that refuses us stops its lane and fails no letter; a letter at fault fails."""

from datetime import timedelta
from typing import Any

import pytest

from app import clock
from app.models.post.lane import MailPause
from app.models.post.outbox import OutboxMessage
from app.rules.post.replies import Answer, Step
from app.rules.states.post.outbox import OutboxState
from app.services.post import lanes as lane_services
from app.services.post import outbox
from tests.services.post.test_outbox import STAFF, write
from tests.support import lanes
from tests.support.lanes import DENIED, LATER, RATE_LIMITED, SILENCE, TAKEN, UNKNOWN_USER

DROPPED = Answer(Step.RECIPIENT, 0, "SMTPServerDisconnected")
NO_SENDER = Answer(Step.MAIL, 530, "530 5.7.0 Authentication required")
BUSY = Answer(Step.MAIL, 451, "451 4.3.0 Busy")


def letters(count: int, domain: str = "example.jp") -> list[OutboxMessage]:
    return [write(to=f"m{number}@{domain}") for number in range(count)]


def states(session: Any, written: list[OutboxMessage]) -> list[str]:
    session.expire_all()
    return [message.state.value for message in written]


def pass_time(at: Any, **time: float) -> None:
    at(clock.now() + timedelta(**time))


@pytest.mark.parametrize("given", [NO_SENDER, DENIED, BUSY])
def test_server_that_refuses_us_stops_the_lane(session: Any, at: Any, given: Answer) -> None:
    at(clock.now())
    written = letters(3)
    taken = lanes.hold()
    assert taken and not lanes.answer(taken, given)

    assert states(session, written) == ["pending"] * 3
    assert [message.attempts for message in written] == [0, 0, 0]
    [stopped] = lane_services.stopped()
    assert (stopped.destination, stopped.why) == ("relay.example.jp:25", given.text)
    assert given.text in written[0].events[-1].detail


@pytest.mark.parametrize(
    ("given", "left"), [(UNKNOWN_USER, "pending"), (DROPPED, "retry"), (SILENCE, "retry")]
)
def test_same_answer_to_three_recipients_in_a_row_stops_the_lane(
    session: Any, given: Answer, left: str
) -> None:
    written = letters(4)
    taken = lanes.hold()
    assert taken
    assert [lanes.answer(taken, given) for _ in range(3)] == [True, True, False]

    assert states(session, written) == [left] * 3 + ["pending"]
    assert len(lane_services.stopped()) == 1


def test_three_letters_to_one_recipient_say_nothing_about_the_server(session: Any) -> None:
    written = [write(period=str(number)) for number in range(3)]
    taken = lanes.hold()
    assert taken and all(lanes.answer(taken, UNKNOWN_USER) for _ in range(3))

    assert states(session, written) == ["failed"] * 3
    assert lane_services.stopped() == []


def test_letters_taken_in_between_show_that_the_server_works(session: Any, at: Any) -> None:
    at(clock.now())
    written = letters(5)
    taken = lanes.hold()
    assert taken
    for given in (UNKNOWN_USER, UNKNOWN_USER, TAKEN, UNKNOWN_USER, UNKNOWN_USER):
        assert lanes.answer(taken, given)

    assert states(session, written) == ["failed", "failed", "sent", "failed", "failed"]


def test_stopped_lane_is_tried_with_one_letter_after_a_growing_pause(session: Any, at: Any) -> None:
    at(clock.now())
    letters(2)
    pauses = []
    for _ in range(8):
        taken = lanes.hold()
        assert taken and not lanes.answer(taken, NO_SENDER)
        lane_services.let_go(lanes.SYSTEM, taken)
        assert lanes.hold() is None, "it waits"
        row = lanes.lane(taken)
        assert row.paused_until
        pauses.append(row.paused_until - clock.now())
        at(row.paused_until)

    assert pauses == sorted(pauses) and pauses[0] == timedelta(minutes=1)
    assert pauses[-2:] == [timedelta(minutes=30)] * 2
    taken = lanes.hold()
    assert taken and lanes.answer(taken, TAKEN) and lane_services.stopped() == []


def test_letter_refused_again_while_others_are_taken_fails(session: Any, at: Any) -> None:
    at(clock.now())
    written = letters(4)
    taken = lanes.hold()
    assert taken
    for _ in range(3):
        lanes.answer(taken, UNKNOWN_USER)
    lane_services.let_go(lanes.SYSTEM, taken)
    pass_time(at, minutes=1)
    taken = lanes.hold()
    assert taken and lanes.answer(taken, TAKEN), "the one not refused goes first"
    assert all(lanes.answer(taken, UNKNOWN_USER) for _ in range(3))

    assert states(session, written) == ["failed"] * 3 + ["sent"]
    assert lane_services.stopped() == []


def test_resumed_lane_that_is_refused_again_fails_no_letter(session: Any, at: Any) -> None:
    at(clock.now())
    written = letters(2)
    for _ in range(4):
        taken = lanes.hold()
        assert taken and not lanes.answer(taken, DENIED)
        lane_services.let_go(lanes.SYSTEM, taken)
        lane_services.resume(STAFF, taken.lane_id)

    assert states(session, written) == ["pending", "pending"]


def test_letter_cancelled_meanwhile_stays_cancelled(session: Any) -> None:
    written = letters(3)
    taken = lanes.hold()
    assert taken and lanes.answer(taken, UNKNOWN_USER)
    session.expire_all()
    outbox.cancel(STAFF, written[0].id)
    lanes.answer(taken, UNKNOWN_USER)
    lanes.answer(taken, UNKNOWN_USER)

    assert states(session, written) == ["cancelled", "pending", "pending"]


def test_domain_that_asks_for_patience_holds_up_no_other(session: Any, at: Any) -> None:
    at(clock.now())
    slow, quick = letters(2, "slow.jp"), letters(2, "quick.jp")
    taken = lanes.hold(domain="slow.jp")
    assert taken and lanes.answer(taken, RATE_LIMITED)
    assert lanes.due_ids() == [message.id for message in quick]
    assert lanes.answer(taken, TAKEN) and lanes.answer(taken, TAKEN)

    assert states(session, [*slow, *quick]) == ["retry", "pending", "sent", "sent"]
    pass_time(at, minutes=1)
    assert lanes.answer(taken, RATE_LIMITED)
    [pause] = lane_services.pauses(STAFF)
    assert (pause.domain, pause.until - clock.now()) == ("slow.jp", timedelta(minutes=2))
    pass_time(at, minutes=31)
    assert lanes.answer(taken, TAKEN) and lanes.answer(taken, TAKEN)
    assert lane_services.pauses(STAFF) == [] and session.query(type(pause)).count() == 0


def test_domain_that_refuses_us_is_paused_where_others_take_letters(session: Any, at: Any) -> None:
    at(clock.now())
    taken_by, refusing = letters(1, "quick.jp"), letters(4, "slow.jp")
    taken = lanes.hold(domain="quick.jp")
    assert taken and lanes.answer(taken, TAKEN)
    assert all(lanes.answer(taken, UNKNOWN_USER) for _ in range(3))

    assert states(session, taken_by + refusing) == ["sent", *["pending"] * 4]
    assert lane_services.stopped() == []
    assert [pause.domain for pause in lane_services.pauses(STAFF)] == ["slow.jp"]


def test_refusals_of_single_letters_do_not_stop_the_lane(session: Any) -> None:
    written = letters(5)
    taken = lanes.hold()
    assert taken and all(lanes.answer(taken, LATER) for _ in range(5))

    assert states(session, written) == ["retry"] * 5
    assert lane_services.stopped() == []


@pytest.mark.parametrize(
    ("given", "state"),
    [(SILENCE, OutboxState.UNCERTAIN), (DROPPED, OutboxState.PENDING), (TAKEN, OutboxState.SENT)],
)
def test_end_of_the_sweep_leaves_no_letter_on_its_way(
    session: Any, given: Answer, state: OutboxState
) -> None:
    [message] = letters(1)
    taken = lanes.hold()
    assert taken
    lanes.answer(taken, given, leaving=True)

    session.expire_all()
    assert (message.state, message.attempts) == (state, 0)


def test_answer_about_a_letter_that_no_office_sees_names_nobody(session: Any) -> None:
    listed = letters(1)
    hidden = write(to="secret@hidden.jp", unlisted=True)
    quoting = "554 5.7.1 <secret@hidden.jp>: Relay access denied"
    taken = lanes.hold()
    assert taken and lanes.answer(taken, TAKEN)
    taken = lanes.hold("other", "hidden.jp") or taken
    lanes.answer(taken, Answer(Step.RECIPIENT, 450, "450 4.7.1 <secret@hidden.jp>: slower"))
    assert lane_services.pauses(STAFF) == []
    hidden.next_at = clock.now()
    session.query(MailPause).delete()
    lanes.answer(taken, Answer(Step.RECIPIENT, 554, quoting))

    assert lane_services.stopped()[0].why == "554 5.7.1"
    assert states(session, [*listed, hidden]) == ["sent", "pending"]

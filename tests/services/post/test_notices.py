"""The outbox as a desk: letters of a purpose about a subject are one row."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from app import clock
from app.errors import NotPermitted, StaleState
from app.models.post.outbox import OutboxMessage
from app.rules.post.progress import Progress
from app.rules.states.post.bulk import BulkState
from app.rules.states.post.outbox import OutboxState
from app.security.viewer import PUBLIC, SYSTEM
from app.services.post import bulks, notices, outbox
from tests.services.post.test_outbox import STAFF, letter, write
from tests.support import lanes
from tests.support import meetings as hall
from tests.support.queries import counted


def listed(text: str = "", wanted: Progress | None = None) -> list[tuple[str, dict[Progress, int]]]:
    found, _total = notices.page(STAFF, wanted=wanted, text=text, number=1)
    return [(each.bulk.title, dict(each.counts)) for each in found]


def three() -> list[OutboxMessage]:
    return [write(dedupe_key=f"meeting:1:{n}", to=f"m{n}@example.jp") for n in range(3)]


def bulk_of(message: OutboxMessage) -> int:
    assert message.bulk_id is not None
    return message.bulk_id


def test_letters_about_one_subject_are_one_row(session: Any) -> None:
    first, *_rest = three()
    write(dedupe_key="meeting:1:9", to="")
    write(dedupe_key="meeting:2:1")
    write(dedupe_key="meeting:1:0", period="2026-11-29")
    first.state = OutboxState.SENT
    session.flush()

    assert listed() == [
        ("お知らせ", {Progress.WAITING: 1}),
        ("お知らせ", {Progress.WAITING: 1}),
        ("お知らせ", {Progress.ARRIVED: 1, Progress.WAITING: 2, Progress.TO_POST: 1}),
    ]
    assert len(listed(wanted=Progress.TO_POST)) == 1
    assert len(listed(wanted=Progress.WAITING)) == 3
    assert len(listed("m2@example")) == 1
    assert listed("該当なし") == []
    assert notices.open_counts(STAFF) == {Progress.WAITING: 4, Progress.TO_POST: 1}


def test_what_no_office_sees_has_no_row(session: Any) -> None:
    assert write(unlisted=True).bulk_id is None
    assert listed() == []
    with pytest.raises(NotPermitted):
        notices.page(PUBLIC, wanted=None, text="", number=1)


def test_notice_of_a_meeting_is_one_row(session: Any) -> None:
    meeting = hall.planned()
    hall.resolution(meeting)
    hall.notified(meeting)
    [(title, counts)] = listed("開催")
    assert counts == {Progress.TO_POST: 34}  # founding members have no address yet
    assert meeting.title in title


@pytest.mark.parametrize("notices_written", [3, 60])
def test_list_takes_few_queries(app: Flask, session: Any, notices_written: int) -> None:
    for number in range(notices_written):
        write(dedupe_key=f"test:{number}")
    session.commit()
    with counted(app) as queries:
        notices.page(STAFF, wanted=Progress.WAITING, text="お知らせ", number=1)
        notices.open_counts(STAFF)
    assert len(queries) <= 4


@pytest.mark.both_databases
def test_letters_of_a_stopped_notice_wait_until_it_is_resumed(session: Any) -> None:
    first, second, third = three()
    other = write(dedupe_key="test:1")
    unlisted = write(dedupe_key="test:2", unlisted=True)
    session.commit()
    taken = lanes.hold()
    assert taken is not None
    lanes.answer(taken, lanes.TAKEN)
    bulks.stop(STAFF, bulk_of(first))
    assert lanes.due_ids() == [other.id, unlisted.id]
    assert [lanes.begin(taken).id for _each in range(2)] == [other.id, unlisted.id]  # type: ignore[union-attr]
    assert lanes.begin(taken) is None

    bulks.resume(STAFF, bulk_of(first))
    assert lanes.due_ids() == [second.id, third.id]
    with pytest.raises(StaleState):
        bulks.resume(STAFF, bulk_of(first))


def test_letter_read_before_the_stop_does_not_go(session: Any) -> None:
    first, *_rest = three()
    taken = lanes.hold()
    assert taken is not None
    ready = lanes.upcoming(taken)
    bulks.stop(STAFF, bulk_of(first))
    assert not any(lanes.goes(taken, each) for each in ready)


def test_nothing_goes_before_the_start(session: Any, at: Any) -> None:
    message = write()
    bulk = bulks.one(STAFF, bulk_of(message))
    bulk.starts_at = clock.now() + timedelta(hours=2)
    session.flush()
    assert lanes.due_ids() == []
    at(clock.now() + timedelta(hours=2))
    assert lanes.due_ids() == [message.id]


def test_cancelling_the_rest_leaves_what_is_over(session: Any) -> None:
    first, second, third = three()
    first.state, second.state = OutboxState.SENT, OutboxState.FAILED
    session.flush()
    assert bulks.cancel(STAFF, bulk_of(first)) == 1
    assert [each.state for each in (first, second, third)] == ["sent", "failed", "cancelled"]
    assert bulks.one(STAFF, bulk_of(first)).state is BulkState.CANCELLED


def test_nothing_left_is_nothing_to_stop(session: Any) -> None:
    message = write()
    message.state = OutboxState.SENT
    session.flush()
    with pytest.raises(StaleState):
        bulks.stop(STAFF, bulk_of(message))
    with pytest.raises(NotPermitted):
        bulks.resume(PUBLIC, bulk_of(message))


def test_retried_letter_of_a_stopped_notice_waits(session: Any) -> None:
    message = write()
    message.state = OutboxState.FAILED
    later = write(to="b@example.jp")
    session.flush()
    bulks.stop(STAFF, bulk_of(later))
    outbox.retry(STAFF, message.id)
    assert lanes.due_ids() == []


def test_title_is_that_of_the_first_letter(session: Any) -> None:
    outbox.write(SYSTEM, letter(subject="一"), to="a@example.jp", dedupe_key="x:1")
    outbox.write(SYSTEM, letter(subject="二"), to="b@example.jp", dedupe_key="x:1")
    assert [title for title, _counts in listed()] == ["一"]

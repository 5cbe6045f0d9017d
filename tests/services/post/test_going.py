"""Which letters go: not those of a notice that is stopped, cancelled, or not begun."""

from datetime import timedelta
from typing import Any

import pytest

from app import clock
from app.extensions import db
from app.models.common.timer import ClockGap
from app.models.post.bulk import MailBulk
from app.models.post.outbox import OutboxMessage
from app.rules.common.clock_gaps import GapCause
from app.rules.states.post.outbox import OutboxState
from app.security.viewer import SYSTEM
from app.services.common import clock_gaps, numbers
from app.services.post import answers, bulks, health, numbering, outbox, posting
from app.services.post.posting import Tray
from tests.services.post.test_notices import bulk_of, three
from tests.services.post.test_numbering import choose
from tests.services.post.test_outbox import STAFF, letter, write
from tests.support import lanes


def to_post() -> list[int]:
    found, _total = posting.page(STAFF, Tray.TO_POST, number=1)
    return [each.id for each in found]


@pytest.mark.both_databases
def test_notice_begun_by_a_jump_of_the_clock_waits_for_a_person(session: Any) -> None:
    message = write()
    session.get_one(MailBulk, bulk_of(message)).starts_at = clock.now() - timedelta(days=1)
    session.flush()
    assert lanes.due_ids() == [message.id]
    seen_at = clock.now() - timedelta(days=40)
    gap = ClockGap(cause=GapCause.STOPPED, seen_at=seen_at, found_at=clock.now(), released=[])
    gap.open_key = 1
    session.add(gap)
    session.flush()
    assert lanes.due_ids() == []
    clock_gaps.settle(STAFF, gap.id)
    assert lanes.due_ids() == [message.id]


def test_letter_on_its_way_when_its_notice_is_cancelled_does_not_go_later(session: Any) -> None:
    first, *_rest = three()
    taken = lanes.hold()
    assert taken is not None
    going = lanes.begin(taken)
    assert going is not None
    session.expire_all()
    bulks.cancel(STAFF, bulk_of(first))
    answers.settle(SYSTEM, taken, going, lanes.LATER, lanes.PATIENCE, leaving=False)
    assert session.get_one(OutboxMessage, going.id).state is OutboxState.CANCELLED


def test_letters_of_a_stopped_notice_are_not_offered_for_posting(session: Any) -> None:
    message = outbox.write(SYSTEM, letter(), to="", dedupe_key="meeting:1:1")
    assert to_post() == [message.id]
    bulks.stop(STAFF, bulk_of(message))
    assert to_post() == []
    bulks.resume(STAFF, bulk_of(message))
    assert to_post() == [message.id]


def test_stopped_notice_is_not_taken_for_mail_that_does_not_go(session: Any) -> None:
    message = write()
    message.next_at = clock.now() - timedelta(hours=1)
    session.flush()
    oldest = db.select(health.oldest_due(None))  # type: ignore[arg-type]
    assert session.scalar(oldest) is not None
    bulks.stop(STAFF, bulk_of(message))
    assert session.scalar(oldest) is None


def test_one_time_code_does_not_wait_behind_a_notice_to_all(session: Any) -> None:
    three()
    code = write(dedupe_key="code:1", secret=True)
    assert lanes.due_ids()[0] == code.id


def test_number_is_given_to_the_letters_of_one_drawn_up_notice_only(session: Any) -> None:
    choose(numbering="typed")
    content = letter(purpose=numbering.DRAWN_UP, number=numbers.document_number())
    one, other = (
        outbox.write(SYSTEM, content, to="a@example.jp", dedupe_key=f"mail_bulk:{number}:1")
        for number in (1, 2)
    )
    assert numbering.give(STAFF, one.id, "第1号", to_all=True) == 1
    assert other.state is OutboxState.UNNUMBERED

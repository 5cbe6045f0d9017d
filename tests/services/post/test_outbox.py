"""Letters in the outbox: written once, managed by the secretariat only."""

from typing import Any

import pytest

from app import clock
from app.documents.common.letter import Letter
from app.errors import NotPermitted, RuleViolation, StaleState
from app.models.post.outbox import OutboxMessage
from app.rules.states.post.outbox import OutboxState
from app.security.viewer import PUBLIC, SYSTEM, Role, Viewer
from app.services.post import outbox
from tests.support import lanes

STAFF = Viewer(1, "事務局", frozenset({Role.SECRETARIAT}))


def letter(**values: Any) -> Letter:
    return Letter(
        **{
            "purpose": "test",
            "number": "第202600000001号",
            "issued_on": clock.today(),
            "addressee_organisation": "𠮷野の会",
            "addressee_person": "山田 花子",
            "sender": ("事務局",),
            "subject": "お知らせ",
            "paragraphs": ("本文です。",),
            **values,
        }
    )


def write(**values: Any) -> OutboxMessage:
    return outbox.write(
        SYSTEM, letter(), **{"to": "a@example.jp", "dedupe_key": "test:1", **values}
    )


def test_same_letter_is_written_once(session: Any) -> None:
    assert write().id == write().id
    assert write(period="2026").id != write().id
    assert write(to="b@example.jp").id != write().id


def test_text_is_stored_as_written(session: Any) -> None:
    message = write()

    assert message.body.startswith("第202600000001号\n")
    assert "\n\n𠮷野の会\n山田 花子　様\n\n事務局\n\nお知らせ\n\n" in message.body
    assert "本文です。" in message.body
    assert message.letter is not None and message.letter["number"] == "第202600000001号"


def test_letter_with_a_one_time_link_stores_no_second_copy(session: Any) -> None:
    assert write(secret=True).letter is None


@pytest.mark.parametrize("verb", [outbox.retry, outbox.hold, outbox.cancel, outbox.release])
def test_only_the_secretariat_manages_letters(session: Any, verb: Any) -> None:
    with pytest.raises(NotPermitted):
        verb(PUBLIC, write().id)


def test_held_letter_is_not_sent_until_released(session: Any) -> None:
    message = write()
    outbox.hold(STAFF, message.id)
    assert lanes.due_ids() == []

    outbox.release(STAFF, message.id)
    assert lanes.due_ids() == [message.id]


def test_cancelled_letter_stays_cancelled(session: Any) -> None:
    message = write()
    outbox.cancel(STAFF, message.id)

    assert lanes.due_ids() == []
    with pytest.raises(StaleState):
        outbox.release(STAFF, message.id)


def test_letter_being_sent_cannot_be_cancelled(session: Any) -> None:
    message = write()
    taken = lanes.hold()
    assert taken is not None and lanes.begin(taken)
    session.expire_all()

    with pytest.raises(StaleState):
        outbox.cancel(STAFF, message.id)


def test_letter_without_an_address_is_printed_and_marked_as_posted(
    session: Any,
) -> None:
    message = write(to="")

    assert message.state is OutboxState.HELD
    assert lanes.due_ids() == []
    assert outbox.mark_sent(STAFF, message.id).state is OutboxState.SENT


def test_letter_without_an_address_cannot_be_released(session: Any) -> None:
    message = write(to="")

    with pytest.raises(RuleViolation):
        outbox.release(STAFF, message.id)

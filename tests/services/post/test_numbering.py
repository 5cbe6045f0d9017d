"""Document numbers: none, counted with the office's sign, or typed before the letter goes."""

from typing import Any

import pytest

from app import clock
from app.documents.common.letter import Letter, from_json
from app.errors import NotPermitted, RuleViolation, StaleState
from app.models.post.outbox import OutboxMessage, SentBefore
from app.rules.common.era import fiscal_year
from app.rules.common.office_settings import AWAITED_NUMBER, Section
from app.rules.states.post.outbox import OutboxState
from app.security.viewer import PUBLIC, SYSTEM
from app.services.common import numbers, settings
from app.services.post import numbering, outbox, revocations
from tests.support import lanes
from tests.support.desk import officer
from tests.support.trail import entry_details

LINK = "http://localhost/answer/secret-of-the-member"


def choose(**values: Any) -> None:
    settings.change(officer(), Section.NUMBERS, values)


def letter(**values: Any) -> Letter:
    content = {
        "purpose": "test",
        "issued_on": clock.today(),
        "addressee_organisation": "𠮷野の会",
        "addressee_person": "会長　山田 花子",
        "subject": "件名について（通知）",
        "paragraphs": ("本文です。", LINK),
        "formal": True,
        "number": numbers.document_number(),
    }
    return Letter(**content | values)


def write(to: str = "a@example.jp", **values: Any) -> OutboxMessage:
    return outbox.write(SYSTEM, letter(), to=to, dedupe_key=f"test:{to}", **values)


def test_letters_have_no_number_unless_the_office_chose_so(session: Any) -> None:
    message = write()
    assert (message.number, message.state) == ("", OutboxState.PENDING)
    assert "第" not in message.body


def test_counted_number_begins_with_the_sign(session: Any) -> None:
    choose(numbering="counted", number_sign="孤独孤立")
    year = fiscal_year(clock.today())
    assert write().number == f"孤独孤立第{year}00000001号"
    assert numbers.document_number().endswith("00000002号")


def test_numbered_letter_that_had_left_before_a_restore_waits_for_a_person(session: Any) -> None:
    choose(numbering="typed")
    message = write()
    session.add(SentBefore(id=revocations.fingerprint(message), noted_at=clock.now()))
    session.flush()
    numbering.give(officer(), message.id, "第1号", to_all=False)
    assert (message.number, message.state) == ("第1号", OutboxState.HELD)
    assert message.events[-1].detail == outbox.SENT_BEFORE


def test_letter_waits_for_its_typed_number_and_then_goes_with_it(session: Any) -> None:
    choose(numbering="typed")
    message = write(secret=True, paper=letter(paragraphs=("本文です。",)))
    assert message.state is OutboxState.UNNUMBERED
    assert lanes.due_ids() == []

    assert numbering.give(officer(), message.id, " 第202600012345号 ", to_all=False) == 1
    assert (message.state, message.number) == (OutboxState.PENDING, "第202600012345号")
    assert message.body.startswith("第202600012345号\n") and LINK in message.body
    assert message.letter is not None and message.letter["number"] == "第202600012345号"
    assert AWAITED_NUMBER not in message.body
    assert entry_details("outbox_message", message.id, "outbox.number") == [
        {"number": "第202600012345号"}
    ]
    assert lanes.due_ids() == [message.id]


def test_one_number_is_given_to_all_letters_of_a_title(session: Any) -> None:
    choose(numbering="typed")
    first, second, posted = write(), write("b@example.jp"), write("")
    other = outbox.write(
        SYSTEM, letter(subject="別の件について（通知）"), to="a@example.jp", dedupe_key="test:other"
    )
    actor = officer()
    assert numbering.alike(actor, first) == 2
    assert numbering.give(actor, first.id, "第1号", to_all=True) == 3
    assert [each.state for each in (second, posted, other)] == [
        OutboxState.PENDING,
        OutboxState.HELD,
        OutboxState.UNNUMBERED,
    ]


@pytest.mark.parametrize("wrong", ["", "　", AWAITED_NUMBER, "第号" * 30, "第1号\n第2号"])
def test_empty_or_faulty_number_is_refused(session: Any, wrong: str) -> None:
    choose(numbering="typed")
    message = write()
    with pytest.raises(RuleViolation, match="文書番号"):
        numbering.give(officer(), message.id, wrong, to_all=False)


def test_number_is_given_once_and_by_the_secretariat_only(session: Any) -> None:
    choose(numbering="typed")
    message = write()
    with pytest.raises(NotPermitted):
        numbering.give(PUBLIC, message.id, "第1号", to_all=False)
    numbering.give(officer(), message.id, "第1号", to_all=False)
    with pytest.raises(StaleState):
        numbering.give(officer(), message.id, "第2号", to_all=False)


def test_informal_letter_does_not_wait(session: Any) -> None:
    choose(numbering="typed")
    informal = letter(formal=False, number="")
    message = outbox.write(SYSTEM, informal, to="a@example.jp", dedupe_key="test:informal")
    assert message.state is OutboxState.PENDING


def test_letter_of_an_earlier_version_is_printed_as_it_was_sent(session: Any) -> None:
    stored = {
        "purpose": "test",
        "number": "第202600000001号",
        "issued_on": "2026-11-23",
        "addressee_organisation": "𠮷野の会",
        "addressee_person": "山田 花子",
        "sender": ["事務局"],
        "subject": "お知らせ",
        "paragraphs": ["本文です。"],
        "items": [["日", "一"]],
        "closing": [],
    }
    old = from_json(stored)
    assert (old.number, old.sender, old.contact) == ("第202600000001号", ("事務局",), ())

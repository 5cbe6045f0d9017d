"""Assents carried over from a meeting without a quorum count from the day the papers are sent."""

import copy
from datetime import timedelta
from typing import Any

import pytest

from app import clock
from app.documents.meeting import verify_resolution
from app.extensions import db
from app.models.meeting.agenda import AgendaItem
from app.models.membership.organisation import Organisation
from app.rules.meeting.agenda import AnswerWay
from app.rules.membership.membership import Standing
from app.rules.states.meeting.meeting import Outcome
from app.services.meeting import (
    closing,
    continuations,
    member_answers,
    recalculation,
    resolution_records,
    votes,
)
from tests.support import meetings as hall
from tests.support.desk import officer


def continued(at: Any, papers: int, later: int | None) -> AgendaItem:
    """Return an item with 22 of 34 assents, carried over from a meeting without a quorum.

    The papers of the written resolution are sent `papers` days later. The 23rd assent follows
    `later` days after that; None: a member that had not assented has left by then, so that 22 of
    33 are enough.
    """
    meeting, item = hall.in_session()
    members, began = hall.executives(), clock.now()
    hall.say(meeting, item, members[:22], way=AnswerWay.PAPER)
    votes.open_item(officer(), item.id)
    assert closing.close(officer(), item.id).outcome is Outcome.NO_QUORUM
    written = continuations.continue_in_writing(
        officer(), meeting.id, until=began + timedelta(days=40)
    )
    if later is None:
        db.session.get_one(Organisation, members[33]).standing = Standing.GENERAL
    at(began + timedelta(days=papers))
    hall.notified(written)
    if later is not None:
        at(began + timedelta(days=papers + later))
        hall.say(written, written.items[0], members[22:23], way=AnswerWay.PAPER)
    return written.items[0]


@pytest.mark.parametrize(
    ("papers", "later", "days"), [(0, None, 0), (1, None, 1), (5, None, 5), (5, 0, 5), (5, 3, 8)]
)
def test_carried_item_takes_effect_with_papers_sent_and_the_deciding_assent(
    session: Any, at: Any, papers: int, later: int | None, days: int
) -> None:
    began = clock.today()
    item = continued(at, papers, later)
    record = resolution_records.of_item(item.id)
    assert (record.outcome, record.effective_on) == (Outcome.DEEMED, began + timedelta(days=days))
    sheet = member_answers.on_behalf(officer(), item.meeting_id, hall.executives()[0])
    assert sheet.deemed[item.id].effective_on == record.effective_on
    assert recalculation.recalculate(officer(), record.sequence) == []
    assert verify_resolution.alone(*as_file(record.content), "") == []


def test_record_of_the_first_format_is_counted_by_its_own_rules(session: Any, at: Any) -> None:
    began = clock.today()
    record = resolution_records.of_item(continued(at, 5, None).id)
    content = copy.deepcopy(record.content) | {"format": resolution_records.FIRST_FORMAT}
    assert recalculation.counted(content)["effective_on"] == began.isoformat()
    faults = verify_resolution.alone(*as_file(content), "")
    assert any("effective_on" in fault for fault in faults), "its day is not the first format's"
    content["effective_on"] = content["deemed"]["effective_on"] = began.isoformat()
    assert verify_resolution.alone(*as_file(content), "") == []


def as_file(content: dict[str, Any]) -> tuple[dict[str, Any], str, bytes]:
    """Return the record, its hash, and the bytes of its file."""
    return content, resolution_records.digest(content), resolution_records.canonical(content)

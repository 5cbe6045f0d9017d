"""`flask --app run resolutions verify`: verification of the chain of sealed resolutions."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, update
from sqlalchemy.orm.attributes import flag_modified

from app.models.meeting.resolution import ResolutionRecord
from app.rules.states.meeting.meeting import Outcome
from app.services.meeting import closing, votes
from tests.support import meetings as hall
from tests.support.desk import officer


def invoke(app: Flask, *arguments: str) -> Any:
    return app.test_cli_runner().invoke(args=list(arguments))


@pytest.fixture
def records(session: Any) -> list[ResolutionRecord]:
    """Create three consecutive resolutions."""
    meeting, first = hall.in_session()
    members = hall.executives()
    hall.arrive(meeting, *members[:23])
    found = []
    for item in (first, hall.resolution(meeting), hall.resolution(meeting)):
        votes.open_item(officer(), item.id)
        hall.raise_hands(item, members[:16])
        found.append(closing.close(officer(), item.id))
    session.commit()
    return found


@pytest.mark.parametrize("command", ["resolutions", "audit"])
def test_intact_chain_is_verified(
    app: Flask, records: list[ResolutionRecord], command: str
) -> None:
    answer = invoke(app, command, "verify")
    assert answer.exit_code == 0, answer.output
    assert "whole" in answer.output


def alter_content(session: Any, record: ResolutionRecord) -> None:
    record.content["counts"]["in_favour"] = 23
    flag_modified(record, "content")


def alter_column(session: Any, record: ResolutionRecord) -> None:
    session.execute(
        update(ResolutionRecord)
        .where(ResolutionRecord.id == record.id)
        .values(outcome=Outcome.REJECTED)
    )


def take_away(session: Any, record: ResolutionRecord) -> None:
    session.execute(delete(ResolutionRecord).where(ResolutionRecord.id == record.id))


@pytest.mark.parametrize("place", [0, 1, 2])
@pytest.mark.parametrize("tamper", [alter_content, alter_column, take_away])
def test_altered_or_deleted_record_is_detected(
    app: Flask,
    session: Any,
    records: list[ResolutionRecord],
    tamper: Callable[..., None],
    place: int,
) -> None:
    tamper(session, records[place])
    session.commit()
    for command in ("resolutions", "audit"):
        answer = invoke(app, command, "verify")
        assert answer.exit_code == 1
        assert "record" in answer.output

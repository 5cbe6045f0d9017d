"""Decisions of the case manager: acceptance, closing, reopening, urgency and review."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app import clock
from app.errors import NotPermitted, RuleViolation, StaleState
from app.models.cases.record import CaseChange, CaseRecord
from app.models.common.audit import AuditEntry
from app.rules.cases.access import Level, Section, Urgency
from app.rules.cases.fields import RecordKind
from app.rules.states.cases.case import CaseState
from app.services.cases import cases
from app.services.cases import handling as case_handling
from app.services.cases import records as case_records
from tests.support.cases import (
    add_participant,
    filled,
    new_case,
    person,
    see_as,
    viewer_of,
)

pytestmark = pytest.mark.both_databases
CLOSING, REOPENING = filled(RecordKind.CLOSING), filled(RecordKind.REOPENING)


def test_case_passes_through_its_states(session: Any) -> None:
    manager, writer = person("米子市"), person("鳥取県")
    case = new_case(writer)
    add_participant(case, manager)
    add_participant(case, manager, Section.MANAGEMENT, level=Level.WRITE)
    intake = filled(RecordKind.INTAKE)
    case_records.write(viewer_of(writer), case.id, RecordKind.INTAKE, intake)
    case_id, actor = case.id, see_as(viewer_of(manager))
    states = [case_handling.accept(actor, case_id).state]
    closed = case_handling.close(actor, case_id, CLOSING)
    states.append(closed.state)
    assert closed.closed_on == clock.today()
    with pytest.raises(RuleViolation):
        case_handling.revise(actor, case_id, urgency=Urgency.SOON, review_on=None)
    states.append(case_handling.reopen(actor, case_id, REOPENING).state)
    assert states == [CaseState.OPEN, CaseState.CLOSED, CaseState.OPEN]
    assert cases.one(actor, case_id).closed_on is None
    records = session.scalars(select(CaseRecord).order_by(CaseRecord.written_at)).all()
    assert [case_records.content(each) for each in records] == [intake, CLOSING, REOPENING]
    session.commit()
    done = set(session.scalars(select(AuditEntry.action)))
    assert {"case.accept", "case.close", "case.reopen", "case.write"} <= done


def test_case_without_an_intake_record_is_not_accepted(session: Any) -> None:
    writer = person("鳥取県")
    case = new_case(writer)
    with pytest.raises(RuleViolation):
        case_handling.accept(viewer_of(writer), case.id)
    assert case.state is CaseState.INTAKE


def test_declined_case_is_closed_with_its_reason(session: Any) -> None:
    writer = person("鳥取県")
    case = new_case(writer)
    case_handling.close(viewer_of(writer), case.id, CLOSING)
    session.commit()
    assert (case.state, case.closed_on) == (CaseState.CLOSED, clock.today())
    assert "case.decline" in set(session.scalars(select(AuditEntry.action)))
    with pytest.raises(StaleState):
        case_handling.close(viewer_of(writer), case.id, CLOSING)


def test_former_urgency_and_review_date_are_kept_sealed(session: Any) -> None:
    writer, day = person("鳥取県"), clock.today() + timedelta(days=30)
    case, actor = new_case(writer), viewer_of(writer)
    for _twice in range(2):
        case_handling.revise(actor, case.id, urgency=Urgency.IMMEDIATE, review_on=day)
    change = session.scalars(select(CaseChange)).one()
    assert case_records.changed(change) == {
        "urgency": ["normal", "immediate"],
        "review_on": [None, day.isoformat()],
    }
    assert b"immediate" not in change.content
    yesterday = clock.today() - timedelta(days=1)
    with pytest.raises(RuleViolation):
        case_handling.revise(actor, case.id, urgency=Urgency.SOON, review_on=yesterday)


def test_non_manager_decides_nothing(session: Any) -> None:
    writer, other = person("鳥取県"), person("鳥取市")
    case = new_case(writer)
    add_participant(case, other, *(set(Section) - {Section.MANAGEMENT}), level=Level.WRITE)
    add_participant(case, other, Section.MANAGEMENT, level=Level.READ)
    case_id, actor = case.id, see_as(viewer_of(other))
    for decide in (
        lambda: case_handling.accept(actor, case_id),
        lambda: case_handling.close(actor, case_id, CLOSING),
        lambda: case_handling.reopen(actor, case_id, REOPENING),
        lambda: case_handling.revise(actor, case_id, urgency=Urgency.SOON, review_on=None),
    ):
        with pytest.raises(NotPermitted):
            decide()
    assert cases.one(actor, case_id).state is CaseState.INTAKE

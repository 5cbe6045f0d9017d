"""Reminders of a disclosure request before and after its due day, until it is decided."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app import clock
from app.models.cases.case import SupportCase
from app.models.post.outbox import OutboxMessage
from app.rules.cases.access import Section
from app.security.viewer import SYSTEM, Viewer
from app.services.cases import disclosures
from app.services.cases import disclosures as case_disclosures
from app.services.cases.disclosures import RequestDetails
from app.tasks.front import timers as sweeps
from tests.support.cases import add_participant, new_case, person, see_as, viewer_of

pytestmark = pytest.mark.both_databases
DAYS = 30
ASKED = RequestDetails("本人", "マイナンバーカード")


@pytest.fixture
def case(session: Any) -> tuple[str, Viewer]:
    """Create a case with a request received today, its case manager and one other participant."""
    manager = person("鳥取県")
    made, actor = new_case(manager), viewer_of(manager)
    case_id = made.id
    add_participant(made, person("鳥取市"), Section.COURSE)
    see_as(actor)
    case_disclosures.receive(actor, case_id, ASKED, clock.today(), days=DAYS)
    session.commit()
    return case_id, actor


def reminded(session: Any, at: Any) -> dict[int, int]:
    """Return the number of letters by days after the due day, with two sweeps on each day."""
    due = clock.today() + timedelta(days=DAYS)
    found = {}
    for days in (-4, -3, -2, 0, 1, 2, 8, 9):
        at(due + timedelta(days=days))
        before = len(session.scalars(select(OutboxMessage.id)).all())
        sweeps.sweep()
        sweeps.sweep()
        if new := len(session.scalars(select(OutboxMessage.id)).all()) - before:
            found[days] = new
    return found


def test_manager_is_reminded_three_days_before_and_when_overdue(
    session: Any, case: Any, at: Any
) -> None:
    see_as(SYSTEM)
    assert reminded(session, at) == {-3: 1, 1: 1, 8: 1}


def test_decided_request_sends_no_reminders(session: Any, case: Any, at: Any) -> None:
    case_id, manager = case
    see_as(manager)
    [(row, _label)] = disclosures.to_decide(manager)
    case_disclosures.refuse(manager, case_id, row.id, "法第78条第1項第2号")
    session.commit()
    see_as(SYSTEM)
    assert reminded(session, at) == {}


def test_request_is_listed_for_the_case_manager_only(session: Any, case: Any) -> None:
    case_id, manager = case
    see_as(manager)
    assert [row.case_id for row, _label in disclosures.to_decide(manager)] == [case_id]
    see_as(SYSTEM)
    reader = person("米子市")
    viewer = viewer_of(reader)
    add_participant(session.get(SupportCase, case_id), reader)
    see_as(viewer)
    assert disclosures.to_decide(viewer) == []

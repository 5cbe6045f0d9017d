"""A case is not deleted while something about it is open, or a decision can still be contested."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from app import clock
from app.errors import RuleViolation, StaleState
from app.extensions import db
from app.models.cases.case import SupportCase
from app.models.cases.incident import Incident
from app.rules.cases.access import Level, Section
from app.rules.common.periods import period_end
from app.rules.states.cases.case import CaseState
from app.security.viewer import SYSTEM, Viewer
from app.services.cases import deletion_bars, deletions, disclosures, emergencies, incidents
from app.services.cases.disclosures import RequestDetails
from tests.support import incidents as an_incident
from tests.support.cases import add_participant, new_case, person, see_as, viewer_of
from tests.support.desk import LINKS, officer

pytestmark = pytest.mark.both_databases
YEARS = 5
DUE_FROM = date(2029, 6, 1)
ASKED = RequestDetails("本人", "運転免許証")
Hold = Callable[[date], None]
Closed = tuple[str, Viewer, Viewer]


@pytest.fixture
def closed(session: Any, at: Hold) -> Closed:
    """Return a closed case past its retention, and its two managers."""
    one, other = person("鳥取県"), person("鳥取市")
    at(date(2024, 5, 1))
    case = new_case(one)
    add_participant(case, other, Section.MANAGEMENT, level=Level.WRITE)
    case.state, case.closed_on = CaseState.CLOSED, date(2024, 5, 31)
    session.commit()
    found = case.id, viewer_of(one), viewer_of(other)
    at(DUE_FROM)
    return found


def proposed(at: Hold, day: date) -> int:
    at(day)
    see_as(SYSTEM)
    return deletions.propose_due(SYSTEM, years=YEARS, links=LINKS)


def request(case_id: str, actor: Viewer) -> str:
    row = disclosures.receive(see_as(actor), case_id, ASKED, clock.today(), days=30)
    return row.id


def decision(case_id: str, actor: Viewer) -> str:
    request_id = request(case_id, actor)
    disclosures.refuse(actor, case_id, request_id, "存在しない")
    return request_id


def telling(case_id: str, actor: Viewer) -> str:
    request_id = decision(case_id, actor)
    disclosures.tell(actor, case_id, request_id, clock.today())
    return request_id


def emergency(case_id: str, _actor: Viewer) -> str:
    see_as(SYSTEM)
    visitor, case = person("境港市"), db.session.get_one(SupportCase, case_id)
    values = {"term_id": visitor.id, "alias": case.alias, "reason": "安否の確認"}
    emergencies.begin(see_as(viewer_of(visitor)), **values, links=LINKS)
    return ""


def incident(_case_id: str, _actor: Viewer) -> str:
    return str(incidents.enter(see_as(officer()), an_incident.values()).id)


BARS: dict[str, tuple[Callable[[str, Viewer], str], str]] = {
    "request": (request, "決定していない開示請求"),
    "decision": (decision, "通知していないか"),
    "telling": (telling, "3か月"),
    "emergency": (emergency, "事後点検をしていない"),
    "incident": (incident, "漏えい等事案"),
}


@pytest.mark.parametrize("what", BARS)
def test_case_is_not_proposed_for_deletion_while_something_is_open(
    session: Any, closed: Closed, at: Hold, what: str
) -> None:
    case_id, one, _other = closed
    open_it, words = BARS[what]
    open_it(case_id, one)
    with pytest.raises(RuleViolation, match=words):
        deletions.propose(see_as(one), case_id, years=YEARS, links=LINKS)
    assert proposed(at, DUE_FROM) == 0


@pytest.mark.parametrize("what", [name for name in BARS if name != "emergency"])
def test_what_comes_after_the_proposal_bars_the_approval(
    session: Any, closed: Closed, at: Hold, what: str
) -> None:
    case_id, one, other = closed
    deletions.propose(see_as(one), case_id, years=YEARS, links=LINKS)
    open_it, words = BARS[what]
    open_it(case_id, one)
    with pytest.raises(RuleViolation, match=words):
        deletions.approve(see_as(other), case_id)
    see_as(SYSTEM)
    assert session.get(SupportCase, case_id) is not None


def test_bar_of_a_decision_ends_three_months_after_it_was_told(
    session: Any, closed: Closed, at: Hold
) -> None:
    case_id, one, _other = closed
    telling(case_id, one)
    last = period_end(DUE_FROM, months=3)  # 行政不服審査法第18条第1項
    assert last == date(2029, 9, 1)
    assert proposed(at, last) == 0
    assert proposed(at, last + timedelta(days=1)) == 1


def test_reviewed_emergency_and_closed_incident_bar_nothing(
    session: Any, closed: Closed, at: Hold
) -> None:
    case_id, one, _other = closed
    emergency(case_id, one)
    [access] = emergencies.of_case(see_as(one), case_id)
    emergencies.review(one, case_id, access.id, was_justified=True, note="必要だった")
    incident_id = int(incident(case_id, one))
    see_as(SYSTEM)
    session.get(Incident, incident_id).closed_on = DUE_FROM
    assert deletion_bars.of(case_id) == []
    assert proposed(at, DUE_FROM) == 1


def test_another_cases_request_bars_nothing(session: Any, closed: Closed, at: Hold) -> None:
    see_as(SYSTEM)
    keeper = person("米子市")
    viewer, other_id = viewer_of(keeper), new_case(keeper).id
    request(other_id, viewer)
    assert proposed(at, DUE_FROM) == 1


def test_day_of_telling_is_recorded_once_and_not_before_the_decision(
    session: Any, closed: Closed, at: Hold
) -> None:
    case_id, one, _other = closed
    request_id = request(case_id, one)
    with pytest.raises(StaleState, match="決定していない"):
        disclosures.tell(one, case_id, request_id, clock.today())
    disclosures.refuse(one, case_id, request_id, "存在しない")
    for day in (DUE_FROM - timedelta(days=1), DUE_FROM + timedelta(days=1)):
        with pytest.raises(RuleViolation, match="決定の日から今日まで"):
            disclosures.tell(one, case_id, request_id, day)
    disclosures.tell(one, case_id, request_id, clock.today())
    with pytest.raises(StaleState, match="すでに記録"):
        disclosures.tell(one, case_id, request_id, clock.today())

"""An issue on the platform's side is withdrawn by two persons of the council, for good."""

from typing import Any

import pytest
from sqlalchemy import select

from app.errors import NotFound, NotPermitted, RuleViolation, StaleState
from app.models.cases.incident import Incident
from app.models.meeting.agenda import AgendaItem
from app.models.meeting.platform_issue import IssueUse
from app.security.viewer import SYSTEM, Role, Viewer
from app.services.cases import issue_withdrawals
from app.services.front import council_home
from app.services.meeting import platform_issues
from tests.support import issues
from tests.support import meetings as hall
from tests.support.cases import coordinator, letters_to, person, see_as, viewer_of
from tests.support.desk import LINKS, officer

REASON = "時期と出来事の組合せから、本人が分かるおそれがある。"
pytestmark = pytest.mark.both_databases


@pytest.fixture
def two(session: Any) -> tuple[str, Viewer, Viewer]:
    """Return an issue on the platform's side and two persons of the council."""
    issue = issues.released()
    first, second = person("鳥取市"), person("米子市")
    session.commit()
    return issue.id, viewer_of(first), viewer_of(second)


def test_second_person_withdraws_and_an_incident_is_opened(session: Any, two: Any) -> None:
    issue_id, first, second = two
    leader = viewer_of(coordinator())
    session.commit()
    issue = issue_withdrawals.ask(see_as(first), issue_id, REASON, LINKS)
    asked_at = issue.withdrawal_asked_at
    assert letters_to(leader) == 1
    with pytest.raises(StaleState, match="すでに求められ"):
        issue_withdrawals.ask(first, issue_id, REASON, LINKS)
    with pytest.raises(RuleViolation, match="別の人"):
        issue_withdrawals.withdraw(first, issue_id)
    assert council_home.waiting(first)["council_withdrawals"] == 0
    assert platform_issues.one(see_as(officer()), issue_id).title  # not before the second agrees

    incident = issue_withdrawals.withdraw(see_as(second), issue_id)
    assert session.scalars(select(Incident)).all() == [incident]
    assert incident.noticed_at == asked_at and REASON in incident.course
    assert issues.CLEAN.title not in f"{incident.summary}{incident.course}"
    for verb in (issue_withdrawals.withdraw, issue_withdrawals.keep):
        with pytest.raises(NotFound):
            verb(second, issue_id)


def test_platform_shows_nothing_of_a_withdrawn_issue(session: Any, two: Any) -> None:
    issue_id, first, second = two
    meeting, desk = hall.planned(), officer()
    item_id = platform_issues.put_on_agenda(desk, issue_id, meeting.id).item_id
    session.commit()
    issue_withdrawals.ask(see_as(first), issue_id, REASON, LINKS)
    incident = issue_withdrawals.withdraw(see_as(second), issue_id)
    assert "議題になっていました" in incident.course
    see_as(SYSTEM)
    for viewer in (officer(), hall.voter(hall.executives()[0])):
        assert platform_issues.page(viewer, use=None, number=1) == ([], 0)
        with pytest.raises(NotFound):
            platform_issues.one(viewer, issue_id)
    with pytest.raises(NotFound):
        platform_issues.note_use(officer(), issue_id, IssueUse.WORKSHOP, "")
    item = session.get(AgendaItem, item_id)
    assert item.title == platform_issues.ERASED and item.text == ""
    connection = session.connection()
    for table in ("platform_issue", "agenda_item", "incident"):
        said = str(connection.exec_driver_sql(f"SELECT * FROM {table}").all())
        assert issues.CLEAN.text not in said and issues.CLEAN.title not in said


def test_second_person_may_let_the_issue_stay(session: Any, two: Any) -> None:
    issue_id, first, second = two
    with pytest.raises(StaleState, match="求められていません"):
        issue_withdrawals.withdraw(see_as(second), issue_id)
    issue_withdrawals.ask(see_as(first), issue_id, REASON, LINKS)
    assert council_home.waiting(see_as(second))["council_withdrawals"] == 1
    issue = issue_withdrawals.keep(second, issue_id)
    assert council_home.waiting(second)["council_withdrawals"] == 0
    assert (issue.withdrawal_reason, issue.withdrawn_on) == ("", None)
    assert session.scalars(select(Incident)).all() == []
    issue_withdrawals.ask(second, issue_id, REASON, LINKS)


@pytest.mark.parametrize("reason", ["。", "", "Ｋ—７Ｈ２ＭＰＸ のことと分かる", "あ" * 301])
def test_reason_is_in_words_and_names_no_case(session: Any, two: Any, reason: str) -> None:
    issue_id, first, _second = two
    with pytest.raises(RuleViolation):
        issue_withdrawals.ask(see_as(first), issue_id, reason, LINKS)


def test_only_the_council_withdraws(session: Any, two: Any) -> None:
    issue_id = two[0]
    for role in (Role.SECRETARIAT, Role.EXECUTIVE, Role.ADMINISTRATOR, Role.PUBLIC):
        actor = Viewer(1, "x", frozenset({role}))
        for verb, arguments in (
            (issue_withdrawals.ask, (issue_id, REASON, LINKS)),
            (issue_withdrawals.withdraw, (issue_id,)),
            (issue_withdrawals.keep, (issue_id,)),
            (issue_withdrawals.page, (1,)),
            (issue_withdrawals.one, (issue_id,)),
        ):
            with pytest.raises(NotPermitted):
                verb(actor, *arguments)  # type: ignore[operator]

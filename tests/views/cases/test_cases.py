"""The pages of cases: the list of own cases, the overview, the intake."""

import re
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, select

from app import clock
from app.extensions import db
from app.models.cases.case import SupportCase
from app.models.common.audit import AuditEntry
from app.models.council.council import CouncilPerson
from app.rules.cases.access import Section
from app.rules.states.cases.case import CaseState
from app.security.viewer import Role
from tests.support.accounts import RoleClients
from tests.support.cases import add_participant, client_of, new_case, of, person
from tests.support.client import PlatformClient


def test_case_is_taken_in_on_the_page(session: Any, client_as: RoleClients) -> None:
    client = client_as(Role.COUNCIL)
    term = session.scalars(
        select(CouncilPerson).where(CouncilPerson.account_id == client.account_id)
    ).one()
    answer = client.submit("/cases/begin", {"term": str(term.id), "urgency": "soon"})
    case = session.scalars(select(SupportCase)).one()
    assert answer.location == f"/cases/{case.id}"
    page = client.get(answer.location).text
    assert case.alias in page
    assert "早急" in page
    assert "本人の特定" in page
    assert f"<title>概要 | ケース | {client.application.config['APP_NAME']}</title>" in page


def test_case_cannot_be_taken_in_for_a_term_of_another_person(
    session: Any, client_as: RoleClients
) -> None:
    client, other = client_as(Role.COUNCIL), person("鳥取市")
    answer = client.submit("/cases/begin", {"term": str(other.id), "urgency": "soon"})
    assert answer.status_code == 422
    assert session.scalars(select(SupportCase)).all() == []


def test_list_shows_own_cases_only(session: Any, client_as: RoleClients) -> None:
    client = client_as(Role.COUNCIL)
    own, foreign = of(client), new_case(person("鳥取市"))
    page = client.get("/cases/").text
    assert own.alias in page
    assert foreign.alias not in page
    assert own.alias not in client.get("/cases/?state=closed").text
    own.state, own.closed_on = CaseState.CLOSED, clock.today()
    session.commit()
    assert own.alias not in client.get("/cases/").text, "the running ones"
    assert all(own.alias in client.get(f"/cases/?state={each}").text for each in ("closed", "all"))


def test_overview_lists_only_readable_sections(app: Flask, session: Any) -> None:
    case, reader = new_case(person("鳥取県")), person("鳥取市")
    add_participant(case, reader, Section.COURSE)
    page = client_of(app, reader).get(f"/cases/{case.id}").text
    assert "経過" in page
    assert "家族" not in page


@pytest.mark.parametrize("role", [Role.SECRETARIAT, Role.ADMINISTRATOR, Role.GENERAL, Role.COUNCIL])
def test_foreign_case_is_answered_like_a_missing_one(
    session: Any, client_as: RoleClients, role: Role
) -> None:
    case, client = new_case(person("鳥取県")), client_as(role)
    foreign, none = (client.get(f"/cases/{id_}") for id_ in (case.id, "0" * 32))
    assert foreign.status_code == none.status_code
    assert foreign.status_code in (302, 303, 403, 404)
    if role is Role.COUNCIL:
        assert words(foreign.text, case.id) == words(none.text, "0" * 32)
        denied = session.scalars(select(AuditEntry).where(AuditEntry.action == "case.denied")).all()
        assert [entry.subject_id for entry in denied] == [case.id, "0" * 32]


def words(page: str, address: str) -> str:
    """Return the page without CSRF token and requested id, which the language link contains."""
    return re.sub(r'name="csrf_token" value="[^"]*"', "", page.replace(address, ""))


def test_access_is_recorded(session: Any, client_as: RoleClients) -> None:
    client = client_as(Role.COUNCIL)
    case = of(client)
    client.get(f"/cases/{case.id}")
    looks = session.scalars(select(AuditEntry).where(AuditEntry.action == "case.read")).all()
    assert [(entry.actor_id, entry.subject_id) for entry in looks] == [(client.account_id, case.id)]


SECTION_OF = {
    "": "overview",
    **{f"/sections/{section.value}": section.value for section in Section},
    "/records/new/note": "course",
    "/records/new/person": "identity",
    "/sections/health/attach": "health",
    "/conferences": "conference",
    "/conferences/new": "conference",
    "/participants": "management",
    "/passing-on": "management",
    "/looks": "management",
    "/retention": "management",
}


def test_each_look_is_recorded_with_its_section(session: Any, client_as: RoleClients) -> None:
    client = client_as(Role.COUNCIL)
    case = of(client)
    for page in SECTION_OF:
        assert client.get(f"/cases/{case.id}{page}").status_code == 200, page
    looks = select(AuditEntry).where(AuditEntry.action == "case.read").order_by(AuditEntry.sequence)
    found = [entry.details.get("section") for entry in session.scalars(looks)]
    assert found == list(SECTION_OF.values())
    log = client.get(f"/cases/{case.id}/looks").text
    assert all(words in log for words in ("概要", "健康・障がい", "本人の特定"))


FORMS = (
    "/records/new/note",
    "/sections/course/attach",
    "/conferences/new",
    "/participants/add",
    "/requests/new",
    "/offers/lead",
    "/offers/leave",
    "/offers/wish",
)


def test_closed_case_has_no_forms(session: Any, client_as: RoleClients) -> None:
    client = client_as(Role.COUNCIL)
    case = of(client)
    case_id = case.id
    for form in FORMS:
        assert client.get(f"/cases/{case_id}{form}").status_code == 200, form
    case.state, case.closed_on = CaseState.CLOSED, clock.today()
    session.commit()
    for form in FORMS:
        answer = client.get(f"/cases/{case_id}{form}")
        assert answer.status_code == 409 and "先に再開してください" in answer.text, form
    for page in ("", "/sections/course", "/conferences", "/participants", "/requests"):
        shown = client.get(f"/cases/{case_id}{page}").text
        assert not any(f'"/cases/{case_id}{form}"' in shown for form in FORMS), page


def test_list_takes_few_queries(app: Flask, session: Any, client_as: RoleClients) -> None:
    client = client_as(Role.COUNCIL)
    counts = []
    for _each in range(2):
        for _case in range(3):
            of(client)
        session.commit()
        counts.append(statements(app, client, "/cases/"))
    assert counts[1] <= counts[0] <= 6


def statements(app: Flask, client: PlatformClient, path: str) -> int:
    """Return the number of queries of a page, including those that load the session."""
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        seen.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        assert client.get(path).status_code == 200
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return len([each for each in seen if each.lstrip().upper().startswith("SELECT")])

"""The door of a case's pages: every look is recorded, a refusal too, and nothing is kept by a cache."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.models.audit import AuditEntry
from app.models.case import EmergencyAccess
from app.models.user import UserSession
from app.rules.case_access import Level, ParticipationBasis, Section
from app.rules.case_fields import RecordKind
from app.security.viewer import SYSTEM, Role
from app.services import case_records, participations
from tests.factories import PASSWORD
from tests.support import disclosures
from tests.support.accounts import RoleClients, press
from tests.support.canaries import CANARY
from tests.support.cases import a_case, client_of, filled, let_in, of, person
from tests.support.sharing import offer_to, shared

ADDRESSES = ("", "/", "/begin", "/deleted", "/emergency", "/received/", "/issue-sheets/", "/none")


def looks(session: Any) -> int:
    found = select(func.count()).where(AuditEntry.action == "case.read")
    session.commit()
    return int(session.scalar(found))


def test_a_page_that_a_wrong_form_shows_again_is_a_look(
    session: Any, client_as: RoleClients
) -> None:
    client = client_as(Role.COUNCIL)
    values = disclosures.requested(client)
    path = "/cases/{case_id}/disclosures/{request_id}".format(**values)
    before = looks(session)
    answer = press(client, f"{path}/refuse", reason="")
    assert answer.status_code == 422 and CANARY in answer.text
    assert looks(session) == before + 1


def test_what_is_sent_and_done_is_no_look(session: Any, client_as: RoleClients) -> None:
    client = client_as(Role.COUNCIL)
    case_id, before = of(client).id, looks(session)
    assert press(client, f"/cases/{case_id}/accept").status_code == 303
    assert press(client, f"/cases/{case_id}/drafts/note", text="x").status_code == 204
    assert looks(session) == before


def test_a_refusal_in_a_case_is_told_to_who_manages_it_alone(
    session: Any, client_as: RoleClients
) -> None:
    client = client_as(Role.COUNCIL)
    case = of(client)
    press(client, f"/cases/{case.id}/accept")  # nothing is written yet
    [entry] = session.scalars(select(AuditEntry).where(AuditEntry.refused)).all()
    assert (entry.subject_type, entry.subject_id) == ("case", case.id)
    assert "拒否された操作" in client.get(f"/cases/{case.id}/looks").text
    for role in (Role.SECRETARIAT, Role.ADMINISTRATOR):
        assert "case_handling" not in client_as(role).get("/audit/list/").text
        assert client_as(role).get(f"/audit/show/{entry.sequence}").status_code == 404


def test_a_refused_answer_to_an_offer_is_told_to_no_office(
    session: Any, client_as: RoleClients
) -> None:
    client = client_as(Role.COUNCIL)
    path = f"/cases/received/offers/{offer_to(client)['row_id']}"
    for _twice in range(2):
        press(client, f"{path}/accept")
    entries = session.scalars(select(AuditEntry).where(AuditEntry.refused)).all()
    assert [entry.subject_type for entry in entries] == ["case"]


@pytest.mark.parametrize("role", [Role.PUBLIC, Role.GENERAL, Role.COUNCIL])
@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "OPTIONS", "HEAD"])
def test_no_answer_about_cases_is_kept(
    session: Any, client_as: RoleClients, role: Role, method: str
) -> None:
    case_id, client = a_case(person("鳥取県")).id, client_as(role)
    for path in (*ADDRESSES, f"/{case_id}", f"/{case_id}/sections/course", f"/{case_id}/x"):
        answer = client.open(f"/cases{path}", method=method)
        assert answer.headers.get("Cache-Control") == "no-store", (path, answer.status_code)


def test_what_was_gathered_shows_to_who_reads_every_section_alone(
    app: Flask, session: Any, client_as: RoleClients
) -> None:
    client = client_as(Role.COUNCIL)
    values = disclosures.requested(client)
    manager = person("鳥取市")
    sections = {Section.MANAGEMENT: Level.WRITE}
    participations.add(SYSTEM, values["case_id"], manager.id, sections, ParticipationBasis.SUPPORT)
    other = client_of(app, manager)
    path = "/cases/{case_id}/disclosures/{request_id}".format(**values)
    assert CANARY in client.get(path).text
    page = other.get(path)
    assert page.status_code == 200 and CANARY not in page.text
    assert other.get(f"{path}/pieces/0").status_code == 404
    assert CANARY not in press(other, f"{path}/refuse", reason="").text
    press(client, f"{path}/disclose", reason="")
    assert client.get(f"{path}/paper.pdf").status_code == 200
    assert other.get(f"{path}/paper.pdf").status_code == 404


@pytest.mark.parametrize("minutes", [5, 15])
def test_in_an_emergency_a_password_is_not_enough(app: Flask, session: Any, minutes: int) -> None:
    """Whose second factor is the directory's came by it a short while ago, or goes there again."""
    made = shared()
    session.info["viewer"] = SYSTEM
    app.config["DEMONSTRATION"] = False
    client = client_of(app, made.other)
    came = session.scalars(
        select(UserSession).where(UserSession.account_id == made.other.account_id)
    ).one()
    came.created_at -= timedelta(minutes=minutes)
    came.data = came.data | {"second_factor": "directory"}
    session.commit()
    form = {"service": made.other.id, "case_label": made.label, "reason": CANARY}
    answer = press(client, "/cases/emergency", **form, reauth_password=PASSWORD)
    opened = session.scalars(select(EmergencyAccess)).all()
    if minutes < 10:
        assert answer.location == f"/cases/{made.case_id}" and len(opened) == 1
    else:
        assert answer.location.startswith("/login/directory/?again=1") and opened == []


def test_what_one_typed_is_not_sent_as_anothers(app: Flask, session: Any) -> None:
    """The session ends, and a colleague logs in in another tab of the same browser."""
    one, colleague = person("鳥取県"), person("鳥取市")
    case = a_case(one)
    let_in(case, colleague, level=Level.WRITE)
    session.commit()
    client = client_of(app, colleague)
    typed = filled(RecordKind.NOTE) | {"holder": str(one.account_id)}
    for path in ("drafts/note", "records/new/note"):
        assert press(client, f"/cases/{case.id}/{path}", **typed).status_code == 409
    typed["holder"] = str(colleague.account_id)
    assert press(client, f"/cases/{case.id}/records/new/note", **typed).status_code == 303
    assert len(case_records.of_kind(case.id, RecordKind.NOTE)) == 1

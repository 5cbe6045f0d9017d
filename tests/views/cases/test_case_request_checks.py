"""Every access and every refusal in a case is recorded, and no page is cached."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.models.accounts.user import UserSession
from app.models.cases.case import EmergencyAccess
from app.models.common.audit import AuditEntry
from app.rules.cases.access import Level, ParticipationBasis, Section
from app.rules.cases.fields import RecordKind
from app.security.viewer import SYSTEM, Role
from app.services.cases import participations
from app.services.cases import records as case_records
from tests.factories import PASSWORD
from tests.support import disclosures
from tests.support.accounts import RoleClients, press
from tests.support.canaries import CANARY
from tests.support.cases import add_participant, client_of, filled, new_case, of, person
from tests.support.sharing import offer_to, shared

ADDRESSES = ("", "/", "/begin", "/deleted", "/emergency", "/received/", "/issue-sheets/", "/none")


def looks(session: Any) -> int:
    found = select(func.count()).where(AuditEntry.action == "case.read")
    session.commit()
    return int(session.scalar(found))


def test_form_shown_again_after_an_error_counts_as_access(
    session: Any, client_as: RoleClients
) -> None:
    client = client_as(Role.COUNCIL)
    values = disclosures.requested(client)
    path = "/cases/{case_id}/disclosures/{request_id}".format(**values)
    before = looks(session)
    answer = press(client, f"{path}/refuse", reason="")
    assert answer.status_code == 422 and CANARY in answer.text
    assert looks(session) == before + 1


def test_successful_submission_does_not_count_as_access(
    session: Any, client_as: RoleClients
) -> None:
    client = client_as(Role.COUNCIL)
    case_id, before = of(client).id, looks(session)
    assert press(client, f"/cases/{case_id}/accept").status_code == 303
    assert press(client, f"/cases/{case_id}/drafts/note", text="x").status_code == 204
    assert looks(session) == before


def test_refusal_in_a_case_is_visible_to_case_managers_only(
    session: Any, client_as: RoleClients
) -> None:
    client = client_as(Role.COUNCIL)
    case = of(client)
    press(client, f"/cases/{case.id}/accept")  # the intake record is not written yet
    [entry] = session.scalars(select(AuditEntry).where(AuditEntry.refused)).all()
    assert (entry.subject_type, entry.subject_id) == ("case", case.id)
    assert "拒否された操作" in client.get(f"/cases/{case.id}/looks").text
    for role in (Role.SECRETARIAT, Role.ADMINISTRATOR):
        assert "case_handling" not in client_as(role).get("/audit/list/").text
        assert client_as(role).get(f"/audit/show/{entry.sequence}").status_code == 404


def test_refused_reply_to_an_offer_is_visible_to_no_office(
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
def test_case_responses_are_never_cached(
    session: Any, client_as: RoleClients, role: Role, method: str
) -> None:
    case_id, client = new_case(person("鳥取県")).id, client_as(role)
    for path in (*ADDRESSES, f"/{case_id}", f"/{case_id}/sections/course", f"/{case_id}/x"):
        answer = client.open(f"/cases{path}", method=method)
        assert answer.headers.get("Cache-Control") == "no-store", (path, answer.status_code)


def test_gathered_disclosure_is_shown_only_to_readers_of_all_sections(
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
def test_emergency_access_requires_a_recent_second_factor(
    app: Flask, session: Any, minutes: int
) -> None:
    """A second factor of the directory must be recent; otherwise the user is sent there again."""
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
    form = {"term": made.other.id, "case_alias": made.alias, "reason": CANARY}
    answer = press(client, "/cases/emergency", **form, reauth_password=PASSWORD)
    opened = session.scalars(select(EmergencyAccess)).all()
    if minutes < 10:
        assert answer.location == f"/cases/{made.case_id}" and len(opened) == 1
    else:
        assert answer.location.startswith("/login/directory/?again=1") and opened == []


def test_form_of_another_account_is_refused(app: Flask, session: Any) -> None:
    """The session has ended, and a colleague has logged in in another tab of the same browser."""
    one, colleague = person("鳥取県"), person("鳥取市")
    case = new_case(one)
    add_participant(case, colleague, level=Level.WRITE)
    session.commit()
    client = client_of(app, colleague)
    typed = filled(RecordKind.NOTE) | {"holder": str(one.account_id)}
    for path in ("drafts/note", "records/new/note"):
        assert press(client, f"/cases/{case.id}/{path}", **typed).status_code == 409
    typed["holder"] = str(colleague.account_id)
    assert press(client, f"/cases/{case.id}/records/new/note", **typed).status_code == 303
    assert len(case_records.of_kind(case.id, RecordKind.NOTE)) == 1

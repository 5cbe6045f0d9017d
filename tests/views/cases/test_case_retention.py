"""The pages for retention and deletion of a case."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.models.cases.case import DeletionRecord, SupportCase
from app.rules.cases.access import Level, Section
from app.rules.states.cases.case import CaseState
from app.security import vault
from app.security.case_keys import KeyDestroyed
from tests.support.cases import add_participant, client_of, new_case, person
from tests.support.edits import opened


@pytest.fixture
def closed(session: Any, at: Callable[[date], None]) -> tuple[str, Any, Any, Any]:
    """Return a closed case past its retention period, its two case managers and a reader."""
    one, other, reader = person("鳥取県"), person("鳥取市"), person("米子市")
    case = new_case(one)
    add_participant(case, other, Section.MANAGEMENT, level=Level.WRITE)
    add_participant(case, reader)
    case.state, case.closed_on = CaseState.CLOSED, date(2024, 5, 31)
    at(date(2029, 6, 1))
    session.commit()
    return case.id, one, other, reader


def test_case_is_deleted_by_two_persons(app: Flask, session: Any, closed: Any) -> None:
    case_id, one, other, reader = closed
    case = session.get(SupportCase, case_id)
    path, label = f"/cases/{case_id}/retention", case.alias
    first, second = client_of(app, one), client_of(app, other)
    assert "5年間保存" in first.get(path).text
    assert first.submit(path, form="propose").status_code == 303
    page = first.get(path).text
    assert "ほかの人が承認します" in page and "/approve" not in page
    token = {"csrf_token": page.split('name="csrf_token" value="')[1].split('"')[0]}
    refused = first.post(f"{path}/approve", data=token, follow_redirects=True)
    assert "提案した人は承認できません" in refused.text

    answer = second.submit(path, form="approve", follow_redirects=True)
    assert "鍵を破棄しました" in answer.text and label in answer.text
    assert session.scalars(select(DeletionRecord.key_destroyed_at)).one() is not None
    with pytest.raises(KeyDestroyed):
        vault.key_store().key(case_id)
    assert first.get(path).status_code == 404
    assert label in client_of(app, reader).get("/cases/deleted").text


def test_second_manager_s_reason_does_not_wipe_the_first_s(
    app: Flask, session: Any, closed: Any
) -> None:
    case_id, one, other, _reader = closed
    path = f"/cases/{case_id}/retention"
    managers = [client_of(app, each) for each in (one, other)]
    forms = [opened(each.get(path), path).form.values for each in managers]
    first, second = {"reason": "審査請求が続いている"}, {"reason": "訴訟が続いている"}
    assert managers[0].post(path, data={**forms[0], **first}).status_code == 303
    asked = managers[1].post(path, data={**forms[1], **second})
    assert asked.status_code == 422
    assert first["reason"] in asked.text and second["reason"] in asked.text
    again = opened(asked, path).form.values
    assert managers[1].post(path, data=again).status_code == 303
    case = session.get(SupportCase, case_id)
    session.refresh(case)
    assert vault.unseal(case, "hold_reason") == second["reason"]


def test_retention_is_extended_with_a_reason(app: Flask, session: Any, closed: Any) -> None:
    case_id, one, _other, _reader = closed
    path, client = f"/cases/{case_id}/retention", client_of(app, one)
    client.submit(path, form="propose")
    answer = client.submit(path, {"reason": ""})
    assert answer.status_code == 422
    assert client.submit(path, {"reason": "審査請求が続いている"}).status_code == 303
    page = client.get(path).text
    assert "審査請求が続いている" in page and "/propose" not in page
    assert client.submit(path, form="end-keeping").status_code == 303
    assert "/propose" in client.get(path).text


def test_reader_has_no_retention_page(app: Flask, session: Any, closed: Any) -> None:
    client = client_of(app, closed[3])
    assert client.get(f"/cases/{closed[0]}/retention").status_code == 404


def test_erased_case_is_reported_to_its_participants(app: Flask, session: Any, closed: Any) -> None:
    """A case restored from an old backup whose key has been destroyed."""
    case_id, one, _other, _reader = closed
    case = session.get(SupportCase, case_id)
    case.is_held = True
    vault.seal(case, "hold_reason", "理由")
    vault.key_store().destroy(case_id)
    session.commit()
    answer = client_of(app, one).get(f"/cases/{case_id}/retention")
    assert answer.status_code == 410 and "消去されました" in answer.text
    stranger = client_of(app, person("境港市"))
    assert stranger.get(f"/cases/{case_id}/retention").status_code == 404

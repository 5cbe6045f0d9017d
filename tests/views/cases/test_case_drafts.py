"""Drafts of case forms, and reauthentication on return after a pause."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app import clock
from app.models.accounts.user import UserSession
from app.models.cases.case import SupportCase
from app.models.cases.record import CaseDraft, CaseRecord
from app.models.common.audit import AuditEntry
from app.models.council.council import CouncilPerson
from app.rules.cases.access import Level
from app.security import vault
from app.security.passwords import hashed
from app.services.cases import conference_papers
from app.services.cases import drafts as case_drafts
from app.services.cases import records as case_records
from app.services.cases import requests as case_requests
from tests.factories import PASSWORD
from tests.support import conferences
from tests.support.accounts import csrf_token
from tests.support.cases import add_participant, client_of, new_case, person, viewer_of
from tests.support.client import PlatformClient
from tests.support.forms import read_forms
from tests.support.sharing import a_request

NOTE = {"happened_on": "2024-04-01", "means": "訪問", "text": "玄関先で話を聞いた。"}
OLD = (clock.now() - timedelta(minutes=16)).isoformat()


@pytest.fixture
def writer(session: Any) -> CouncilPerson:
    return person("鳥取県")


@pytest.fixture
def case_id(writer: CouncilPerson) -> str:
    return str(new_case(writer).id)


@pytest.fixture
def client(app: Flask, writer: CouncilPerson, case_id: str) -> PlatformClient:
    return client_of(app, writer)


def sent_draft(client: PlatformClient, case_id: str, key: str, **fields: str) -> int:
    token = {"X-CSRFToken": csrf_token(client)}
    answer = client.post(f"/cases/{case_id}/drafts/{key}", data=fields, headers=token)
    return answer.status_code


def test_draft_is_restored_for_its_author_only(
    app: Flask, session: Any, client: PlatformClient, case_id: str, writer: CouncilPerson
) -> None:
    assert sent_draft(client, case_id, "note", text="書きかけの内容", password="x") == 204
    draft = session.scalars(select(CaseDraft)).one()
    assert "書きかけ".encode() not in draft.content
    assert vault.unseal(draft, "content") == {"text": ["書きかけの内容"]}
    path = f"/cases/{case_id}/records/new/note"
    for same_person in (client, client_of(app, writer)):  # also after a new log-in
        assert "書きかけの内容" in same_person.get(path).text
    colleague = person("鳥取市")
    add_participant(session.get(SupportCase, case_id), colleague, level=Level.WRITE)
    assert "書きかけの内容" not in client_of(app, colleague).get(path).text
    client.submit(path, NOTE)
    assert session.scalars(select(CaseDraft)).all() == []


def test_repeated_saves_make_one_audit_entry_without_content(
    app: Flask, session: Any, writer: CouncilPerson, case_id: str, at: Any
) -> None:
    actor, begun = viewer_of(writer), clock.now()
    for minutes in (0, 1, 5, 20):
        at(begun + timedelta(minutes=minutes))
        case_drafts.save(actor, case_id, "note", {"text": ["書きかけ"]})
    case_drafts.discard(actor, case_id, "note")
    case_drafts.discard(actor, case_id, "note")
    session.commit()
    entries = session.scalars(select(AuditEntry).order_by(AuditEntry.sequence)).all()
    about = [each for each in entries if "draft" in each.action]
    assert [each.action for each in about] == ["case.draft"] * 2 + ["case.discard_draft"]
    assert {each.subject_id for each in about} == {case_id}
    assert "書きかけ" not in str([each.details for each in about])


def test_draft_of_a_change_shows_a_later_change_by_others(
    session: Any, client: PlatformClient, case_id: str, writer: CouncilPerson
) -> None:
    client.submit(f"/cases/{case_id}/records/new/note", NOTE)
    note = session.scalars(select(CaseRecord)).one()
    path = f"/cases/{case_id}/records/{note.id}/change"
    key = f"note:{note.id}"
    assert sent_draft(client, case_id, key, **NOTE | {"text": "書きかけ", "version": "1"}) == 204
    case_records.change(viewer_of(writer), note.id, NOTE | {"text": "ほかの人の内容"}, version=1)
    page = client.get(path).text
    assert "書きかけ" in page
    assert "ほかの人の内容" in page
    client.submit(f"/cases/{case_id}/records/{note.id}/change", form=f"drafts/{key}/discard")
    assert session.scalars(select(CaseDraft)).all() == []


def test_reader_cannot_save_a_draft(app: Flask, session: Any, case_id: str) -> None:
    reader = person("鳥取市")
    add_participant(session.get(SupportCase, case_id), reader)
    assert sent_draft(client_of(app, reader), case_id, "note", text="x") == 404
    assert sent_draft(client_of(app, person("米子市")), case_id, "note", text="x") == 404
    assert session.scalars(select(CaseDraft)).all() == []


@pytest.mark.parametrize("key", ["Note", "note:1", "a" * 41, "../note"])
def test_draft_key_must_be_a_form_key(client: PlatformClient, case_id: str, key: str) -> None:
    assert sent_draft(client, case_id, key, text="x") == 404


def test_form_sent_after_a_pause_is_saved_with_the_password(
    app: Flask, session: Any, client: PlatformClient, case_id: str, writer: CouncilPerson
) -> None:
    writer.account.password = hashed(PASSWORD)
    path = f"/cases/{case_id}/records/new/note"
    client.get(path)
    row = session.scalars(select(UserSession)).one()
    row.data = {**row.data, "proved_at": OLD, "case_looked_at": OLD}
    session.commit()
    token = {"X-CSRFToken": csrf_token(client)}
    assert "/reauthenticate/" in client.get(path).location
    asking = client.post(path, data=NOTE, headers=token)
    assert (asking.status_code, session.scalars(select(CaseRecord)).all()) == (403, [])
    [form] = [f for f in read_forms(asking.text) if "reauth_password" in f.values]
    client.post(path, data=form.values | {"reauth_password": PASSWORD})
    assert case_records.content(session.scalars(select(CaseRecord)).one())["text"] == NOTE["text"]


def test_draft_of_every_long_form_is_restored(
    session: Any, client: PlatformClient, case_id: str, writer: CouncilPerson
) -> None:
    case, actor = session.get_one(SupportCase, case_id), viewer_of(writer)
    planned = conferences.planned(case, actor).id
    held = conferences.held(case, actor).id
    there = {"case_id": case_id, "conference_id": planned}
    paper = conference_papers.add(actor, **there, title="資料", text="前のもの").id
    row = case_requests.draft(actor, case_id, person("鳥取市").id, a_request()).id
    session.commit()
    begun = {
        "conferences/new": ("conference", "agenda"),
        f"conferences/{planned}/edit": (f"conference:{planned}", "agenda"),
        f"conferences/{planned}/hold": (f"hold:{planned}", "parts-2-what"),
        f"conferences/{held}/minutes": (f"minutes:{held}", "text"),
        f"conferences/{planned}/papers/new": (f"new_paper:{planned}", "text"),
        f"conferences/{planned}/papers/{paper}/edit": (f"paper:{paper}", "text"),
        "requests/new": ("request", "what"),
        f"requests/{row}/edit": (f"request:{row}", "reason"),
        "issue-sheets/new": ("issue_sheet", "text"),
    }
    for path, (key, field) in begun.items():
        page = f"/cases/{case_id}/{path}"
        assert f'data-draft="/cases/{case_id}/drafts/{key}"' in client.get(page).text, path
        assert sent_draft(client, case_id, key, **{field: "書きかけの内容"}) == 204
        again = client.get(page).text
        assert "書きかけの内容" in again, path
        assert "下書きを表示しています" in again, path
    minutes = f"/cases/{case_id}/conferences/{held}/minutes"
    client.submit(minutes, {"text": "議事録の全文"})
    assert "議事録の全文" in client.get(minutes).text
    assert f"minutes:{held}" not in set(session.scalars(select(CaseDraft.form)))

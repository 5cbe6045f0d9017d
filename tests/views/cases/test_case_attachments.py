"""Attachments of a case section: attached, downloaded by its readers, struck out; always sealed."""

from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import undefer

from app.models.cases.case import SupportCase
from app.models.cases.record import CaseAttachment
from app.models.common.audit import AuditEntry
from app.models.council.council import CouncilPerson
from app.rules.cases.access import Level, Section
from tests.support.cases import add_participant, client_of, new_case, person
from tests.support.client import PlatformClient

PDF = b"%PDF-1.7\n" + "診断書".encode()
NAME = "鳥取花子の診断書.pdf"

pytestmark = pytest.mark.both_databases


@pytest.fixture
def writer(session: Any) -> CouncilPerson:
    return person("鳥取県")


@pytest.fixture
def case(writer: CouncilPerson) -> SupportCase:
    return new_case(writer)


def attach(client: PlatformClient, case: SupportCase, content: bytes = PDF) -> int:
    document = {"document": (BytesIO(content), NAME)}
    return client.submit(f"/cases/{case.id}/sections/health/attach", document).status_code


def attached(session: Any) -> CaseAttachment:
    session.expire_all()
    every = select(CaseAttachment).options(undefer(CaseAttachment.content))
    found: CaseAttachment = session.scalars(every).one()
    return found


def test_document_is_sealed_and_downloaded_under_a_neutral_name(
    app: Flask, session: Any, case: SupportCase, writer: CouncilPerson
) -> None:
    client, page = client_of(app, writer), f"/cases/{case.id}/sections/health"
    assert attach(client, case) == 303
    row = attached(session)
    assert PDF not in row.content
    assert NAME.encode() not in row.name
    assert NAME in client.get(page).text
    answer = client.get(f"/cases/{case.id}/attachments/{row.id}")
    assert answer.data == PDF
    assert answer.headers["Content-Disposition"] == "attachment; filename=case-attachment.pdf"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    session.commit()
    saved = session.scalars(select(AuditEntry).where(AuditEntry.action == "case.download")).one()
    assert (saved.subject_id, saved.details) == (case.id, {"section": "health"})


def test_non_reader_of_the_section_cannot_access_the_document(
    app: Flask, session: Any, case: SupportCase, writer: CouncilPerson
) -> None:
    attach(client_of(app, writer), case)
    row = attached(session)
    other, reader = person("鳥取市"), person("米子市")
    add_participant(case, other, *(set(Section) - {Section.HEALTH}), level=Level.WRITE)
    add_participant(case, reader, Section.HEALTH)
    path = f"/cases/{case.id}/attachments/{row.id}"
    strangers = [client_of(app, other), client_of(app, person("倉吉市"))]
    assert [each.get(path).status_code for each in strangers] == [404, 404]
    client = client_of(app, reader)
    assert client.get(path).status_code == 200
    assert client.get(f"{path}/strike").status_code == 404
    assert client.get(f"/cases/{case.id}/sections/health/attach").status_code == 404


def test_struck_document_stays_sealed_and_cannot_be_downloaded(
    app: Flask, session: Any, case: SupportCase, writer: CouncilPerson
) -> None:
    client = client_of(app, writer)
    attach(client, case)
    row = attached(session)
    path = f"/cases/{case.id}/attachments/{row.id}"
    assert client.submit(f"{path}/strike", {"reason": " "}).status_code == 422
    assert client.submit(f"{path}/strike", {"reason": "別の人の文書"}).status_code == 303
    page = client.get(f"/cases/{case.id}/sections/health").text
    assert "別の人の文書" in page
    assert path not in page
    assert client.get(path).status_code == 404
    assert "別の人の文書".encode() not in attached(session).struck_reason
    assert client.submit(f"{path}/strike", {"reason": "もう一度"}).status_code == 422


@pytest.mark.parametrize("content", [b"", b"MZ\x90\x00", b"<svg/>"])
def test_other_file_types_are_refused(
    app: Flask, session: Any, case: SupportCase, writer: CouncilPerson, content: bytes
) -> None:
    assert attach(client_of(app, writer), case, content) == 422
    assert session.scalars(select(CaseAttachment)).all() == []

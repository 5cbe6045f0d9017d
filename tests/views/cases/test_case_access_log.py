"""The access log of a case and its monthly review, on the page and as a PDF."""

import re
from datetime import timedelta
from io import BytesIO
from typing import Any

from flask import Flask
from pypdf import PdfReader

from app import clock
from app.rules.cases.access import Level, Section
from app.rules.cases.fields import RecordKind
from app.rules.common.era import era_month
from app.security.viewer import Role
from app.services.cases import records as case_records
from tests.support import full_case
from tests.support.accounts import RoleClients
from tests.support.cases import add_participant, client_of, filled, new_case, person, viewer_of


def test_month_is_reviewed_and_printed(app: Flask, session: Any) -> None:
    manager = person("鳥取県")
    with clock.freeze(clock.now() - timedelta(days=31)):
        case = new_case(manager)
        month, in_words = f"{clock.today():%Y-%m}", era_month(clock.today())
        note = filled(RecordKind.NOTE)
        case_records.write(viewer_of(manager), case.id, RecordKind.NOTE, note)
        session.commit()
    client = client_of(app, manager)
    page = client.get(f"/cases/{case.id}/looks").text
    assert "ケースを受付" in page
    assert "経過記録" in page  # the kind of the record, but not its content
    assert note["text"] not in page
    assert client.get("/cases/").status_code == 200
    sheet = f"/cases/{case.id}/reviews/{month}"
    assert client.submit(sheet, {"note": ""}).status_code == 422
    client.submit(sheet, {"note": "どの閲覧にも理由がありました。"})
    assert "どの閲覧にも理由がありました。" in client.get(sheet).text
    paper = client.get(f"{sheet}/sheet.pdf")
    assert paper.headers["Content-Disposition"] == "attachment; filename=case-review.pdf"
    text = PdfReader(BytesIO(paper.data)).pages[0].extract_text()
    assert case.alias in text
    assert in_words in page and in_words in client.get(sheet).text and in_words in text
    assert "どの閲覧にも理由がありました。" in text.replace("\n", "")
    assert client.get(f"/cases/{case.id}/reviews/2026-13").status_code == 404


def test_every_case_action_has_a_label(client_as: RoleClients, session: Any) -> None:
    manager, auditor = client_as(Role.COUNCIL), client_as(Role.ADMINISTRATOR)
    case = full_case.full(manager)
    session.commit()
    looks = "".join(manager.get(f"/cases/{case.id}/looks?page={page}").text for page in (1, 2))
    for words in ("支援への参加", "経過記録", "開示"):
        assert words in looks
    assert not re.search(r">\s*case\.[a-z_]+", looks)
    assert auditor.get("/audit/list/").status_code == 200


def test_non_manager_cannot_see_the_access_log(app: Flask, session: Any) -> None:
    manager, other = person("鳥取県"), person("鳥取市")
    case = new_case(manager)
    add_participant(case, other, *(set(Section) - {Section.MANAGEMENT}), level=Level.WRITE)
    client = client_of(app, other)
    paths = (f"/cases/{case.id}/looks", f"/cases/{case.id}/reviews/2026-10")
    assert [client.get(path).status_code for path in paths] == [404, 404]
    assert "/looks" not in client.get(f"/cases/{case.id}").text

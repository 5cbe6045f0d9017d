"""The pages of a disclosure request (本人開示請求)."""

import subprocess
from typing import Any

from flask import Flask
from sqlalchemy import select

from app import clock
from app.models.common.audit import AuditEntry
from app.rules.cases.access import Section
from app.rules.cases.fields import RecordKind
from app.services.cases import records as case_records
from tests.support.cases import add_participant, client_of, filled, new_case, person, viewer_of

STRANGER = "境港太郎"


def test_disclosure_request_from_receipt_to_pdf(app: Flask, session: Any) -> None:
    writer = person("鳥取県")
    case = new_case(writer)
    values = filled(RecordKind.NOTE) | {"text": f"{STRANGER}が来た。"}
    case_records.write(viewer_of(writer), case.id, RecordKind.NOTE, values)
    session.commit()
    client, base = client_of(app, writer), f"/cases/{case.id}/disclosures"

    assert client.submit(f"{base}/new", {"who": ""}).status_code == 422
    entered = {"who": "本人", "identity": "運転免許証"}
    path = client.submit(f"{base}/new", entered).location
    assert clock.today().isoformat()[:4] in client.get(base).text
    assert client.get(f"{path}/paper.pdf").status_code == 404
    assert client.submit(path, form="gather").status_code == 303
    page = client.get(path).text
    assert "経過記録（令和" in page and "日付：令和6年4月1日" in page  # same format as in the PDF
    assert STRANGER in page and "ケースに参加した人" in page and "手作業で" in page
    piece = next(
        f"{path}/pieces/{number}"
        for number in range(20)
        if STRANGER in client.get(f"{path}/pieces/{number}").text
    )
    text = client.get(piece).text.partition("<textarea")[2].partition(">")[2].partition("</")[0]
    assert client.submit(piece, {"text": "別の文"}).status_code == 422
    marked = text.strip().replace(STRANGER, f"[[{STRANGER}]]")
    assert client.submit(piece, {"text": marked}).status_code == 303
    assert STRANGER not in client.get(path).text.partition("<main")[2]

    assert client.submit(path, {"reason": ""}, form="disclose").status_code == 422
    answer = client.submit(path, {"reason": "第三者の個人情報"}, form="disclose")
    assert answer.status_code == 303
    paper = client.get(f"{path}/paper.pdf")
    assert paper.data.startswith(b"%PDF") and "no-store" in paper.headers["Cache-Control"]
    assert "disclosure.pdf" in paper.headers["Content-Disposition"]
    text = subprocess.run(
        ["pdftotext", "-", "-"], input=paper.data, capture_output=True, check=True
    ).stdout.decode()
    assert STRANGER not in text and "■■■" in text
    exported = session.scalars(select(AuditEntry).where(AuditEntry.action == "case.export")).all()
    assert len(exported) == 1
    assert client.get(f"{path}/pieces/999").status_code == 404


def test_disclosure_request_is_refused_with_a_reason(app: Flask, session: Any) -> None:
    writer = person("鳥取県")
    case = new_case(writer)
    session.commit()
    client = client_of(app, writer)
    entered = {"who": "代理人と称する人", "identity": "できなかった"}
    path = client.submit(f"/cases/{case.id}/disclosures/new", entered).location
    assert client.submit(path, {"reason": ""}, form="refuse").status_code == 422
    assert client.submit(path, {"reason": "本人と確認できない"}, form="refuse").status_code == 303
    assert "不開示" in client.get(path).text


def test_reader_of_the_case_has_no_disclosure_pages(app: Flask, session: Any) -> None:
    case, reader = new_case(person("鳥取県")), person("鳥取市")
    add_participant(case, reader, Section.COURSE)
    client = client_of(app, reader)
    for path in ("disclosures", "disclosures/new", f"disclosures/{'0' * 32}"):
        assert client.get(f"/cases/{case.id}/{path}").status_code == 404

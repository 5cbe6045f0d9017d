"""The pages of import and export."""

import io
from typing import Any

from sqlalchemy import select

from app.models.roster.roster_job import RosterImport
from app.services.common import tabular
from app.tasks.roster import imports as task
from tests import factories
from tests.support.accounts import RoleClients
from tests.support.roster_files import KEYS, csv, row


def upload(client: Any, content: bytes, name: str = "名簿.csv") -> Any:
    return client.submit("/imports/", {"file": (io.BytesIO(content), name)}, form="/imports/")


def test_import_from_file_to_roster(session: Any, client_as: RoleClients) -> None:
    officer = client_as("secretariat")
    new = row(name="𠮷野⺠の会")
    answer = upload(officer, csv([new, row(phone="110")]))
    assert answer.status_code == 303
    page = officer.get(answer.location).text
    assert "data-progress" in page
    session.commit()
    task.sweep()
    session.commit()
    page = officer.get(answer.location).text
    assert "電話番号・FAX番号は市外局番から" in page and "𠮷野⺠の会" in page
    refused = officer.submit(answer.location, {"basis": "決定"}, form="/start")
    assert refused.status_code == 422 and "誤りのある行が1行" in refused.text
    started = officer.submit(answer.location, {"basis": "決定", "skip_wrong": "y"}, form="/start")
    assert started.status_code == 303
    session.commit()
    task.sweep()
    session.commit()
    assert "取り込みました" in officer.get(answer.location).text
    assert "𠮷野⺠の会" in officer.get("/roster?q=𠮷野").text
    result = officer.get(f"{answer.location}/result.xlsx")
    assert result.data.startswith(b"PK")


def test_unsupported_or_missing_file_is_refused(session: Any, client_as: RoleClients) -> None:
    answer = upload(client_as("secretariat"), b"\xd0\xcf\x11\xe0", "a.xls")
    assert answer.status_code == 422 and "古い形式" in answer.text
    none = client_as("secretariat").submit("/imports/", {}, form="/imports/")
    assert none.status_code == 422 and "ファイルを選んでください" in none.text
    assert session.scalars(select(RosterImport)).all() == []


def test_file_name_is_escaped(session: Any, client_as: RoleClients) -> None:
    officer = client_as("secretariat")
    answer = upload(officer, csv([row()]), "<script>alert(1)</script>.csv")
    assert "<script>alert" not in officer.get(answer.location).text


def test_export_in_each_format(session: Any, client_as: RoleClients) -> None:
    factories.member(name="𠮷野の会")
    officer = client_as("secretariat")
    workbook = officer.submit("/exports/", {"form": "xlsx"}, form="/exports/")
    assert workbook.data.startswith(b"PK")
    text = officer.submit("/exports/", {"form": "csv", "columns": ["name"]}, form="/exports/")
    assert "𠮷野の会" in text.data.decode("utf-8-sig")
    lacking = officer.submit("/exports/", {"form": "cp932"}, form="/exports/")
    assert lacking.status_code == 422 and "𠮷" in lacking.text
    data = {"form": "cp932", "anyway": "y", "columns": ["name"]}
    anyway = officer.submit("/exports/", data, form="/exports/")
    assert "〓野の会" in anyway.data.decode("cp932")
    nothing = officer.submit("/exports/", {"columns": None}, form="/exports/")
    assert nothing.status_code == 422


def test_page_of_a_large_upload_shows_one_page_of_rows(
    session: Any, client_as: RoleClients
) -> None:
    officer = client_as("secretariat")
    answer = upload(officer, csv([row() for _ in range(120)]))
    session.commit()
    task.sweep()
    session.commit()
    page = officer.get(f"{answer.location}?fate=new&page=3")
    assert page.status_code == 200 and page.text.count("<tr") == 21
    assert tabular.unescape("a") == "a" and KEYS[3] == "name"

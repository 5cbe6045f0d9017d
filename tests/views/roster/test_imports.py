"""The pages of import and export."""

import io
from typing import Any

import pytest
from sqlalchemy import select

from app.models.roster.roster_job import RosterImport
from app.services.common import tabular
from app.services.roster import import_release
from app.services.roster.roster_columns import EXPORTED
from app.tasks.roster import imports as task
from tests import factories
from tests.documents import papers
from tests.support.accounts import RoleClients
from tests.support.other_lists import LISTS
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


def worked(session: Any) -> None:
    """Let the worker take up what waits."""
    session.commit()
    task.sweep()
    session.commit()


def test_columns_of_a_foreign_list_are_mapped_in_the_browser(
    session: Any, client_as: RoleClients
) -> None:
    officer = client_as("secretariat")
    other = next(each for each in LISTS if each.name == "相談窓口一覧")
    answer = upload(officer, other.content())
    worked(session)
    moved = officer.get(answer.location)
    assert moved.status_code == 302 and moved.location.endswith("/columns")
    page = officer.get(moved.location).text
    assert "列のない必須の項目" in page and "つながり相談室" in page
    assert '<option value="name" selected>' in page
    refused = officer.submit(moved.location, {}, form="/columns")
    assert refused.status_code == 422 and "必須の項目に、列も値もありません" in refused.text
    filled = {"value_kind": "その他", "column_0": "", "gaps": "y"}
    done = officer.submit(moved.location, filled, form="/columns")
    assert done.status_code == 303
    worked(session)
    page = officer.get(answer.location).text
    assert "（記入なし）" in page and "必須の項目が記入なしです：2行" in page
    again = upload(officer, other.content())
    worked(session)
    page = officer.get(officer.get(again.location).location).text
    assert "前に割り当てています" in page and 'value="その他"' in page


def test_sheet_and_heading_line_can_be_chosen(session: Any, client_as: RoleClients) -> None:
    officer = client_as("secretariat")
    other = next(each for each in LISTS if each.name.startswith("社会福祉"))
    answer = upload(officer, other.content(), "施設.xlsx")
    worked(session)
    address = officer.get(answer.location).location
    page = officer.get(address).text
    assert "コード表（非表示）" in page and "非表示のシート「コード表」は読み取っていません" in page
    page = officer.get(f"{address}?sheet=0&line=1").text
    assert "コード" in page and "ひだまりの里" not in page
    for odd in ("?sheet=99", "?line=-1&lines=7", "?sheet=x&line=99999"):
        assert officer.get(f"{address}{odd}").status_code == 200


def test_question_is_answered_and_row_mended_in_the_browser(
    session: Any, client_as: RoleClients
) -> None:
    member = factories.member(name="NPO法人みどり")
    officer = client_as("secretariat")
    rows = [row(name="NPO法人みどり", representative_name="別 人"), row(phone="110")]
    address = upload(officer, csv(rows)).location
    worked(session)
    page = officer.get(f"{address}/questions").text
    assert member.phone in page and rows[0]["phone"] in page
    unanswered = officer.submit(f"{address}/questions", {}, form="/questions")
    assert unanswered.status_code == 422 and "回答を選んで" in unanswered.text
    answered = officer.submit(f"{address}/questions", {"row-2": "another"}, form="/questions")
    assert answered.status_code == 303 and answered.location == address
    page = officer.get(f"{address}/rows/3").text
    assert 'value="110"' in page and "直すところ" in page
    still = officer.submit(f"{address}/rows/3", {"phone": "119"}, form="/rows/3")
    assert still.status_code == 303 and still.location.endswith("/rows/3")
    mended = officer.submit(f"{address}/rows/3", {"phone": "0857-26-0110"}, form="/rows/3")
    assert mended.location.endswith("?fate=wrong")
    page = officer.get(address).text
    assert "誤りのある行があります" not in page and "名簿に取り込む" in page
    assert officer.get(f"{address}/rows/99").status_code == 404


def test_large_import_waits_for_another_officer_and_can_be_undone(
    session: Any, client_as: RoleClients, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_release, "needs_two", lambda job: True)
    first = client_as("secretariat")
    new = row(name="大きな取込みの会")
    address = upload(first, csv([new])).location
    worked(session)
    assert "別の職員の承認が必要です" in first.get(address).text
    first.submit(address, {"basis": "決定"}, form="/start")
    page = first.get(address).text
    assert "承認待ち" in page and "提案を取り下げる" in page and "承認して取り込む" not in page
    second = client_as("secretariat")
    assert "承認して取り込む" in second.get(address).text
    assert "大きな取込みの会" in second.get(address).text
    returned = second.submit(address, {"reason": ""}, form="/return")
    assert returned.status_code == 422
    second.submit(address, {}, form="/release")
    worked(session)
    assert "大きな取込みの会" in second.get("/roster?q=大きな").text
    first.submit(address, {"reason": "違うファイル"}, form="/undo")
    assert "違うファイル" in second.get(address).text
    second.submit(address, {}, form="/undo-release")
    worked(session)
    assert "取り消しました" in first.get(address).text
    assert "大きな取込みの会" not in first.get("/roster?q=大きな").text


def test_files_name_their_charset_once(session: Any, client_as: RoleClients) -> None:
    officer = client_as("secretariat")
    for form, charset in (("csv", "utf-8"), ("cp932", "Shift_JIS")):
        data = {"form": form, "columns": ["name"], "anyway": "y"}
        answer = officer.submit("/exports/", data, form="/exports/")
        assert answer.headers["Content-Type"] == f"text/csv; charset={charset}"
    public = officer.get("/roster.csv?encoding=cp932&anyway=1")
    assert public.headers["Content-Type"] == "text/csv; charset=Shift_JIS"
    assert officer.get("/roster.csv").headers["Content-Type"] == "text/csv; charset=utf-8"


def test_columns_of_an_export_are_selected_at_once(client_as: RoleClients) -> None:
    officer = client_as("secretariat")
    for preset, count in (("all", len(EXPORTED)), ("none", 0), ("post", 7)):
        data = {"preset": preset, "form": "csv", "former": "y"}
        answer = officer.submit("/exports/", data, form="/exports/")
        assert answer.status_code == 200 and "text/html" in answer.headers["Content-Type"]
        columns = answer.text.split('name="columns"')[1:]
        assert sum(" checked" in each.split(">")[0] for each in columns) == count
        assert 'value="csv" checked' in answer.text  # the rest of the form is kept


def test_address_labels_name_who_has_no_address(session: Any, client_as: RoleClients) -> None:
    factories.member(name="宛先の会", address="鳥取市東町9番地", postal_code="680-0099")
    officer = client_as("secretariat")
    refused = officer.submit("/exports/", {"on_a_sheet": "24"}, form="/labels.pdf")
    assert refused.status_code == 422 and "所在地のない団体：" in refused.text
    data = {"on_a_sheet": "24", "anyway": "y"}
    made = officer.submit("/exports/", data, form="/labels.pdf")
    assert made.headers["Content-Type"] == "application/pdf"
    text = papers.text_of(made.data)
    assert "宛先の会" in text and "680-0099" in text and "鳥取市東町9番地" in text

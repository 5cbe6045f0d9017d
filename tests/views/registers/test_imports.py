"""The import of a table into a register, through its pages."""

from io import BytesIO
from typing import Any

from app.security.viewer import Role
from tests.support.accounts import RoleClients
from tests.support.register_files import FILE, worked


def test_file_goes_through_columns_and_check_into_the_register(
    session: Any, client_as: RoleClients
) -> None:
    desk = client_as(Role.SECRETARIAT)
    start = "/register-imports/new/activity-fields"
    assert start in desk.get("/activity-fields/").text
    assert "ファイルを選んでください" in desk.submit(start, {}).text

    wrong = FILE + ",合唱,,3\n"
    answer = desk.submit(start, {"file": (BytesIO(wrong.encode()), "分野.csv")})
    assert answer.status_code == 303
    path = answer.location
    job_id = int(path.rsplit("/", 1)[1])
    assert "読取り中" in desk.get(path).text
    worked(job_id)
    assert desk.get(path).location.endswith("/columns")
    columns = desk.get(f"{path}/columns").text
    assert "music" in columns and "表示順" in columns

    assert desk.submit(f"{path}/columns", {"column_1": "code"}, form="/columns").status_code == 422
    assert desk.submit(f"{path}/columns", {}, form="/columns").status_code == 303
    worked(job_id)
    page = desk.get(path).text
    assert "音楽" in page and "必須の項目がありません：コード" in page
    assert "音楽" not in desk.get(f"{path}?fate=wrong").text

    refused = desk.submit(path, {}, form="/start")
    assert refused.status_code == 422 and "誤りのある行" in refused.text
    assert desk.submit(path, {"skip_wrong": "y"}, form="/start").status_code == 303
    worked(job_id)
    assert "取込み済み" in desk.get(path).text
    assert "音楽" in desk.get("/activity-fields/").text


def test_register_that_does_not_exist_takes_no_file(session: Any, client_as: RoleClients) -> None:
    assert client_as(Role.SECRETARIAT).get("/register-imports/new/nothing").status_code == 404

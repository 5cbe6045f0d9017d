"""The pages of issue sheets (課題票) and of the platform issues made from them."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app import clock
from app.models.cases.issue_sheet import IssueSheet
from app.models.meeting.platform_issue import PlatformIssue
from app.rules.cases.access import Section
from app.rules.cases.fields import RecordKind
from app.services.cases import issue_sheets
from app.services.cases import records as case_records
from tests.support import issues
from tests.support import meetings as hall
from tests.support.accounts import RoleClients
from tests.support.cases import add_participant, client_of, filled, new_case, person, viewer_of
from tests.support.desk import officer

CHECKS = list(issues.EVERY_CHECK)


def test_issue_sheet_from_the_case_to_the_platform(
    app: Flask, session: Any, client_as: RoleClients
) -> None:
    writer, checker = person("鳥取県弁護士会"), person("鳥取市")
    case = new_case(writer)
    values = filled(RecordKind.PERSON) | {"name": "因幡 花子", "kana": "イナバ ハナコ"}
    case_records.write(viewer_of(writer), case.id, RecordKind.PERSON, values)
    session.commit()
    first, second = client_of(app, writer), client_of(app, checker)
    base, label = f"/cases/{case.id}/issue-sheets", case.alias

    assert "まだ" in first.get(base).text
    typed = {
        "title": "通院の足",
        "text": "花子さんは若葉町で通院の手段がない。",
        "person": str(checker.id),
    }
    assert first.submit(f"{base}/new", typed | {"person": ""}).status_code == 422
    path = first.submit(f"{base}/new", typed).location
    page = first.get(path).text
    assert "「花子」" in page and "/submit" not in page
    answer = {"answer-1": "架空の町の名である", "checks": CHECKS}
    assert first.submit(path, answer).status_code == 303
    page = first.get(path).text
    assert "架空の町の名である" in page and "必ず文から除いてください" in page
    assert 'name="answer-0"' not in page and "/submit" not in page
    typed = {"text": "若葉町で通院の手段がない。", "answer-0": "架空の町の名である"}
    assert first.submit(path, typed).status_code == 303
    assert first.submit(path, {"answer-0": "架空の町の名である"}).status_code == 303
    assert first.submit(path, form="submit").status_code == 303

    [row] = session.scalars(select(IssueSheet)).all()
    check = f"/cases/issue-sheets/{row.id}"
    assert check in second.get("/cases/issue-sheets/").text
    page = second.get(check).text
    assert "通院の足" in page and label not in page and case.id not in page
    assert first.get(check).status_code == 404
    assert second.submit(check, {"note": ""}).status_code == 422
    assert second.submit(check, {"note": "名を除いてください"}).status_code == 303
    assert "名を除いてください" in first.get(path).text
    changed = {"text": "通院の手段がない人がいる。", "checks": CHECKS}
    assert first.submit(path, changed).status_code == 303
    assert first.submit(path, form="submit").status_code == 303
    assert second.submit(check, form="release").status_code == 303

    issue = session.scalars(select(PlatformIssue)).one()
    for role in ("executive", "secretariat"):
        shown = client_as(role).get(f"/issues/{issue.id}").text
        assert "通院の手段がない人がいる" in shown and label not in shown
    assert client_as("general").get("/issues/").status_code != 200
    assert client_as("council").get("/issues/").status_code != 200


def test_checker_whose_term_ended_is_replaced(app: Flask, session: Any) -> None:
    writer, checker, other = person("鳥取県弁護士会"), person("鳥取市"), person("米子市")
    case = new_case(writer)
    row = issue_sheets.write(viewer_of(writer), case.id, checker.id, issues.CLEAN)
    path = f"/cases/{case.id}/issue-sheets/{row.id}"
    checker.ends_at = clock.now()
    client = client_of(app, writer)
    page = client.get(path).text
    assert "もう従事していません" in page and f"{path}/checker" in page
    assert client.submit(f"{path}/checker", {"person": ""}).status_code == 422
    named = client.submit(f"{path}/checker", {"person": str(other.id)})
    assert (named.status_code, named.location) == (303, path)
    page = client.get(path).text
    assert other.account.get_full_name() in page and "もう従事していません" not in page
    assert client.submit(path, form="submit").status_code == 303
    check = f"/cases/issue-sheets/{row.id}"
    assert client_of(app, other).get(check).status_code == 200


def test_reader_of_the_case_cannot_write_an_issue_sheet(app: Flask, session: Any) -> None:
    case, reader = new_case(person("鳥取県")), person("鳥取市")
    add_participant(case, reader, Section.COURSE)
    client = client_of(app, reader)
    assert client.get(f"/cases/{case.id}/issue-sheets").status_code == 404
    page = client.get(f"/cases/{case.id}").text
    assert "/issue-sheets" not in page.partition("<main")[2]


def test_secretariat_uses_an_issue(session: Any, client_as: RoleClients) -> None:
    issue, meeting = issues.released(), hall.planned()
    desk, path = client_as("secretariat"), f"/issues/{issue.id}"
    assert desk.submit(path, {"use": "workshop", "note": "秋の回"}, form="use").status_code == 303
    assert "秋の回" in desk.get(path).text
    assert "通院の足がない" in desk.get("/issues/?use=workshop").text
    assert "通院の足がない" not in desk.get("/issues/?use=proposal").text
    assert desk.submit(path, {"use": ""}, form="use").status_code == 422
    answer = desk.submit(path, {"meeting": str(meeting.id)}, form="agenda")
    assert answer.status_code == 303
    assert "<form" not in desk.get(path).text.partition("<main")[2].partition("</main>")[0]
    session.expire_all()
    assert session.get(PlatformIssue, issue.id).item_id is not None
    assert officer().is_staff


@pytest.mark.parametrize("issue_id", ["0" * 32, "x"])
def test_unknown_issue_is_not_found(session: Any, client_as: RoleClients, issue_id: str) -> None:
    assert client_as("secretariat").get(f"/issues/{issue_id}").status_code == 404

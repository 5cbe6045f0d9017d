"""Pages of the annual report: the secretariat's draft, what everybody reads, what it is held to."""

import hashlib
from io import BytesIO
from typing import Any

import openpyxl

from app.extensions import db
from app.models.policy.annual_report import AnnualReport
from app.services.registers import entries
from tests.support.accounts import RoleClients, press

PATH = "/annual-reports/2026"


def test_report_is_drafted_published_verified_and_taken_back(
    session: Any, client_as: RoleClients
) -> None:
    desk, visitor = client_as("secretariat"), client_as("public")
    draft = {"title": "令和8年度の事業報告", "fiscal_year": "2026", "foreword": "一年の活動です。"}
    assert desk.submit("/annual-reports/new", draft).location.endswith(PATH)
    assert visitor.get(PATH).status_code == 404
    assert "会員数（種別）" in desk.get(PATH).text

    assert press(desk, f"{PATH}/publish").status_code == 303
    page = visitor.get(PATH).text
    assert "一年の活動です。" in page and "会員数（種別）" in page and "<svg" in page
    assert press(desk, f"{PATH}/publish").status_code == 409
    sheet = openpyxl.load_workbook(BytesIO(visitor.get(f"{PATH}/report.xlsx").data)).active
    assert [cell.value for cell in sheet[1]][:4] == ["区分", "項目", "内訳", "令和8年度"]
    assert visitor.get(f"{PATH}/report.pdf").data.startswith(b"%PDF")
    report = entries.one(AnnualReport, "2026")
    content = visitor.get(f"{PATH}/content.json").data
    assert hashlib.sha256(content).hexdigest() == report.checksum
    assert "公表したときの内容のままです" in page
    report.content = {**report.content, "remarks": "書き換え"}
    db.session.commit()
    assert "公表したときの内容と異なります" in visitor.get(PATH).text

    assert press(desk, f"{PATH}/take-back", reason="").status_code == 409
    assert press(desk, f"{PATH}/take-back", reason="数の誤り").status_code == 303
    assert visitor.get(PATH).status_code == 404


def test_words_about_cases_that_nobody_released_are_shown_before_publication(
    session: Any, client_as: RoleClients
) -> None:
    desk = client_as("secretariat")
    draft = {"title": "報告", "fiscal_year": "2026", "council": "会議を12回開きました。"}
    desk.submit("/annual-reports/new", draft)
    assert "公表した概要に、次の行がありません" in desk.get(PATH).text
    refused = press(desk, f"{PATH}/publish")
    assert refused.status_code == 409 and "概要にない文" in refused.text

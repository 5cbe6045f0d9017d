"""The pages of the outbox: notices, what may be done with the whole, letters by post."""

import re
from io import BytesIO
from typing import Any

import openpyxl
from flask import Flask
from pypdf import PdfReader

from app.rules.states.post.outbox import OutboxState
from app.security.viewer import SYSTEM
from app.services.post import outbox
from tests import factories
from tests.services.post.test_outbox import letter
from tests.support.accounts import RoleClients, press
from tests.support.queries import counted


def three(session: Any) -> int:
    """Write a notice to two members by mail and one by post; return its id."""
    for number, to in enumerate(("a@example.jp", "b@example.jp", "")):
        shown = letter(addressee_organisation=f"団体{number}")
        message = outbox.write(SYSTEM, shown, to=to, dedupe_key=f"meeting:1:{number}")
    assert message.bulk_id is not None
    session.commit()
    return message.bulk_id


def test_list_shows_a_row_a_notice_and_opens_to_its_recipients(
    session: Any, client_as: RoleClients
) -> None:
    pk, desk = three(session), client_as("secretariat")
    page = desk.get("/outbox/").text
    assert page.count(f'href="/notices/{pk}"') == 1
    assert "待ち 2" in page and "郵送待ち 1" in page and "3件" in page
    assert f"/notices/{pk}" in desk.get("/outbox/?state=to_post&q=団体2").text
    assert f"/notices/{pk}" not in desk.get("/outbox/?state=failed").text
    shown = desk.get(f"/notices/{pk}").text
    assert "団体0" in shown and "団体2" in shown
    assert "団体0" not in desk.get(f"/notices/{pk}?state=to_post").text


def test_pages_take_few_queries(app: Flask, session: Any, client_as: RoleClients) -> None:
    pk, desk = three(session), client_as("secretariat")
    for _each in range(60):
        factories.letter()
    session.commit()
    for path in ("/outbox/?state=waiting&q=お知らせ", f"/notices/{pk}", "/outbox/post/"):
        desk.get(path)
        with counted(app) as queries:
            assert desk.get(path).status_code == 200
        assert len(queries) <= 6, (path, queries)


def test_notice_is_stopped_resumed_and_cancelled(session: Any, client_as: RoleClients) -> None:
    pk, desk = three(session), client_as("secretariat")
    assert desk.submit(f"/notices/{pk}", form="/stop").status_code == 303
    assert "停止しました" in desk.get(f"/notices/{pk}").text
    assert "停止中" in desk.get("/outbox/").text
    assert desk.submit(f"/notices/{pk}", form="/resume").status_code == 303
    assert desk.submit(f"/notices/{pk}", form="/cancel").status_code == 303
    assert "取消し 3" in desk.get(f"/notices/{pk}").text
    assert press(desk, f"/notices/{pk}/resend").status_code == 404


def test_record_of_delivery_names_every_recipient(session: Any, client_as: RoleClients) -> None:
    pk, desk = three(session), client_as("secretariat")
    book = press(desk, f"/notices/{pk}/certificate.xlsx")
    sheet = openpyxl.load_workbook(BytesIO(book.data))["送達"]
    lines = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert [line[:2] for line in lines] == [
        ["団体0", "a@example.jp"],
        ["団体1", "b@example.jp"],
        ["団体2", "郵送"],
    ]
    paper = press(desk, f"/notices/{pk}/certificate.pdf")
    text = PdfReader(BytesIO(paper.data)).pages[0].extract_text()
    assert "団体2" in text and "b@example.jp" in text


def test_letters_by_post_are_printed_and_marked(session: Any, client_as: RoleClients) -> None:
    three(session)
    desk = client_as("secretariat")
    path = "/outbox/post/"
    assert desk.submit(path, {"everything": "y"}, form="/letters.pdf").mimetype == "application/pdf"
    assert desk.submit(path, form="/letters.pdf").status_code == 422
    labels = press(desk, f"{path}to_post/labels.pdf", everything="y", on_a_sheet="24", on="")
    assert labels.status_code == 422
    labels = press(
        desk, f"{path}to_post/labels.pdf", everything="y", on_a_sheet="24", on="2026-11-29"
    )
    assert labels.status_code == 422 and "所在地のない宛先：団体2" in labels.text
    day = factories.clock.today().isoformat()
    sheet = {"everything": "y", "on_a_sheet": "12", "on": day}
    assert press(desk, f"{path}to_post/posted", **sheet).status_code == 303
    posted = desk.get(f"{path}?tray=posted").text
    ticked = re.findall(r'name="letter" value="(\d+)"', posted)
    assert "団体2" in posted and len(ticked) == 1
    assert press(desk, f"{path}posted/returned", letter=ticked[0]).status_code == 303
    assert "団体2" in desk.get(f"{path}?tray=returned").text
    assert "返送された郵便" in desk.get("/").text
    assert press(desk, f"{path}to_post/returned", **sheet).status_code == 404
    assert desk.get(f"{path}?tray=elsewhere").status_code == 404


def test_page_of_a_letter_by_post_offers_its_posting(session: Any, client_as: RoleClients) -> None:
    message = factories.letter(to="")
    page = client_as("secretariat").get(f"/outbox/{message.id}").text
    assert "郵送済みにする" in page and f"/notices/{message.bulk_id}" in page
    assert message.state is OutboxState.HELD

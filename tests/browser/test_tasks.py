"""The most common tasks, by keyboard alone, with and without scripts."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from app.models.admission.application import Application
from app.models.filings.change_notice import ChangeNotice
from app.models.filings.withdrawal import WithdrawalNotice
from app.rules.states.admission.application import ApplicationState
from tests import factories
from tests.support.accounts import RoleClients, log_in_page
from tests.support.application_form import FILLED, letters, link_in
from tests.support.keyboard import fill, press, tab_to

SCRIPTS = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
ANSWERS = {name: True if value == "y" else value for name, value in FILLED.items() if value}


@SCRIPTS
def test_an_organisation_applies_for_membership(
    session: Any, new_page: Callable[..., Page], scripts: bool
) -> None:
    page = new_page(java_script_enabled=scripts)
    session.commit()
    page.goto("/apply/")
    press(page, page.get_by_role("link", name="申込みを始める"))
    fill(page, ANSWERS, page.locator("main .form-buttons button[type=submit]").first)
    assert page.url.endswith("/apply/check"), page.locator(".error-summary").all_inner_texts()
    press(page, page.locator("main form[action$=check] button[type=submit]"))
    expect(page.locator("h1")).to_have_text("メールを確認してください")

    session.rollback()
    page.goto(link_in(letters("application_confirm")[-1]))
    session.commit()
    press(page, page.locator("main button[type=submit]"))
    session.rollback()
    application = session.scalars(select(Application)).one()
    assert application.state is ApplicationState.RECEIVED
    assert application.receipt_number in page.locator("main").inner_text()


@SCRIPTS
def test_a_member_files_a_change(
    session: Any, client_as: RoleClients, new_page: Callable[..., Page], scripts: bool
) -> None:
    page = new_page(java_script_enabled=scripts)
    log_in_page(page, client_as("general"))
    page.goto("/change-notices/new")
    session.commit()
    fill(
        page,
        {"phone": "0857-20-1234", "activity_fields": ["place"]},
        page.locator("main .form-buttons button[type=submit]").first,
    )
    expect(page.locator("main")).to_contain_text("0857-20-1234")
    press(page, page.locator("main .button-primary[type=submit]").first)
    session.rollback()
    notice = session.scalars(select(ChangeNotice)).one()
    assert "phone" in {line.field for line in notice.lines}


@SCRIPTS
def test_a_member_withdraws(
    session: Any, client_as: RoleClients, new_page: Callable[..., Page], scripts: bool
) -> None:
    page = new_page(java_script_enabled=scripts)
    log_in_page(page, client_as("general"))
    page.goto("/withdrawals/new")
    session.commit()
    press(page, page.locator("main .form-buttons button[type=submit]").first)
    press(page, page.locator("main .form-buttons button[type=submit]").first)
    session.rollback()
    assert session.scalars(select(WithdrawalNotice)).one().id


@SCRIPTS
def test_a_member_logs_in(session: Any, new_page: Callable[..., Page], scripts: bool) -> None:
    account = factories.account(organisation=factories.member(), password=factories.PASSWORD)
    name = account.username
    session.commit()
    page = new_page(java_script_enabled=scripts)
    page.goto("/")
    press(page, page.get_by_role("banner").get_by_role("link", name="ログイン"))
    fill(
        page,
        {"username": name, "password": factories.PASSWORD},
        page.locator("main button[type=submit]").first,
    )
    expect(page.locator("#user-menu")).to_have_count(1)


@SCRIPTS
def test_two_officers_check_and_accept_an_application(
    session: Any, client_as: RoleClients, new_page: Callable[..., Page], scripts: bool
) -> None:
    application = factories.application()
    number = application.id
    page = new_page(java_script_enabled=scripts)
    log_in_page(page, client_as("secretariat"))
    session.commit()
    page.goto(f"/applications/show/{number}")
    press(page, page.locator("#checks button[name=all]"))
    tab_to(page, page.locator("summary", has_text="一括決定を待てないとき"))
    page.keyboard.press("Enter")
    press(page, page.locator(f"main a[href$='/{number}/accept-at-once']").first)
    send = page.locator("main .form-buttons button[type=submit]").first
    fill(page, {"reason": "会議の前に決めるため"}, send)

    other = new_page(java_script_enabled=scripts)
    log_in_page(other, client_as("secretariat"))
    session.commit()
    other.goto(f"/applications/show/{number}")
    tab_to(other, other.locator("main [popovertarget*=release]").first)
    other.keyboard.press("Enter")
    press(other, other.get_by_role("dialog").locator("button[type=submit]"))
    session.rollback()
    assert session.get(Application, number).state is ApplicationState.ACCEPTED

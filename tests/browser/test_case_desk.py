"""The case worker's desk in the browser: taking part in the usual ways, and a note in a few keys."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from app.security.viewer import Role
from tests.support import cases
from tests.support.accounts import RoleClients, log_in_page


@pytest.fixture
def path(session: Any, client_as: RoleClients, browser_page: Page) -> str:
    """Return the path of a case of the person who is logged in to the browser."""
    client = client_as(Role.COUNCIL)
    path = f"/cases/{cases.of(client).id}"
    session.commit()
    log_in_page(browser_page, client)
    return path


def test_way_sets_the_sections_and_only_the_chosen_basis_is_shown(
    path: str, browser_page: Page
) -> None:
    page = browser_page
    page.goto(f"{path}/participants/add")
    page.get_by_label("見守り", exact=True).check()
    expect(page.locator("[name=level_course]")).to_have_value("write")
    expect(page.locator("[name=level_identity]")).to_have_value("")
    page.locator("[name=level_basic]").select_option("read")
    expect(page.get_by_label("区分を自分で選ぶ")).to_be_checked()

    fields = page.locator("[data-basis]:not([hidden])")
    expect(fields).to_have_count(0)
    page.get_by_label("生命・身体の危険").check()
    expect(fields).to_have_count(1)
    expect(page.locator("[name=reason]")).to_be_visible()
    expect(page.locator("[name=law]")).to_be_hidden()


def test_note_is_written_where_the_course_is_read(path: str, browser_page: Page) -> None:
    page = browser_page
    page.goto(f"{path}/sections/course")
    page.locator("[name=means]").select_option("電話")
    page.locator("[name=minutes]").fill("15")
    page.locator("[name=text]").fill("電話に出た。")
    page.get_by_role("button", name="経過記録を保存する").click()
    expect(page.locator(".panel").filter(has_text="15分")).to_contain_text("電話に出た。")

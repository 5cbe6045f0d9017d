"""Pages of a case on a phone: its many pages stand behind one button, and a finger finds what it aims at."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from app.security.viewer import Role
from tests.support import full_case
from tests.support.accounts import RoleClients, log_in_page

PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
FINGER = 44
"""Pixels, each way."""
PAGES = ("", "/sections/course", "/sections/basic", "/participants", "/conferences", "/disclosures")
TOO_SMALL = """finger => [...document.querySelectorAll(
  "main :is(button, summary, select, input:not([type=hidden]), .button, .tabs a, .tasks a, .breadcrumbs a, .edit a)"
)].filter(each => each.checkVisibility() && !each.matches(".choice input, .help-button"))
  .filter(each => each.getBoundingClientRect().height < finger)
  .map(each => each.outerHTML)"""


@pytest.fixture
def case_path(session: Any, client_as: RoleClients) -> tuple[Any, str]:
    """Somebody who manages a case, and its address."""
    client = client_as(Role.COUNCIL)
    path = f"/cases/{full_case.full(client).id}"
    session.commit()
    return client, path


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_the_pages_of_a_case_stand_behind_one_button(
    case_path: tuple[Any, str], new_page: Callable[..., Page], scripts: bool
) -> None:
    client, path = case_path
    page = new_page(java_script_enabled=scripts, **PHONE)
    log_in_page(page, client)
    page.goto(f"{path}/sections/course")
    button = page.locator("button[popovertarget=tabs]")
    expect(button).to_contain_text("経過")  # it says where one is
    tabs = page.get_by_role("navigation", name="ケースのページ")
    expect(tabs).to_be_hidden()
    button.tap()
    expect(tabs.get_by_role("link", name="保存と削除")).to_be_in_viewport()
    expect(tabs.locator("[aria-current=page]")).to_have_text("経過")
    page.keyboard.press("Escape")
    expect(tabs).to_be_hidden()
    button.press("Enter")
    page.keyboard.press("Tab")
    expect(tabs.get_by_role("link", name="概要")).to_be_focused()
    tabs.get_by_role("link", name="参加者").tap()
    page.wait_for_url("**/participants")
    page.set_viewport_size({"width": 1280, "height": 900})
    expect(tabs).to_be_visible()  # on a desk all of them stand there
    expect(button).to_be_hidden()


def test_a_finger_finds_what_it_aims_at(
    case_path: tuple[Any, str], new_page: Callable[..., Page]
) -> None:
    client, path = case_path
    page = new_page(**PHONE)
    log_in_page(page, client)
    for address in ("/", "/cases/", "/cases/received/", *(path + each for each in PAGES)):
        page.goto(address)
        assert page.evaluate(TOO_SMALL, FINGER) == [], address

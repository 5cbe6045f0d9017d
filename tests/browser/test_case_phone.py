"""Case pages on a phone: a menu button for the pages, and sufficiently large touch targets."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from app.security.viewer import Role
from tests.browser.pages import Screens, faults
from tests.support import disclosures, full_case, sharing
from tests.support.accounts import RoleClients, log_in_page

PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
FINGER = 44
"""Minimum height of a touch target in pixels."""
PAGES = ("", "/sections/course", "/sections/basic", "/participants", "/conferences", "/disclosures")
TOO_SMALL = """finger => [...document.querySelectorAll(
  "main :is(button, summary, select, input:not([type=hidden]), .button, .tabs a, .tasks a, .breadcrumbs a, .edit a)"
)].filter(each => each.checkVisibility() && !each.matches(".choice input, .help-button"))
  .filter(each => each.getBoundingClientRect().height < finger)
  .map(each => each.outerHTML)"""


@pytest.fixture
def case_path(session: Any, client_as: RoleClients) -> tuple[Any, str]:
    """Return the client of a case manager and the case's path."""
    client = client_as(Role.COUNCIL)
    path = f"/cases/{full_case.full(client).id}"
    session.commit()
    return client, path


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_case_pages_are_behind_one_menu_button(
    case_path: tuple[Any, str], new_page: Callable[..., Page], scripts: bool
) -> None:
    client, path = case_path
    page = new_page(java_script_enabled=scripts, **PHONE)
    log_in_page(page, client)
    page.goto(f"{path}/sections/course")
    button = page.locator("button[popovertarget=tabs]")
    expect(button).to_contain_text("経過")  # the current page
    tabs = page.get_by_role("navigation", name="ケースのページ")
    expect(tabs).to_be_hidden()
    button.tap()
    expect(tabs.get_by_role("link", name="管理")).to_be_in_viewport()
    expect(tabs.locator("[aria-current=page]")).to_have_text("経過")
    page.keyboard.press("Escape")
    expect(tabs).to_be_hidden()
    button.press("Enter")
    page.keyboard.press("Tab")
    expect(tabs.get_by_role("link", name="概要")).to_be_focused()
    tabs.get_by_role("link", name="管理").tap()
    page.wait_for_url("**/participants")
    expect(page.get_by_role("link", name="保存と削除")).to_be_visible()
    page.set_viewport_size({"width": 1280, "height": 900})
    expect(tabs).to_be_visible()  # all tabs are visible on a desktop
    expect(button).to_be_hidden()


@pytest.mark.timeout(300)
def test_every_page_of_a_full_case_is_usable(
    case_path: tuple[Any, str], new_page: Callable[..., Page], screens: Callable[[str], Screens]
) -> None:
    client, path = case_path
    page = new_page()
    log_in_page(page, client)
    tabs: set[str] = set()
    for place in ("", "/participants"):
        page.goto(path + place)
        tabs.update(page.locator(".tabs a").evaluate_all("all => all.map(each => each.pathname)"))
    assert len(tabs) > 15
    found = []
    for address in sorted(tabs):
        page.goto(address)
        place = address.removeprefix(path)
        found += [f"{place}: {fault}" for fault in faults(page, screens(place))]
    assert found == []


def test_touch_targets_are_large_enough(
    case_path: tuple[Any, str], new_page: Callable[..., Page]
) -> None:
    client, path = case_path
    page = new_page(**PHONE)
    log_in_page(page, client)
    for address in ("/", "/cases/", "/cases/received/", *(path + each for each in PAGES)):
        page.goto(address)
        assert page.evaluate(TOO_SMALL, FINGER) == [], address


def test_mask_button_masks_the_selected_text(
    session: Any, client_as: RoleClients, new_page: Callable[..., Page]
) -> None:
    client = client_as(Role.COUNCIL)
    place = disclosures.requested(client)
    path = f"/cases/{place['case_id']}/disclosures/{place['request_id']}/pieces/0"
    session.commit()
    page = new_page(**PHONE)
    log_in_page(page, client)
    page.goto(path)
    text = page.get_by_label("本文")
    before = text.input_value()
    page.get_by_role("button", name="選んだ部分を隠す").tap()  # no selection yet
    expect(text).to_have_value(before)
    text.evaluate("each => each.setSelectionRange(0, 2)")
    page.get_by_role("button", name="選んだ部分を隠す").tap()
    expect(text).to_have_value(f"[[{before[:2]}]]{before[2:]}")
    page.get_by_role("button", name="保存する").tap()
    expect(page.locator("#piece-0")).to_contain_text("■■■")


def test_offer_is_declined_only_after_confirmation(
    session: Any, client_as: RoleClients, new_page: Callable[..., Page]
) -> None:
    client = client_as(Role.COUNCIL)
    path = f"/cases/received/offers/{sharing.offer_to(client)['row_id']}"
    session.commit()
    page = new_page(**PHONE)
    log_in_page(page, client)
    page.goto(path)
    page.get_by_role("button", name="辞退する").first.tap()
    dialog = page.get_by_role("dialog", name="辞退する")
    expect(dialog.get_by_role("button", name="やめる")).to_be_focused()
    assert page.url.endswith(path)
    dialog.get_by_role("button", name="辞退する").tap()
    page.wait_for_url("**/cases/received/")
    expect(page.get_by_text("申し出を辞退しました。")).to_be_visible()

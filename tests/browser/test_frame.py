"""The page frame by keyboard alone, without scripts, and within its size limit."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Response, expect

from tests.browser.pages import FIRST_VIEW_BYTES
from tests.support.accounts import RoleClients, log_in_page
from tests.support.browser import accessibility_faults

PHONE = {"width": 390, "height": 844}
SCRIPTS = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])


def test_skip_link_comes_first_and_leads_past_the_menu(browser_page: Page) -> None:
    browser_page.goto("/")
    browser_page.keyboard.press("Tab")
    skip = browser_page.locator(":focus")
    expect(skip).to_have_text("本文へ移動")
    expect(skip).to_be_in_viewport()
    browser_page.keyboard.press("Enter")
    expect(browser_page.locator("main")).to_be_focused()


@SCRIPTS
def test_menu_on_a_phone_opens_and_closes_by_keyboard(
    client_as: RoleClients, new_page: Callable[..., Page], scripts: bool
) -> None:
    page = new_page(viewport=PHONE, java_script_enabled=scripts)
    log_in_page(page, client_as("secretariat"))
    page.goto("/")
    menu = page.get_by_role("navigation", name="主なメニュー")
    expect(menu).to_be_hidden()
    page.get_by_role("button", name="メニュー").focus()
    page.keyboard.press("Enter")
    expect(menu).to_be_visible()
    page.keyboard.press("Tab")
    expect(menu.locator("a").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()


@SCRIPTS
def test_logging_out_needs_no_script(
    client_as: RoleClients, new_page: Callable[..., Page], scripts: bool
) -> None:
    page = new_page(java_script_enabled=scripts)
    log_in_page(page, client_as("general"))
    page.goto("/")
    page.locator("button[popovertarget=user-menu]").press("Enter")
    page.get_by_role("button", name="ログアウト").press("Enter")
    page.goto("/")
    banner = page.get_by_role("banner")
    expect(banner.get_by_role("link", name="ログイン")).to_be_visible()


@SCRIPTS
def test_confirmation_dialog_focuses_the_cancel_button(
    new_page: Callable[..., Page], scripts: bool
) -> None:
    page = new_page(java_script_enabled=scripts)
    page.goto("/_components")
    ask = page.get_by_role("button", name="確認してから消す").first
    ask.press("Enter")
    dialog = page.get_by_role("dialog", name="確認してから消す")
    expect(dialog).to_be_visible()
    expect(dialog.get_by_role("button", name="やめる")).to_be_focused()
    page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    expect(ask).to_be_focused()


def test_help_opens_next_to_its_term(new_page: Callable[..., Page]) -> None:
    page = new_page(java_script_enabled=False)
    page.goto("/_components")
    page.get_by_role("button", name="「みなし決議」の説明").press("Enter")
    expect(page.get_by_text("書面で3分の2以上の同意があれば")).to_be_visible()


def test_error_summary_has_the_focus_when_the_page_opens(new_page: Callable[..., Page]) -> None:
    page = new_page(java_script_enabled=False)
    page.goto("/_components")
    expect(page.locator(".error-summary")).to_be_focused()


def test_japanese_era_follows_the_entered_date(browser_page: Page) -> None:
    browser_page.goto("/_components")
    field = browser_page.get_by_label("設立年月日").first
    era = browser_page.locator("output.era").first
    expect(era).to_have_text("令和元年")
    field.fill("1989-01-07")
    expect(era).to_have_text("昭和64年")
    field.fill("2026-11-23")
    expect(era).to_have_text("令和8年")


def test_second_click_does_not_submit_again(new_page: Callable[..., Page]) -> None:
    page = new_page()
    page.goto("/login")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.method))
    page.get_by_label("パスワード").fill("x")
    page.evaluate(
        "() => { const b = document.querySelector('main button[type=submit]'); b.click(); b.click(); }"
    )
    page.wait_for_load_state("networkidle")
    assert sent.count("POST") == 1


def test_first_page_load_is_below_the_size_limit(
    client_as: RoleClients, new_page: Callable[..., Page]
) -> None:
    page = new_page()
    log_in_page(page, client_as("secretariat"))
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))
    page.goto("/")
    page.wait_for_load_state("networkidle")
    weights = {answer.url: len(answer.body()) for answer in answers}
    assert sum(weights.values()) < FIRST_VIEW_BYTES, weights


def test_forced_colours_keep_borders_and_focus(new_page: Callable[..., Page]) -> None:
    page = new_page(forced_colors="active")
    page.goto("/_components")
    button = page.locator(".button-primary").first
    button.focus()
    style = button.evaluate(
        "each => { const s = getComputedStyle(each); return [s.borderTopWidth, s.outlineStyle]; }"
    )
    assert style[0] != "0px"


@pytest.mark.parametrize("path", ["/", "/apply/form", "/_components"])
def test_forced_colours_keep_everything_readable(new_page: Callable[..., Page], path: str) -> None:
    page = new_page(forced_colors="active")
    page.goto(path)
    assert accessibility_faults(page) == []


def test_print_style_omits_interactive_elements(browser_page: Page) -> None:
    browser_page.goto("/_components")
    browser_page.emulate_media(media="print")
    for gone in (".header-tools", ".breadcrumbs", ".pagination", ".filter"):
        expect(browser_page.locator(gone).first).to_be_hidden()
    expect(browser_page.locator("main table").first).to_be_visible()


def test_a_printed_list_stays_a_table(new_page: Callable[..., Page]) -> None:
    page = new_page(viewport={"width": 680, "height": 900})  # about the width of A4
    page.goto("/_components")
    page.emulate_media(media="print")
    row = page.locator(".table-cards tbody tr").first
    assert row.evaluate("each => getComputedStyle(each).display") == "table-row"

"""After log-out the browser's back button shows nothing of a case, even from the browser's cache."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, Playwright

from app.models.accounts.user import UserSession
from app.security.viewer import Role
from tests.support import cases
from tests.support.accounts import RoleClients, log_in_page
from tests.support.browser import EXECUTABLE, FLAGS
from tests.support.client import PlatformClient

KEPT = "--disable-back-forward-cache"
"""Playwright's default flag, ignored here: it disables the back/forward cache."""
NOTE = """addEventListener("pageshow", event => {
  if (event.persisted) localStorage.setItem("seen", document.documentElement.hidden ? "" : document.body.innerText);
});"""
"""Record the text shown by a page restored from the back/forward cache."""


@pytest.fixture
def opened(session: Any, client_as: RoleClients) -> tuple[PlatformClient, str, str]:
    """Return the client of a case participant, the case's alias and its path."""
    client = client_as(Role.COUNCIL)
    case = cases.of(client)
    session.commit()
    found = client, case.alias, f"/cases/{case.id}"
    session.rollback()
    return found


@pytest.fixture
def keeping_browser(
    monkeypatch: pytest.MonkeyPatch, app: Flask, playwright: Playwright
) -> Iterator[Browser]:
    """Start a browser that caches pages despite `no-store`, as some browsers do."""
    served = app.wsgi_app

    def forgiving(environ: Any, start: Callable[..., Any]) -> Any:
        def without(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            kept = [each for each in headers if each[0] != "Cache-Control"]
            return start(status, kept, *rest)

        return served(environ, without)

    monkeypatch.setattr(app, "wsgi_app", forgiving)
    launched = playwright.chromium.launch(
        executable_path=EXECUTABLE, args=FLAGS, ignore_default_args=[KEPT]
    )
    yield launched
    launched.close()


def test_back_button_after_log_out_shows_nothing_of_a_case(
    opened: tuple[PlatformClient, str, str], browser_page: Page
) -> None:
    client, label, path = opened
    log_in_page(browser_page, client)
    browser_page.goto("/cases/")
    browser_page.goto(path)
    assert label in browser_page.inner_text("body")
    assert label not in browser_page.title()

    browser_page.locator("form[action$='/logout'] button").first.evaluate("each => each.click()")
    browser_page.wait_for_url("**/")
    for _step in range(3):
        browser_page.go_back()
        assert label not in browser_page.content()


def test_page_restored_from_the_cache_is_empty(
    session: Any,
    opened: tuple[PlatformClient, str, str],
    keeping_browser: Browser,
    live_server: str,
) -> None:
    client, label, path = opened
    page = keeping_browser.new_context(base_url=live_server, locale="ja-JP").new_page()
    page.add_init_script(NOTE)
    log_in_page(page, client)
    page.goto(path)
    assert label in page.inner_text("body")
    page.goto("/roster")
    for each in session.query(UserSession):
        session.delete(each)  # logged out on another device, unknown to this browser
    session.commit()
    with page.expect_navigation():  # the page is requested again
        page.evaluate("history.back()")
    page.wait_for_function("() => localStorage.getItem('seen') !== null")
    assert page.evaluate("localStorage.getItem('seen')") == ""
    assert label not in page.content()
    assert page.locator("input[type=password]").count() == 1

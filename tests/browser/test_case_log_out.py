"""After the log-out the browser's back button shows nothing of a case."""

from typing import Any

from playwright.sync_api import Page

from app.security.viewer import Role
from tests.support import cases
from tests.support.accounts import RoleClients, log_in_page


def test_the_way_back_shows_nothing(
    session: Any, client_as: RoleClients, browser_page: Page
) -> None:
    client = client_as(Role.COUNCIL)
    case = cases.of(client)
    session.commit()
    label, path = case.label, f"/cases/{case.id}"
    session.rollback()
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

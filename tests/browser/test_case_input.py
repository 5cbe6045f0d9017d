"""Case pages in the browser: drafts, the end of a session, inactivity, and a lost connection."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import func, select

from app.models.accounts.user import UserSession
from app.models.cases.record import CaseDraft
from app.security.viewer import Role
from tests.support import cases, sharing
from tests.support.accounts import RoleClients, log_in, log_in_page
from tests.support.client import PlatformClient

PHONE = {"width": 390, "height": 844}
TEXT = "玄関先で十五分ほど話を聞いた。"


@pytest.fixture
def client(client_as: RoleClients) -> PlatformClient:
    return client_as(Role.COUNCIL)


@pytest.fixture
def path(session: Any, client: PlatformClient, browser_page: Page) -> str:
    """Open the form of a new note in the browser and return its path."""
    case = cases.of(client)
    path = f"/cases/{case.id}/records/new/note"
    session.commit()
    log_in_page(browser_page, client)
    browser_page.goto(path)
    return path


def drafts(session: Any) -> int:
    session.rollback()
    return int(session.scalar(select(func.count()).select_from(CaseDraft)))


def test_draft_is_stored_on_the_server_and_not_in_the_browser(
    session: Any, browser_page: Page, path: str
) -> None:
    browser_page.get_by_label("内容").fill(TEXT)
    expect(browser_page.get_by_text("下書きを保存しました。")).to_be_visible()
    stored = "() => [localStorage.length, sessionStorage.length]"
    assert browser_page.evaluate(stored) == [0, 0]
    browser_page.goto("/cases/")  # no prompt on leaving the page
    browser_page.goto(path)
    expect(browser_page.get_by_label("内容")).to_have_value(TEXT)
    assert drafts(session) == 1


def test_input_survives_the_end_of_the_session(
    session: Any, client: PlatformClient, browser: Browser, live_server: str, path: str
) -> None:
    # A page without the fixture's fault check: requests fail here on purpose.
    with browser.new_context(base_url=live_server, locale="ja-JP") as context:
        browser_page = context.new_page()
        log_in_page(browser_page, client)
        browser_page.goto(path)
        types_on(session, client, browser_page)
    assert drafts(session) == 1


def types_on(session: Any, client: PlatformClient, browser_page: Page) -> None:
    """End the session during input, continue, and log in again in another tab."""
    session.delete(session.scalars(select(UserSession)).one())
    session.commit()
    browser_page.get_by_label("内容").fill(TEXT)
    expect(browser_page.get_by_text("ログアウトしています。")).to_be_visible()
    browser_page.get_by_role("button", name="保存する").click()
    expect(browser_page.get_by_label("内容")).to_have_value(TEXT)  # the form was not sent
    log_in(client, cases.account_of(client))
    log_in_page(browser_page, client)
    browser_page.get_by_label("内容").press("End")
    browser_page.get_by_label("内容").type("また来る。")
    expect(browser_page.get_by_text("下書きを保存しました。")).to_be_visible()


def test_inactive_user_has_to_reauthenticate(
    session: Any, client: PlatformClient, browser_page: Page, path: str
) -> None:
    page = browser_page
    page.clock.install()
    page.goto(path)
    page.get_by_label("内容").fill(TEXT)
    page.clock.run_for(2_000)
    expect(page.get_by_text("下書きを保存しました。")).to_be_visible()
    page.clock.run_for(14 * 60_000)
    assert page.url.endswith(path)
    page.clock.run_for(61_000)
    page.wait_for_url("**/reauthenticate/**")
    assert TEXT not in page.content()
    page.go_back()
    assert "/records/new/note" not in page.url  # the page is not in the browser's history


def test_reply_is_not_sent_while_offline_or_logged_out(
    session: Any, client: PlatformClient, browser: Browser, live_server: str
) -> None:
    """A reply has no draft, as its author does not participate in the case."""
    path = f"/cases/received/requests/{sharing.request_to(client)['row_id']}"
    session.commit()
    with browser.new_context(base_url=live_server, locale="ja-JP", viewport=PHONE) as context:
        page = context.new_page()
        log_in_page(page, client)
        page.goto(path)
        page.get_by_label("回答").fill(TEXT)
        send = page.get_by_role("button", name="回答を送る")
        context.set_offline(True)
        send.click()
        expect(page.get_by_role("status")).to_contain_text("今は接続できません。")
        context.set_offline(False)
        session.delete(session.scalars(select(UserSession)).one())
        session.commit()
        send.click()
        expect(page.get_by_role("status")).to_contain_text("ログアウトしています。")
        expect(page.get_by_label("回答")).to_have_value(TEXT)
        log_in(client, cases.account_of(client))  # in another tab
        log_in_page(page, client)
        send.click()
        expect(page.get_by_text("回答を送りました。")).to_be_visible()


def test_reply_is_not_sent_under_another_account(
    session: Any, client: PlatformClient, client_as: RoleClients, new_page: Callable[..., Page]
) -> None:
    path = f"/cases/received/requests/{sharing.request_to(client)['row_id']}"
    session.commit()
    page = new_page(viewport=PHONE)
    log_in_page(page, client)
    page.goto(path)
    page.get_by_label("回答").fill(TEXT)
    log_in_page(page, client_as(Role.COUNCIL))  # a colleague, same phone, another tab
    page.get_by_role("button", name="回答を送る").click()
    expect(page.get_by_role("status")).to_contain_text("ログアウトしています。")
    assert page.url.endswith(path)

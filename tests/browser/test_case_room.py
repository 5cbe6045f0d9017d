"""Pages of cases in the browser: drafts while somebody types, and what is left when somebody goes away."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import func, select

from app.models.case_record import CaseDraft
from app.models.user import UserSession
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
    """A note's form, open in the browser."""
    case = cases.of(client)
    path = f"/cases/{case.id}/records/new/note"
    session.commit()
    log_in_page(browser_page, client)
    browser_page.goto(path)
    return path


def drafts(session: Any) -> int:
    session.rollback()
    return int(session.scalar(select(func.count()).select_from(CaseDraft)))


def test_what_is_typed_is_kept_by_the_server_and_nowhere_in_the_browser(
    session: Any, browser_page: Page, path: str
) -> None:
    browser_page.get_by_label("内容").fill(TEXT)
    expect(browser_page.get_by_text("下書きを保存しました。")).to_be_visible()
    stored = "() => [localStorage.length, sessionStorage.length]"
    assert browser_page.evaluate(stored) == [0, 0]
    browser_page.goto("/cases/")  # nobody asks whether to leave
    browser_page.goto(path)
    expect(browser_page.get_by_label("内容")).to_have_value(TEXT)
    assert drafts(session) == 1


def test_a_session_that_ends_while_somebody_types_loses_nothing(
    session: Any, client: PlatformClient, browser: Browser, live_server: str, path: str
) -> None:
    # A page that nobody watches: it is refused here, on purpose.
    with browser.new_context(base_url=live_server, locale="ja-JP") as context:
        browser_page = context.new_page()
        log_in_page(browser_page, client)
        browser_page.goto(path)
        types_on(session, client, browser_page)
    assert drafts(session) == 1


def types_on(session: Any, client: PlatformClient, browser_page: Page) -> None:
    """The session ends, somebody types on, and logs in again in another tab."""
    session.delete(session.scalars(select(UserSession)).one())
    session.commit()
    browser_page.get_by_label("内容").fill(TEXT)
    expect(browser_page.get_by_text("ログアウトしています。")).to_be_visible()
    browser_page.get_by_role("button", name="保存する").click()
    expect(browser_page.get_by_label("内容")).to_have_value(TEXT)  # it did not go off
    log_in(client, cases.account_of(client))
    log_in_page(browser_page, client)
    browser_page.get_by_label("内容").press("End")
    browser_page.get_by_label("内容").type("また来る。")
    expect(browser_page.get_by_text("下書きを保存しました。")).to_be_visible()


def test_who_does_nothing_for_a_while_is_asked_anew(
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
    assert "/records/new/note" not in page.url  # the page left no trace to go back to


def test_an_answer_does_not_go_off_where_it_would_be_lost(
    session: Any, client: PlatformClient, browser: Browser, live_server: str
) -> None:
    """It has no draft: who answers takes no part in the case."""
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


def test_an_answer_does_not_go_off_as_somebody_elses(
    session: Any, client: PlatformClient, client_as: RoleClients, new_page: Callable[..., Page]
) -> None:
    path = f"/cases/received/requests/{sharing.request_to(client)['row_id']}"
    session.commit()
    page = new_page(viewport=PHONE)
    log_in_page(page, client)
    page.goto(path)
    page.get_by_label("回答").fill(TEXT)
    log_in_page(page, client_as(Role.COUNCIL))  # a colleague, on the same phone, in another tab
    page.get_by_role("button", name="回答を送る").click()
    expect(page.get_by_role("status")).to_contain_text("ログアウトしています。")
    assert page.url.endswith(path)

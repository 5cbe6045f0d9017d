"""The page on the system's state, and the bar on the pages of those who keep it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from app import clock
from app.rules.states.post.outbox import OutboxState
from app.security.viewer import SYSTEM
from app.services.common import heartbeats
from app.services.common.checks import LATE
from app.views.front.health import ALARM, KEPT, STARTED
from tests import factories
from tests.support.accounts import RoleClients
from tests.support.client import PlatformClient
from tests.support.queries import counted

WRONG = "システムが正常に動いていません"
LONG_AGO = datetime(2026, 1, 1, tzinfo=clock.TOKYO)


def stop(name: str) -> None:
    """Let a sweep have run long ago, and commit."""
    heartbeats.beat(SYSTEM, name, LONG_AGO)


@pytest.mark.parametrize("role", ["secretariat", "administrator"])
def test_page_answers_each_question(session: Any, client_as: RoleClients, role: str) -> None:
    page = client_as(role).get("/system/").text

    for question in (
        "メールは届いていますか",
        "期限は動いていますか",
        "控え（バックアップ）は取れていますか",
    ):
        assert question in page
    assert "受信したメールは読めていますか" not in page, "no mailbox is configured"
    assert "未設定または未実行" in page and "毎日のバックアップを設定するよう" in page
    assert "対応が必要" not in page and WRONG not in page


def test_page_says_what_is_wrong_since_when_and_what_to_do(
    app: Flask, session: Any, desk: PlatformClient, at: Callable[[datetime], None]
) -> None:
    app.config["IMAP_URL"] = "imap://localhost/"
    heartbeats.beat(SYSTEM, "inbound")
    at(clock.now() + timedelta(minutes=4))
    factories.letter().state = OutboxState.FAILED
    page = desk.get("/system/").text

    assert "受信したメールは読めていますか" in page
    assert "対応が必要" in page and "4 分前" in page
    assert "メールソフトで受信箱を開き" in page
    assert "1通" in page and "確認してください" in page
    assert "a@example.jp" not in page


def test_page_is_english_for_those_who_chose_so(session: Any, desk: PlatformClient) -> None:
    desk.get("/lang/en")
    assert "Are letters being sent?" in desk.get("/system/").text


@pytest.mark.parametrize("path", ["/", "/search?q=a", "/audit/list/", "/no-such-page"])
@pytest.mark.parametrize("role", ["secretariat", "administrator"])
def test_bar_stands_on_every_page_while_something_is_bad(
    app: Flask, session: Any, client_as: RoleClients, role: str, path: str
) -> None:
    client = client_as(role)
    assert WRONG not in client.get(path).text
    stop("outbox")
    app.extensions.pop(ALARM)
    page = client.get(path).text
    assert WRONG in page and "通知の送信" in page and 'href="/system/"' in page


def test_bar_waits_for_the_first_run_after_the_start_of_the_program(
    app: Flask, session: Any, desk: PlatformClient, at: Callable[[datetime], None]
) -> None:
    """The bar would be the first thing that somebody sees of `make run`."""
    now = clock.now()
    at(now)
    stop("outbox")
    app.extensions[STARTED] = now
    try:
        assert WRONG not in desk.get("/").text
        at(now + LATE)
        assert WRONG in desk.get("/").text
    finally:
        del app.extensions[STARTED]


@pytest.mark.parametrize("role", ["public", "general", "executive", "council"])
def test_others_see_neither_bar_nor_page(session: Any, client_as: RoleClients, role: str) -> None:
    stop("outbox")
    client = client_as(role)
    assert WRONG not in client.get("/").text
    answer = client.get("/system/")
    assert answer.status_code in (302, 303, 403, 404) and WRONG not in answer.text


def test_bar_asks_once_in_a_while(
    app: Flask, session: Any, desk: PlatformClient, at: Callable[[datetime], None]
) -> None:
    now = clock.now()
    at(now)
    desk.get("/outbox/")
    stop("timers")
    with counted(app) as statements:
        assert WRONG not in desk.get("/outbox/").text
    assert len(statements) <= 6
    at(now + KEPT)
    with counted(app) as again:
        assert WRONG in desk.get("/outbox/").text
    assert len(again) == len(statements) + 1 and len(again) <= 6


def test_ready_tells_which_sweep_is_late(session: Any, client: PlatformClient) -> None:
    answer = client.get("/readyz")
    assert answer.status_code == 200 and "Retry-After" not in answer.headers
    assert answer.json == dict.fromkeys(
        ("database", "timers", "outbox", "imports", "register_imports", "webhooks"), True
    )
    stop("imports")
    answer = client.get("/readyz")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")
    assert answer.json["imports"] is False and answer.json["outbox"] is True


def test_alive_asks_nothing(app: Flask, client: PlatformClient) -> None:
    with counted(app) as statements:
        assert client.get("/healthz").json == {"status": "ok"}
    assert statements == []

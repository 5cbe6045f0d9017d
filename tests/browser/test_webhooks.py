"""Webhooks in the browser: a receiver told of news, one that fails, stopped and begun again."""

import json
import ssl
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from app import clock
from app.mail.news.webhook_transport import Transport
from app.security.viewer import SYSTEM
from app.services.news import webhook_events
from app.tasks.news.webhooks import send as deliver
from tests.support import news
from tests.support.accounts import RoleClients, log_in_page
from tests.support.browser import press, send
from tests.support.certificates import certificate
from tests.support.desk import LINKS

TITLE = "居場所の助成金の募集"


class Receiver(BaseHTTPRequestHandler):
    """Keeps what came, and answers with the status that it is told to."""

    status = 204
    got: list[dict[str, Any]] = []

    def do_POST(self) -> None:
        self.got.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(self.status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@pytest.fixture
def receiver(tmp_path: Any) -> Iterator[tuple[str, Transport]]:
    """Yield the address of a TLS server on this machine, and a transport that may reach it."""
    files = certificate(tmp_path, "127.0.0.1")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*files)
    server = HTTPServer(("127.0.0.1", 0), Receiver)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    Receiver.status, Receiver.got = 204, []
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    trusting = ssl.create_default_context(cafile=str(files.certificate))
    yield (
        f"https://127.0.0.1:{server.server_port}/kodoku",
        Transport(frozenset({"127.0.0.1"}), trusting),
    )
    server.shutdown()
    thread.join()
    server.server_close()


def test_receiver_is_told_fails_is_stopped_and_goes_on(
    session: Any,
    at: Any,
    client_as: RoleClients,
    new_page: Callable[..., Page],
    receiver: tuple[str, Transport],
) -> None:
    url, transport = receiver
    news.allow("127.0.0.1")
    page = new_page(viewport={"width": 1280, "height": 900})
    log_in_page(page, client_as("secretariat"))
    main = page.locator("main")

    def swept() -> int:
        """Run the sweep two minutes later, when all is settled; return how many tries were made."""
        at(clock.now() + timedelta(minutes=2))
        webhook_events.collect(SYSTEM, LINKS)
        tries = deliver(transport)
        session.commit()
        return tries

    def post_news() -> None:
        page.goto("/news/new")
        page.fill("[name=name]", TITLE)
        page.select_option("[name=kind]", "grant")
        page.select_option("[name=audience]", "public")
        page.fill("[name=text]", "上限30万円を助成します。")
        send(page)

    page.goto("/webhooks/")
    page.fill("[name=purpose]", "市の情報サイト")
    page.fill("[name=url]", url)
    page.check("[name=events][value='news.published']")
    send(page)
    path = page.url
    post_news()
    item = page.url
    assert swept() == 1
    (told,) = Receiver.got
    assert told["type"] == "news.published" and TITLE not in json.dumps(told)
    assert told["data"]["url"].rpartition("/")[2] == item.rpartition("/")[2]
    page.goto(path)
    expect(main).to_contain_text("配達済み")

    Receiver.status = 503
    post_news()
    assert swept() == 1
    page.goto(path)
    expect(main).to_contain_text("503")
    page.goto("/webhooks/")
    expect(main).to_contain_text("失敗")

    page.goto(path)
    press(page, "/off")
    post_news()
    assert swept() == 0
    page.goto(path)
    press(page, "/on")
    Receiver.status = 204
    assert swept() == 1, "what waited, and nothing of what happened meanwhile"
    page.goto(path)
    expect(main).not_to_contain_text("失敗")
    expect(page.get_by_text("配達済み")).to_have_count(2)

"""Connections that keep the server waiting shut out nobody else; the long form is in tests/soak."""

import time
from collections.abc import Iterator
from threading import Thread

import pytest
import requests
from flask import Flask

from app.embedded import web
from app.embedded.web import WebServer, listening, web_server
from tests.embedded.test_run import wait_for
from tests.support.half_open import half_open, is_closed

pytestmark = pytest.mark.timeout(60)
MOST = 60
"""Connections that the server under test holds at a time."""
IN_TIME = 2


@pytest.fixture
def server(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[WebServer]:
    """Serve the application with small limits."""
    monkeypatch.setattr(web, "CONNECTIONS", MOST)
    monkeypatch.setattr(web, "PATIENCE", 2)
    server = web_server(app, listening(0))
    thread = Thread(target=server.run)
    thread.start()
    yield server
    server.close()
    server.asyncore.close_all(server._map)
    thread.join()


def test_others_are_answered_while_more_connections_wait_than_there_is_room(
    session: object, server: WebServer
) -> None:
    address = f"http://127.0.0.1:{server.effective_port}/"
    requests.get(address, timeout=30)  # the first page takes longer
    with half_open(int(server.effective_port), MOST) as held:
        wait_for(lambda: all(each.waits() for each in list(server.active_channels.values())))
        for _ in range(5):
            began = time.monotonic()
            assert requests.get(address, timeout=10).status_code == 200
            assert time.monotonic() - began < IN_TIME
        assert len(server.active_channels) <= MOST
        wait_for(lambda: not server.active_channels, 10)
        assert all(is_closed(each) for each in held)


def test_reader_who_takes_enough_is_not_cut_off(session: object, server: WebServer) -> None:
    address = f"http://127.0.0.1:{server.effective_port}/roster.xlsx"
    size = len(requests.get(address, timeout=30).content)
    with requests.get(address, timeout=30, stream=True) as response:
        pieces = []
        for piece in response.iter_content(size // 4 + 1):
            pieces.append(piece)
            time.sleep(0.3)
    found = b"".join(pieces)
    assert found[:4] == b"PK\x03\x04" and len(found) == int(response.headers["Content-Length"])


def test_request_that_a_busy_server_has_not_read_is_not_late(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(web, "PATIENCE", 0)
    server = web_server(app, listening(0))  # its loop does not run
    with half_open(int(server.effective_port), 1) as held:
        names = [each.getsockname() for each in held]
        for _connection in held:
            server.handle_accept()
        late = {
            channel.addr: channel.is_too_slow(time.monotonic() + 1)
            for channel in list(server.active_channels.values())
        }
        assert [late[name] for name in names] == [True, False, False, False]
    server.close()
    server.asyncore.close_all(server._map)

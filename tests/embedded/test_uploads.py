"""Uploads and downloads pass through the web server's memory, never through a file."""

import tempfile
from collections.abc import Iterator
from threading import Thread
from typing import Any

import pytest
import requests
from flask import Flask

from app.embedded.web import listening, web_server
from app.rules.common.uploads import MAX_BYTES
from app.security.viewer import Role
from tests.support import cases
from tests.support.accounts import RoleClients, csrf_token

DOCUMENT = b"%PDF-1.4\n".ljust(MAX_BYTES, b"x")


@pytest.fixture
def address(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Serve the application with the web server of `run.py`, with temporary files disabled."""

    def no_file(*_arguments: Any, **_more: Any) -> Any:
        raise AssertionError("a temporary file")

    for name in ("TemporaryFile", "NamedTemporaryFile", "mkstemp"):
        monkeypatch.setattr(tempfile, name, no_file)
    server = web_server(app, listening(0))
    thread = Thread(target=server.run)
    thread.start()
    yield f"http://127.0.0.1:{server.effective_port}"
    server.close()
    server.asyncore.close_all(server._map)
    thread.join()


def test_large_document_is_transferred_without_temporary_files(
    session: Any, client_as: RoleClients, address: str
) -> None:
    client = client_as(Role.COUNCIL)
    case_id, token = cases.of(client).id, csrf_token(client)
    session.commit()
    name = str(client.application.config["SESSION_COOKIE_NAME"])
    cookie = client.get_cookie(name)
    assert cookie is not None
    section = f"{address}/cases/{case_id}/sections/course"
    with requests.Session() as browser:
        browser.cookies.set(name, cookie.value)
        sent = browser.post(
            f"{section}/attach",
            data={"csrf_token": token},
            files={"document": ("memo.pdf", DOCUMENT)},
            allow_redirects=False,
            timeout=60,
        )
        assert sent.status_code == 303, sent.text
        page = browser.get(section, timeout=60).text
        [path] = {
            part for part in page.split('"') if "/attachments/" in part and "strike" not in part
        }
        assert browser.get(address + path, timeout=60).content == DOCUMENT


def test_request_above_the_size_limit_is_refused(app: Flask, session: Any, address: str) -> None:
    more = str(2 * app.config["MAX_CONTENT_LENGTH"] + 1)
    answer = requests.post(address, headers={"Content-Length": more}, timeout=60)
    assert answer.status_code == 413

"""Each request has a number, on its error page, in its answer and in its lines, and one line of its own."""

import io
import json
import logging
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask

from app import logs
from app.views.common import request_log
from app.views.common.request_log import HEADER, RequestLog
from tests.support import cases
from tests.support.accounts import RoleClients
from tests.support.client import PlatformClient

Lines = Callable[[], list[dict[str, Any]]]
FROM_PROXY = "7f3c0a5e9b1d4c2f8a6e0d1b2c3f4a5b"


@pytest.fixture
def lines() -> Iterator[Lines]:
    """Return a function that reads what this program has logged since."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(logs.ListedKeys())
    ours = logging.getLogger("app")
    ours.addHandler(handler)
    ours.setLevel(logging.INFO)
    yield lambda: [json.loads(line) for line in written.getvalue().splitlines()]
    ours.removeHandler(handler)
    ours.setLevel(logging.NOTSET)


@pytest.fixture
def behind_proxy(app: Flask) -> Iterator[None]:
    """Let the application trust a proxy."""
    log = app.wsgi_app
    while not isinstance(log, RequestLog):
        log = log.application
    log.behind_proxy = True
    yield
    log.behind_proxy = False


def test_request_has_one_line_with_its_route_only(
    session: Any, client_as: RoleClients, lines: Lines
) -> None:
    client = client_as("secretariat")
    client.get("/organisations/1?q=カナリア&token=secret")
    (line,) = lines()
    assert line.pop("at") and line.pop("ms") >= 0 and len(line.pop("request")) == 16
    assert line == {
        "level": "info",
        "logger": request_log.__name__,
        "event": "request",
        "route": "/organisations/<int:pk>",
        "method": "GET",
        "status": "200",
    }


def test_number_joins_error_page_answer_and_lines(
    app: Flask, client: PlatformClient, lines: Lines, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> str:
        raise RuntimeError("カナリア")

    monkeypatch.setitem(app.view_functions, "HomeView.index", fail)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    answer = client.get("/")
    number = answer.headers[HEADER]

    assert answer.status_code == 500 and f"お問合せ番号：{number}" in answer.text
    failed, done = lines()
    assert (failed["event"], failed["error"]) == ("request failed", "RuntimeError")
    assert failed["request"] == done["request"] == number
    assert done["status"] == "500"
    assert logs.request_number.get() == ""


def test_error_page_shows_the_number_of_a_fault_of_ours_only(client: PlatformClient) -> None:
    """Another's object is answered like one that does not exist, to the letter."""
    answer = client.get("/no-such-page")
    assert answer.status_code == 404 and answer.headers[HEADER] not in answer.text


def test_each_request_has_another_number(client: PlatformClient) -> None:
    numbers = {client.get("/healthz").headers[HEADER] for _each in range(5)}
    assert len(numbers) == 5
    assert all(re.fullmatch("[0-9a-f]{16}", number) for number in numbers)


def test_number_of_a_stranger_is_ignored(client: PlatformClient) -> None:
    answer = client.get("/healthz", headers={HEADER: FROM_PROXY})
    assert answer.headers[HEADER] != FROM_PROXY


@pytest.mark.parametrize(
    ("given", "is_taken"),
    [
        (FROM_PROXY, True),
        ("1-67891233-abcdef012345678912345678", True),
        ("6d2f1c1e-9a51-4c0b-8f0e-0d7f6f3f9c11", True),
        ("short", False),
        ("a" * 65, False),
        ("yamada-hanako-at-example-jp", False),
        ("ABCDEF0123456789 event=forged", False),
        ("", False),
    ],
)
@pytest.mark.usefixtures("behind_proxy")
def test_number_of_the_proxy_is_taken_if_well_formed(
    client: PlatformClient, given: str, is_taken: bool
) -> None:
    answer = client.get("/healthz", headers={HEADER: given})
    assert (answer.headers[HEADER] == given) is is_taken


def test_static_files_have_no_line(client: PlatformClient, lines: Lines) -> None:
    path = re.findall(r'href="(/static/[^"#]+)', client.get("/").text)[0]
    before = len(lines())
    client.get(path)
    assert len(lines()) == before


def test_line_of_a_case_holds_nothing_of_it(
    session: Any, client_as: RoleClients, lines: Lines
) -> None:
    client = client_as("council")
    case = cases.of(client)
    path = f"/cases/{case.id}"
    assert client.get(path).status_code == 200
    (line,) = lines()
    assert line["route"] == "/cases/<case_id>"
    assert case.id not in str(line) and case.alias not in str(line)


def test_words_searched_for_are_in_no_line(client_as: RoleClients, lines: Lines) -> None:
    for path in ("/search?q=カナリア", "/search?q=カナリア&kind=none", "/search?q=カナリア&page=x"):
        client_as("secretariat").get(path)
    found = lines()
    assert [line["route"] for line in found] == ["/search"] * 3
    assert "カナリア" not in json.dumps(found, ensure_ascii=False)

"""Many visitors who register for one event at once, through several web processes."""

import re
from collections.abc import Sequence
from http.client import HTTPConnection

from tests.support.web_processes import WebProcess
from tests.support.windows import Window, at_once

TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


def visitor(web: WebProcess, path: str) -> Window:
    """Return the window of somebody who has opened the form."""
    connection = HTTPConnection("127.0.0.1", web.port, timeout=120)
    connection.request("GET", path)
    answer = connection.getresponse()
    page = answer.read().decode()
    cookie = (answer.getheader("Set-Cookie") or "").partition(";")[0]
    connection.close()
    token = TOKEN.search(page)
    assert answer.status == 200 and token is not None
    return Window(cookie, token[1])


def rush(webs: Sequence[WebProcess], public_id: str, number: int) -> list[int]:
    """Let so many people register for an event at once; return the statuses of the answers.

    The caller's session holds no transaction: on SQLite others would wait for it.
    """
    path, answers = f"/events/{public_id}/register", []
    people = [(webs[n % len(webs)], n) for n in range(number)]
    windows = [(web, visitor(web, path), n) for web, n in people]

    def send(web: WebProcess, window: Window, n: int) -> None:
        form = {"name": f"人{n}", "email": f"rush{n}@example.jp"}
        answers.append(window.post(web, path, form))

    at_once([lambda one=one: send(*one) for one in windows])
    return answers

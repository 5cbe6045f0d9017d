"""Browser windows without a browser: a logged-in user who sends forms to any of several processes."""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from threading import Barrier, Thread
from urllib.parse import urlencode

from flask import Flask

from app.models.accounts.user import Account
from tests.support.accounts import csrf_token, log_in
from tests.support.client import PlatformClient
from tests.support.web_processes import KILL_AT, WebProcess

BROKEN = (ConnectionError, HTTPException)
"""Exceptions in the client of a process that is killed before it responds."""
PATIENCE = 120


@dataclass(frozen=True)
class Window:
    """A session and the CSRF token of its pages."""

    cookie: str
    token: str

    @classmethod
    def of(cls, app: Flask, account: Account) -> "Window":
        """Return a window logged in to the account. Commits."""
        client = app.test_client()
        assert isinstance(client, PlatformClient)
        log_in(client, account)
        cookie = client.get_cookie(str(app.config["SESSION_COOKIE_NAME"]))
        assert cookie is not None
        return cls(f"{cookie.key}={cookie.value}", csrf_token(client))

    def get(self, web: WebProcess, path: str) -> tuple[int, str]:
        """Return the page's status and text."""
        return self._ask(web, "GET", path)

    def post(
        self, web: WebProcess, path: str, data: Mapping[str, str] | None = None, kill_at: str = ""
    ) -> int:
        """Send a form; return the response status. Raises one of BROKEN when the process dies."""
        form = urlencode({**(data or {}), "csrf_token": self.token})
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        if kill_at:
            headers[KILL_AT] = kill_at
        return self._ask(web, "POST", path, form, headers)[0]

    def post_until_answered(
        self, webs: Sequence[WebProcess], path: str, data: Mapping[str, str] | None = None
    ) -> tuple[int, int]:
        """Send a form, again to another process if one dies; return (status, attempts)."""
        first = random.randrange(len(webs))
        for tries in range(1, 20):
            try:
                return self.post(webs[(first + tries) % len(webs)], path, data), tries
            except BROKEN:
                continue
        raise AssertionError(f"{path} was never answered")

    def _ask(
        self,
        web: WebProcess,
        method: str,
        path: str,
        body: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> tuple[int, str]:
        connection = HTTPConnection("127.0.0.1", web.port, timeout=PATIENCE)
        try:
            sent = {"Cookie": self.cookie, "Connection": "close", **(headers or {})}
            connection.request(method, path, body, sent)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        finally:
            connection.close()


def at_once(jobs: Sequence[Callable[[], None]]) -> None:
    """Run all jobs concurrently, each in a thread. Raises the first exception of a job."""
    gate = Barrier(len(jobs))
    failures: list[BaseException] = []

    def work(job: Callable[[], None]) -> None:
        gate.wait()
        try:
            job()
        except BaseException as failure:
            failures.append(failure)

    threads = [Thread(target=work, args=(job,)) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]

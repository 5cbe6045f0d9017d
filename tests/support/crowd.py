"""People who use the started service at once: some read pages, some apply for membership."""

import re
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from random import Random
from typing import NamedTuple

import requests

from tests.architecture.routes import LETTERS, read_table
from tests.support.accounts import RoleClients
from tests.support.application_form import FILLED
from tests.support.client import PlatformClient
from tests.support.edits import rule_of
from tests.support.forms import read_forms
from tests.support.nasty import NO_PAGES

FOR_PROGRAMS = ("/metrics", "/readyz")
"""What tells of troubles by its status."""
BREAK = 0.3
"""Seconds before somebody who was told that the service is away tries again."""


class Visit(NamedTuple):
    """A page, and who reads it."""

    client: PlatformClient
    path: str

    def cookies(self) -> dict[str, str]:
        """Return the session, if there is one."""
        name = str(self.client.application.config["SESSION_COOKIE_NAME"])
        cookie = self.client.get_cookie(name)
        return {name: cookie.value} if cookie else {}


def lists(client_as: RoleClients) -> list[Visit]:
    """Return every page that needs no object, for every role that may see it."""
    clients = {role: client_as(role) for role in LETTERS.values()}
    return [
        Visit(clients[role], route.rule)
        for route in read_table()
        if route.method == "GET" and "<" not in route.rule
        if not route.rule.startswith((*NO_PAGES, *FOR_PROGRAMS))
        for role in sorted(route.allowed)
    ]


def every_page(client_as: RoleClients) -> list[Visit]:
    """Return those pages, and of what they link to one page of each kind for each reader."""
    visits = lists(client_as)
    known = {(each.client, each.path) for each in visits}
    for client, path in tuple(visits):
        answer = client.get(path)
        shown = answer.text if answer.mimetype == "text/html" else ""
        for linked in re.findall(r'<a [^>]*href="(/[^"#?]*)', shown):
            rule = rule_of(client.application, linked, "GET")
            if "<" in rule and not rule.startswith(NO_PAGES) and (client, rule) not in known:
                known.add((client, rule))
                visits.append(Visit(client, linked))
    return visits


class Crowd:
    """What they were answered.

    statuses: number of answers by status. slowest: seconds. faults: what should never be answered.
    applied: the addresses of those who were told that their application has been sent.
    """

    def __init__(self, address: str, visits: Sequence[Visit]) -> None:
        self.statuses: Counter[int] = Counter()
        self.slowest = 0.0
        self.faults: list[str] = []
        self.applied: list[str] = []
        self._address = address
        self._visits = [(each.path, each.cookies()) for each in visits]
        self._numbers = count(1)
        self._lock = threading.Lock()
        self._ending = threading.Event()

    @contextmanager
    def at_work(
        self, *, readers: int, applicants: int, pause: float = 0, look: float = 0
    ) -> Iterator[None]:
        """Let so many use the service.

        pause: seconds of an applicant before the next. look: seconds of a reader at a page.
        """
        threads = [
            *(threading.Thread(target=self._read, args=(n, look)) for n in range(readers)),
            *(threading.Thread(target=self._apply, args=(pause,)) for _ in range(applicants)),
        ]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            self._ending.set()
            for thread in threads:
                thread.join()

    def wait_for(self, answers: int) -> None:
        """Wait until so many answers have been given."""
        while self.statuses.total() < answers:
            time.sleep(0.1)

    def _read(self, number: int, look: float) -> None:
        draw = Random(number)
        with requests.Session() as browser:
            while not self._ending.is_set():
                for path, cookies in draw.sample(self._visits, len(self._visits)):
                    if self._ending.is_set():
                        return
                    self._ask(browser, "GET", path, cookies=cookies)
                    self._ending.wait(look)

    def _apply(self, pause: float) -> None:
        while not self._ending.is_set():
            self._apply_once(next(self._numbers))
            self._ending.wait(pause)

    def _apply_once(self, number: int) -> None:
        """Apply as a new organisation, and send again what was not taken."""
        email = f"office@applicant{number}.example.jp"
        typed = FILLED | {
            "name": f"{number}番目のつながりの会",
            "email": email,
            "business_contact_email": email,
        }
        with requests.Session() as browser:
            browser.adapters["http://"].init_poolmanager(  # each has an address, and its own limit
                1,
                1,
                source_address=(
                    f"127.{number >> 14 & 127}.{number >> 7 & 127}.{1 + number % 127}",
                    0,
                ),
            )
            for path, values, leads_to in (
                ("/apply/form", typed, "/apply/check"),
                ("/apply/check", {}, "/apply/sent"),
            ):
                page = self._until_answered(browser, "GET", path)
                forms = [each for each in read_forms(page.text) if each.action.endswith(path)]
                if not forms:
                    self._fault(f"GET {path}: {page.status_code} without its form")
                    return
                sent = {**forms[0].values, **values}
                answer = self._until_answered(browser, "POST", path, data=sent)
                if not answer.headers.get("Location", "").endswith(leads_to):
                    self._fault(f"POST {path}: {answer.status_code}")
                    return
        with self._lock:
            self.applied.append(email)

    def _until_answered(
        self, browser: requests.Session, method: str, path: str, **sent: object
    ) -> requests.Response:
        """Ask until the service is there."""
        while True:
            answer = self._ask(browser, method, path, **sent)
            if answer.status_code != 503:
                return answer
            time.sleep(BREAK)

    def _ask(
        self, browser: requests.Session, method: str, path: str, **sent: object
    ) -> requests.Response:
        began = time.monotonic()
        answer = browser.request(
            method,
            self._address + path,
            allow_redirects=False,
            timeout=60,
            **sent,  # type: ignore[arg-type]
        )
        taken = time.monotonic() - began
        with self._lock:
            self.statuses[answer.status_code] += 1
            self.slowest = max(self.slowest, taken)
        if answer.status_code >= 500 and "Retry-After" not in answer.headers:
            self._fault(f"{method} {path}: {answer.status_code}")
        return answer

    def _fault(self, what: str) -> None:
        with self._lock:
            self.faults.append(what)

"""A term ends while the person's pages keep polling: after the commit, the case is not shown."""

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Any, NamedTuple

import pytest
import requests
from sqlalchemy import select

from app.extensions import db
from app.models.council.council import CouncilPerson
from app.security.viewer import SYSTEM, Role
from app.services.council import persons as council_persons
from tests.support import cases
from tests.support.accounts import RoleClients

TABS = 20
BEFORE, AFTER = 1.0, 1.0
"""Seconds of polling before and after the end of the term."""


class Answer(NamedTuple):
    """The time of a request, and whether its response showed the case."""

    asked_at: float
    is_shown: bool


@pytest.mark.both_databases
def test_no_tab_shows_the_case_after_the_term_ended(
    session: Any, client_as: RoleClients, live_server: str
) -> None:
    client = client_as(Role.COUNCIL)
    case = cases.of(client)
    mine = select(CouncilPerson.id).where(CouncilPerson.account_id == client.account_id)
    label, term_id = case.alias, session.scalars(mine).one()
    address, over = f"{live_server}/cases/{case.id}", Event()
    session.commit()
    name = str(client.application.config["SESSION_COOKIE_NAME"])
    cookie = client.get_cookie(name)
    assert cookie is not None

    def poll() -> list[Answer]:
        answers = []
        with requests.Session() as tab:
            tab.cookies.set(name, cookie.value)
            while not over.is_set():
                asked_at = time.monotonic()
                answer = tab.get(address, timeout=60, allow_redirects=False)
                answers.append(Answer(asked_at, label in answer.text))
        return answers

    with ThreadPoolExecutor(TABS) as pool:
        tabs = [pool.submit(poll) for _ in range(TABS)]
        time.sleep(BEFORE)
        council_persons.end(SYSTEM, term_id)
        db.session.commit()
        ended_at = time.monotonic()
        time.sleep(AFTER)
        over.set()
    answers = [answer for tab in tabs for answer in tab.result()]

    late = [answer for answer in answers if answer.asked_at > ended_at]
    assert any(answer.is_shown for answer in answers)
    assert late and not any(answer.is_shown for answer in late)

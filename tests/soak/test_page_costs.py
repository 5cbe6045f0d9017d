"""Statements and bytes of every page that links lead to, as each role, on the demonstration.

    make soak ARGS="tests/soak/test_page_costs.py"

Prints the pages above FEW statements; none is above MOST, or larger than a page may be.
"""

import re
from collections import Counter, deque
from html import unescape

import pytest
from flask import Flask
from werkzeug.exceptions import HTTPException

from app.demonstration import fill
from app.demonstration.logins import PEOPLE
from app.extensions import db
from app.security.guard import acting_as_system
from tests.browser.pages import PAGE_BYTES
from tests.support.accounts import client_of
from tests.support.queries import counted

FEW, MOST, OF_A_ROUTE = 12, 20, 3
SIMULATION = "TimerView.forecast"
"""Runs the sweeps of many days, which is what it is for."""


@pytest.mark.timeout(0)
def test_pages_take_few_statements_and_bytes(
    app: Flask, capsys: pytest.CaptureFixture[str]
) -> None:
    with app.app_context(), acting_as_system(db.session):
        fill.fill(app)
        db.session.commit()
    usernames = ["", *(username for _role, username, *_rest in PEOPLE)]
    found = [cost for username in usernames for cost in costs(app, username)]
    with capsys.disabled():
        for statements, size, username, path in sorted(found, reverse=True):
            if statements > FEW or size > PAGE_BYTES:
                print(f"\n{statements:3} statements {size:6} bytes  {username:14} {path}", end="")
        print(f"\n{len(found)} pages")
    assert len(found) > 500
    assert max(statements for statements, *_rest in found) <= MOST
    assert max(size for _statements, size, *_rest in found) <= PAGE_BYTES


def costs(app: Flask, username: str) -> list[tuple[int, int, str, str]]:
    """Follow the links from home; return statements, bytes, user and path of each page."""
    client = client_of(app, username)
    seen, visited, ahead = set[str](), Counter[str](), deque(["/"])
    found = []
    while ahead:
        path = ahead.popleft()
        endpoint = endpoint_of(app, path)
        if path in seen or endpoint in ("", SIMULATION) or visited[endpoint] >= OF_A_ROUTE:
            continue
        seen.add(path)
        visited[endpoint] += 1
        client.get(path)  # what a process keeps is kept
        with counted(app) as statements:
            answer = client.get(path)
        if answer.status_code == 200 and answer.mimetype == "text/html":
            found.append((len(statements), len(answer.data), username, path))
            ahead.extend(unescape(link) for link in re.findall(r'href="(/[^"#]*)', answer.text))
    return found


def endpoint_of(app: Flask, path: str) -> str:
    """Return the name of the route; "" for none, one that ends the session, and a whole list."""
    try:
        endpoint, _values = app.url_map.bind("localhost").match(path.partition("?")[0])
    except HTTPException:
        return ""
    is_left_out = endpoint in ("static", "LocaleView.choose") or "logout" in path
    return "" if is_left_out or "print=1" in path else endpoint

"""The navigation of a case marks the current entry, also on subordinate pages."""

import re
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from app import clock
from tests.support.cases import client_of, new_case, person

CURRENT = re.compile(r'<a href="[^"]*" aria-current="page">([^<]*)</a>')


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("", "概要"),
        ("/close", "概要"),
        ("/records/new/note", "経過"),
        ("/sections/plan/attach", "支援計画"),
        ("/conferences/new", "会議"),
        ("/offers/lead", "参加者"),
        ("/participants/add", "参加者"),
        ("/requests/new", "協力の求め"),
        ("/reviews/{month}", "閲覧の記録"),
    ],
)
def test_exactly_one_entry_is_marked(app: Flask, session: Any, page: str, words: str) -> None:
    writer = person("鳥取県")
    with clock.freeze(clock.now() - timedelta(days=31)):
        case, month = new_case(writer), f"{clock.today():%Y-%m}"
    session.commit()
    html = client_of(app, writer).get(f"/cases/{case.id}{page.format(month=month)}").text
    tabs = html.partition('id="tabs"')[2].partition("</nav>")[0]
    assert CURRENT.findall(tabs) == [words]

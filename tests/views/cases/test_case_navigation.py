"""The navigation of a case marks the current entry, also on subordinate pages."""

import re
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from app import clock
from app.rules.cases.access import Section
from app.security.viewer import Role
from tests.support import full_case
from tests.support.accounts import RoleClients
from tests.support.canaries import encodings_found
from tests.support.cases import client_of, new_case, person

UNLINKED = {Section.MANAGEMENT, Section.CONFERENCE}
"""Sections that have pages of their own."""
PATHS = (
    *("", "/name", "/conferences", "/participants", "/passing-on", "/requests", "/emergencies"),
    *("/looks", "/issue-sheets", "/disclosures", "/retention", "/records/new/note"),
    *(f"/sections/{section.value}" for section in Section if section not in UNLINKED),
)
TITLE = re.compile("<title>([^<]*)</title>")
CURRENT = re.compile(r'<a href="[^"]*" aria-current="page">([^<]*)</a>')


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("", "概要"),
        ("/name", "概要"),
        ("/close", "概要"),
        ("/records/new/note", "経過"),
        ("/sections/plan/attach", "支援計画"),
        ("/conferences/new", "会議"),
        ("/offers/lead", "管理 参加者"),
        ("/participants/add", "管理 参加者"),
        ("/requests/new", "管理 協力の求め"),
        ("/reviews/{month}", "管理 閲覧の記録"),
    ],
)
def test_exactly_one_entry_is_marked_and_below_management_a_second(
    app: Flask, session: Any, page: str, words: str
) -> None:
    writer = person("鳥取県")
    with clock.freeze(clock.now() - timedelta(days=31)):
        case, month = new_case(writer), f"{clock.today():%Y-%m}"
    session.commit()
    html = client_of(app, writer).get(f"/cases/{case.id}{page.format(month=month)}").text
    tabs = html.partition('id="tabs"')[2].partition('<div class="flow">')[0]
    assert CURRENT.findall(tabs) == words.split()


def test_titles_say_where_one_is_and_nothing_of_the_case(
    session: Any, client_as: RoleClients
) -> None:
    client = client_as(Role.COUNCIL)
    case = full_case.full(client)
    session.commit()
    pages = [f"/cases/{case.id}{path}" for path in PATHS]
    titles = [TITLE.findall(client.get(page).text) for page in pages]
    assert all(len(each) == 1 for each in titles), titles
    assert len({each[0] for each in titles}) == len(pages)
    words = str(titles)
    assert not encodings_found(words.encode()) and case.alias not in words

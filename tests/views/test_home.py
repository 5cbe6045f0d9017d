"""The first page of each role: what waits for whom."""

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest

from app import clock
from app.rules.states import ApplicationState
from app.security.viewer import SYSTEM
from app.services import outbox
from tests import factories
from tests.support.queries import counted


def test_a_visitor_reads_what_the_platform_is(client: Any) -> None:
    page = client.get("/").text

    assert 'href="/apply/"' in page
    assert ">34<" in page


@pytest.mark.parametrize(
    "role", ["general", "executive", "council", "secretariat", "administrator"]
)
def test_each_role_has_its_page_without_a_dead_link(client_as: Any, role: str) -> None:
    client = client_as(role)
    answer = client.get("/")

    assert answer.status_code == 200
    main = answer.text.partition("<main")[2].partition("</main>")[0]
    for address in re.findall(r'href="(/[^"]*)"', main):
        assert client.get(unescape(address)).status_code == 200, address


def test_nothing_waits_at_the_beginning(client_as: Any) -> None:
    assert "対応が必要なものはありません" in client_as("secretariat").get("/").text


def test_what_waits_for_the_secretariat_is_counted(client_as: Any, session: Any) -> None:
    factories.application()
    factories.application(received_on=clock.today() - timedelta(days=15))
    factories.application(ApplicationState.CORRECTION)
    factories.application(ApplicationState.UNCONFIRMED)
    client = client_as("secretariat")
    outbox.hold(SYSTEM, factories.letter().id)
    page = client.get("/").text

    assert _waiting(page, "決定が必要な入会申込み") == 2
    assert _waiting(page, "2週間を超えて未決定の入会申込み") == 1
    assert _waiting(page, "補正を依頼している入会申込み") == 1
    assert _waiting(page, "送信できていない通知") == 1


def test_the_administrator_sees_numbers_of_the_system_and_no_papers(client_as: Any) -> None:
    page = client_as("administrator").get("/").text

    assert "有効な利用者" in page
    assert "入会申込" not in page


@pytest.mark.parametrize(
    ("role", "most"),
    [("public", 2), ("general", 4), ("secretariat", 9), ("administrator", 3), ("council", 2)],
)
def test_the_first_page_takes_few_queries(app: Any, client_as: Any, role: str, most: int) -> None:
    client = client_as(role)
    client.get("/")
    with counted(app) as statements:
        client.get("/")

    assert len(statements) <= most, statements


def _waiting(page: str, words: str) -> int:
    following = page.split(f">{words}</a>", 1)[1].split("件", 1)[0]
    return int(following.rsplit(">", 1)[1])

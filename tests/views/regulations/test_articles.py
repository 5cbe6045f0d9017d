"""The page 「条文ごとの対応」: for visitors, filtered, linked from the texts."""

from typing import Any

import pytest

from tests.support.accounts import RoleClients


def test_visitor_sees_each_article_with_module_test_and_page(
    session: Any, client_as: RoleClients
) -> None:
    visitor = client_as("public")
    page = "".join(
        visitor.get(f"/articles?text={slug}").text for slug in ("bylaws", "guideline", "act", "x")
    )
    assert 'id="bylaws-a12"' in page and 'id="guideline-a5"' in page and 'id="act-a18"' in page
    assert 'href="/regulations/bylaws#a12"' in page and 'href="/regulations/act#a15"' in page
    assert "<code>rules.meeting.attendance</code>" in page and "命じる内容がありません" in page
    assert 'id="act-a14"' not in page and "まだ表にありません" not in page
    for path in ("/regulations", "/regulations/bylaws"):
        assert 'href="/articles' in visitor.get(path).text.partition("<footer")[0], path
    assert 'href="/articles"' in visitor.get("/").text.partition("<footer")[2]


@pytest.mark.parametrize(
    ("query", "there", "away"),
    [
        ("定足数", "bylaws-a11", "bylaws-a7"),
        ("第6条", "guideline-a6", "bylaws-a16"),
        ("第１６条", "act-a16", "bylaws-a6"),
        ("rules.membership.readmission", "guideline-a5", "bylaws-a12"),
    ],
)
def test_words_filter_the_articles(
    session: Any, client_as: RoleClients, query: str, there: str, away: str
) -> None:
    page = client_as("public").get("/articles", query_string={"q": query}).text
    assert f'id="{there}"' in page and f'id="{away}"' not in page
    nothing = client_as("public").get("/articles?q=かかかかか").text
    assert "一致する条文はありません" in nothing

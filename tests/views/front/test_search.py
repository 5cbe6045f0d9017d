"""The search finds only content visible to the user."""

from typing import Any

import pytest

from app.rules.states.admission.application import ApplicationState
from tests import factories
from tests.support.meetings import notified, planned, resolution
from tests.support.queries import counted


def test_visitor_finds_members_and_articles(client: Any) -> None:
    page = client.get("/search?q=弁護士").text
    assert "鳥取県弁護士会" in page

    page = client.get("/search?q=定足数").text
    assert "/regulations/bylaws#a11" in page


def test_secretariat_finds_former_applications_and_letters(client_as: Any, session: Any) -> None:
    application = factories.application(ApplicationState.REFUSED, name="探しものの会")
    letter = factories.letter()
    page = client_as("secretariat").get("/search?q=探しもの").text

    assert f"/applications/show/{application.id}" in page
    assert f"/outbox/{letter.id}" in client_as("secretariat").get("/search?q=お知らせ").text


@pytest.mark.parametrize("role", ["public", "general", "executive", "council", "administrator"])
def test_other_roles_do_not_find_applications(client_as: Any, session: Any, role: str) -> None:
    factories.application(name="探しものの会")
    page = client_as(role).get("/search?q=探しもの").text.partition("<main")[2]

    assert "探しものの会" not in page.replace('value="探しもの"', "")


@pytest.mark.parametrize("text", ["", "   ", "%00", "%", "_", "'", "<script>", "𠮷", "a" * 5000])
def test_any_search_text_is_answered(client_as: Any, text: str) -> None:
    answer = client_as("secretariat").get("/search", query_string={"q": text})

    assert answer.status_code == 200
    assert "<script>alert" not in answer.text


def test_search_takes_few_queries(app: Any, client_as: Any, session: Any) -> None:
    for _ in range(30):
        factories.application(name="探しものの会")
    client = client_as("secretariat")
    with counted(app) as statements:
        client.get("/search?q=探しもの")

    assert len(statements) <= 12


def test_meeting_is_found_by_title_and_agenda_by_permitted_users(
    client_as: Any, session: Any
) -> None:
    hidden = planned(title="さがしものの会議")
    resolution(hidden, title="めずらしい議題")
    page = client_as("secretariat").get("/search?q=さがしもの").text
    assert f'/meetings/{hidden.id}"' in page
    assert f'/meetings/{hidden.id}"' not in client_as("executive").get("/search?q=さがしもの").text
    notified(hidden)
    assert f'/meetings/{hidden.id}"' in client_as("executive").get("/search?q=めずらしい").text
    assert f'/meetings/{hidden.id}"' not in client_as("general").get("/search?q=めずらしい").text

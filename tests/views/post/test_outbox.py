"""The outbox page of a letter that contains a personal link."""

from typing import Any

import pytest
from flask import Flask

from app.security.viewer import SYSTEM
from app.services.post import outbox
from tests import factories
from tests.support import members
from tests.support.accounts import RoleClients


@pytest.fixture
def asked(session: Any) -> tuple[int, str]:
    """Return the id of a contact question in the outbox, and the token of its personal link."""
    message, token = members.contact_question(factories.member())
    session.commit()
    return message.id, token


@pytest.mark.parametrize(
    "settings",
    [{"DEMONSTRATION": False}, {"SMTP_URL": "smtp://127.0.0.1:1"}],
    ids=["in earnest", "with a mail server"],
)
def test_personal_link_of_another_person_is_hidden(
    app: Flask, client_as: RoleClients, asked: tuple[int, str], settings: dict[str, Any]
) -> None:
    app.config.update(settings)
    pk, token = asked
    page = client_as("secretariat").get(f"/outbox/{pk}").text
    assert token not in page
    assert "本人だけが使うリンクは、ここでは省略しています" in page


def test_link_is_shown_in_a_demonstration_without_mail_server(
    app: Flask, client_as: RoleClients, asked: tuple[int, str]
) -> None:
    app.config.update(DEMONSTRATION=True, SMTP_URL="")
    pk, token = asked
    assert f'{token}"' in client_as("secretariat").get(f"/outbox/{pk}").text


def test_release_to_mail_is_not_offered_for_letters_by_post(
    session: Any, client_as: RoleClients
) -> None:
    posted, mailed = factories.letter(to=""), factories.letter()
    outbox.hold(SYSTEM, mailed.id)
    session.commit()
    client = client_as("secretariat")

    assert "/release" not in client.get(f"/outbox/{posted.id}").text
    assert "/release" in client.get(f"/outbox/{mailed.id}").text

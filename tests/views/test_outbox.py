"""What the outbox screen shows of a letter that carries a one-time link."""

from typing import Any

import pytest
from flask import Flask

from app.security.viewer import SYSTEM
from app.services import outbox
from tests import factories
from tests.support import members
from tests.support.accounts import RoleClients


@pytest.fixture
def asked(session: Any) -> tuple[int, str]:
    """A contact question in the outbox, and the token of the personal link in it."""
    message, token = members.contact_question(factories.member())
    session.commit()
    return message.id, token


@pytest.mark.parametrize(
    "settings",
    [{"DEMONSTRATION": False}, {"SMTP_URL": "smtp://127.0.0.1:1"}],
    ids=["in earnest", "with a mail server"],
)
def test_nobody_reads_another_persons_link(
    app: Flask, client_as: RoleClients, asked: tuple[int, str], settings: dict[str, Any]
) -> None:
    app.config.update(settings)
    pk, token = asked
    page = client_as("secretariat").get(f"/outbox/{pk}").text
    assert token not in page
    assert "本人だけが使うリンクは、ここでは省略しています" in page


def test_where_no_letter_arrives_its_link_can_be_followed_from_there(
    app: Flask, client_as: RoleClients, asked: tuple[int, str]
) -> None:
    app.config.update(DEMONSTRATION=True, SMTP_URL="")
    pk, token = asked
    assert f'{token}"' in client_as("secretariat").get(f"/outbox/{pk}").text


def test_what_goes_by_post_is_not_offered_to_the_mail_server(
    session: Any, client_as: RoleClients
) -> None:
    posted, mailed = factories.letter(to=""), factories.letter()
    outbox.hold(SYSTEM, mailed.id)
    session.commit()
    client = client_as("secretariat")

    assert "/release" not in client.get(f"/outbox/{posted.id}").text
    assert "/release" in client.get(f"/outbox/{mailed.id}").text

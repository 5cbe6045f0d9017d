"""The secretariat's contact details appear in its letters and in the footer of every page."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask

from app.mail.common.sender import SECRETARIAT, sender, set_contact_details

ADDRESS, PHONE, EMAIL = "〒680-8570 鳥取市東町一丁目220", "0857-00-0000", "pf@example.jp"


@pytest.fixture
def known() -> Iterator[None]:
    set_contact_details(address=ADDRESS, phone=PHONE, email=EMAIL)
    yield
    set_contact_details(address="", phone="", email="")


def test_letter_shows_the_configured_contact_details(known: None) -> None:
    assert sender() == (*SECRETARIAT, ADDRESS, f"電話 {PHONE}", f"メール {EMAIL}")


def test_letter_without_settings_names_the_secretariat_only() -> None:
    assert sender() == SECRETARIAT


def test_every_page_names_the_division_given_in_the_bylaws(client_as: Any) -> None:
    page = client_as("public").get("/roster").text
    assert "事務局：鳥取県福祉保健部ささえあい福祉局孤独・孤立対策課" in page
    assert "tel:" not in page.partition("<footer")[2]


def test_pages_and_error_pages_show_contact_details(
    app: Flask, client_as: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in (("ADDRESS", ADDRESS), ("PHONE", PHONE), ("EMAIL", EMAIL)):
        monkeypatch.setitem(app.config, f"SECRETARIAT_{name}", value)
    client = client_as("public")

    assert ADDRESS in client.get("/roster").text.partition("<footer")[2]
    assert f'href="tel:{PHONE}"' in client.get("/nowhere").text.partition("<footer")[0]

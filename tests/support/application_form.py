"""The public application form, filled in as by an applicant."""

import re
from typing import Any

from flask import current_app
from sqlalchemy import select
from werkzeug.test import TestResponse

from app import clock
from app.extensions import db
from app.models.accounts.user import OneTimeLink
from app.models.admission.application import Application
from app.models.post.outbox import OutboxMessage
from app.rules.states.admission.application import ApplicationState
from app.security.tokens import new_token, token_hash
from app.security.viewer import SYSTEM
from app.services.admission.applications import CONFIRM_WITHIN
from app.services.admission.submissions import CONFIRM
from app.services.common import drafts
from app.services.common.links import Links
from tests import factories
from tests.support.client import PlatformClient

FILLED: dict[str, Any] = {
    "name": "NPO法人とっとりつながりの会",
    "name_kana": "とっとりつながりのかい",
    "kind": "npo",
    "corporate_number": "",
    "representative_title": "理事長",
    "representative_name": "因幡 花子",
    "postal_code": "６８０－８５７０",
    "municipality_code": "312011",
    "address": "東町一丁目220",
    "phone": "０８５７ー２６ー７１１１",
    "fax": "",
    "email": "office@example.jp",
    "website": "",
    "activity_fields": ["place", "peer"],
    "activity_area": "鳥取県東部",
    "activities": "月に二回、居場所を開いています。\nだれでも来られます。",
    "relation": "孤独を感じる人が集まれる場を開いている。",
    "public_contact_name": "事務所",
    "public_contact_phone": "0857-26-7111",
    "public_contact_email": "office@example.jp",
    "business_contact_name": "伯耆 太郎",
    "business_contact_phone": "",
    "business_contact_email": "taro@example.jp",
    "was_member": "no",
    "readmission_statement": "",
    "pledge": "y",
    "bylaws": "y",
    "privacy": "y",
}
"""Values by field name, as a browser sends them."""

PAPER = {
    name: value for name, value in FILLED.items() if name not in ("pledge", "bylaws", "privacy")
} | {"received_by": "fax", "received_on": "2026-11-20"}


def fill_in(client: PlatformClient, **values: Any) -> TestResponse:
    """Send the form's first page."""
    return client.submit("/apply/form", {**FILLED, **values}, form="/apply/form")


def send(client: PlatformClient, **values: Any) -> TestResponse:
    """Fill in the form and send it from the check page."""
    answer = fill_in(client, **values)
    assert answer.status_code == 303, answer.text
    return client.submit("/apply/check", form="/apply/check")


def link_in(letter: OutboxMessage) -> str:
    """Return the path of the personal link in a letter."""
    found = re.search(r"http://localhost(/\S+)", letter.body)
    assert found
    return found[1]


def letters(purpose: str) -> list[OutboxMessage]:
    """Return the letters for this purpose, oldest first."""
    statement = select(OutboxMessage).where(OutboxMessage.purpose == purpose)
    return list(db.session.scalars(statement.order_by(OutboxMessage.id)))


def apply_and_confirm(client: PlatformClient, **values: Any) -> str:
    """Apply up to the receipt; return the path of the status page."""
    assert send(client, **values).status_code == 303
    confirmed = client.submit(link_in(letters("application_confirm")[-1]))
    assert confirmed.status_code == 303, confirmed.text
    return str(confirmed.location)


def draft_token() -> str:
    """Return the token of a draft of the public form."""
    return drafts.save(SYSTEM, "application", "", {"name": ["とっとりつながりの会"]})


def confirmation_token() -> str:
    """Return the token of an application whose address awaits confirmation."""
    application = factories.application(ApplicationState.UNCONFIRMED, receipt_number=None)
    token = new_token()
    db.session.add(
        OneTimeLink(
            purpose=CONFIRM,
            token_hash=token_hash(token),
            subject_id=application.id,
            created_at=clock.now(),
            expires_at=clock.now() + CONFIRM_WITHIN,
        )
    )
    return token


def status_token(application: Application | None = None) -> str:
    """Return the token of a status page, by default of an application to be corrected."""
    if application is None:
        application = factories.application(
            ApplicationState.CORRECTION, correction_request="電話番号を確かめてください。"
        )
    links = Links("http://localhost", current_app.config["SECRET_KEY"])
    return links.status_token(application.id, application.status_nonce)

"""Supporters at any stage."""

from datetime import timedelta
from typing import Any

from flask import current_app

from app import clock
from app.extensions import db
from app.models.support.supporter import Supporter
from app.security.guard import acting_as_system
from app.security.viewer import SYSTEM
from app.services.common.links import Links
from app.services.support import supporters
from tests.support import register_samples
from tests.support.desk import LINKS

APPLICATION: dict[str, Any] = {
    "name": "因幡　はる",
    "kana": "イナバ　ハル",
    "phone": "0857-26-1234",
    "email": "haru@example.jp",
    "municipality_code": "312011",
    "address": "鳥取市東町1番地",
    "kind": "prefectural",
    "area": ["312011", "313025"],
    "motive": "近所の役に立ちたい。",
}
"""What an applicant types."""


def applicant(**values: Any) -> Supporter:
    """Return a new entry at the stage of the application."""
    given = {"applied_on": clock.today() - timedelta(days=30), "pledged_on": clock.today()}
    row: Supporter = register_samples.entry(Supporter, **given | values)
    return row


def serving(**values: Any) -> Supporter:
    """Return an appointed supporter."""
    row = applicant(**values)
    with acting_as_system(db.session):
        supporters.train(SYSTEM, row.public_id, clock.today())
        return supporters.appoint(SYSTEM, row.public_id, clock.today(), links=LINKS)


def token(row: Supporter) -> str:
    """Return the secret part of the supporter's link, as the application signs it."""
    links = Links("", current_app.config["SECRET_KEY"])
    return links.supporter(row.id, row.nonce).rsplit("/", 1)[1]

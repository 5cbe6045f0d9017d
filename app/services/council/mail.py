"""Notification of council persons that something awaits them; mail contains no case data."""

import secrets
from collections.abc import Iterable

from app.mail.council import letters
from app.models.council.council import CouncilPerson
from app.security.identity import is_usable, serves
from app.security.viewer import Viewer
from app.services.common.links import Links
from app.services.post import outbox


def notify(actor: Viewer, persons: Iterable[CouncilPerson], links: Links) -> None:
    """Send one letter to each person serving now, except the actor. persons: duplicates allowed.

    Each letter has a random dedupe key: the secretariat reads the outbox, which must not show
    which letters concern the same case, or who takes part in it together.
    """
    accounts = {
        person.account_id: person.account
        for person in persons
        if serves(person) and person.account_id != actor.account_id
    }
    for account in accounts.values():
        if is_usable(account):
            key = f"council:{secrets.token_hex(16)}"
            letter = letters.something_to_read(account, links.cases())
            outbox.write(actor, letter, to=account.email, dedupe_key=key)

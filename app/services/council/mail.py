"""Notification of council persons that something awaits them; mail contains no case data.

The office keeps outbox and trail: neither may show who gets such letters together, for they share
a case. So the letters are the software's, each waits for a time of its own, and no list has them.
"""

import secrets
from collections.abc import Iterable
from datetime import timedelta

from app.mail.council import letters
from app.models.council.council import CouncilPerson
from app.security.identity import is_usable, serves
from app.security.viewer import SYSTEM, Viewer
from app.services.common.links import Links
from app.services.post import outbox

LONGEST_DELAY = timedelta(minutes=20)


def notify(actor: Viewer, persons: Iterable[CouncilPerson], links: Links) -> None:
    """Send one letter to each person serving now, except the actor. persons: duplicates allowed."""
    accounts = {
        person.account_id: person.account
        for person in persons
        if serves(person) and person.account_id != actor.account_id
    }
    for account in accounts.values():
        if is_usable(account):
            key = f"council:{secrets.token_hex(16)}"
            letter = letters.something_to_read(account, links.cases())
            message = outbox.write(
                SYSTEM,
                letter,
                to=account.email,
                dedupe_key=key,
                unlisted=True,
            )
            seconds = secrets.randbelow(int(LONGEST_DELAY.total_seconds()))
            message.next_at += timedelta(seconds=seconds)

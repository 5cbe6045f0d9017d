"""Telling the council's persons that there is something to read: nothing of a case goes by mail."""

import secrets
from collections.abc import Iterable

from app.mail import council_letters
from app.models.council import CouncilPerson
from app.security.identity import is_usable, serves
from app.security.viewer import Viewer
from app.services import outbox
from app.services.links import Links


def tell(actor: Viewer, persons: Iterable[CouncilPerson], links: Links) -> None:
    """Write each who serves at this moment, except the actor, one letter. persons: may repeat one.

    Each letter's key is random: the outbox, which the secretariat reads, must not show which letters
    are about the same case, and who takes part in it together.
    """
    accounts = {
        person.account_id: person.account
        for person in persons
        if serves(person) and person.account_id != actor.account_id
    }
    for account in accounts.values():
        if is_usable(account):
            notice = f"council:{secrets.token_hex(16)}"
            letter = council_letters.something_to_read(account, links.cases())
            outbox.write(actor, letter, to=account.email, notice=notice)

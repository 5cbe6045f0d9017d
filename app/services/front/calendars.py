"""One calendar of what all wings declare: a month, and a feed that calendar programs subscribe to."""

from collections.abc import Sequence
from datetime import date, timedelta
from hmac import compare_digest
from uuid import uuid4

from app import clock, services, wings
from app.documents.common import calendar_event
from app.documents.common.calendar_event import CalendarEntry
from app.errors import NotFound
from app.extensions import db
from app.models.accounts.user import Account
from app.models.events.registration import CalendarAddress
from app.security import guard
from app.security.identity import is_usable, viewer_for
from app.security.viewer import PUBLIC, Viewer
from app.security.visibility import audiences
from app.services.common import audit
from app.services.common.calendar_items import CalendarItem
from app.services.common.links import Links

BEHIND, AHEAD = timedelta(days=90), timedelta(days=400)
"""How far the feed reaches; what was cancelled stays in it as long as its day does."""
NAME = "とっとり孤独・孤立対策官民連携プラットフォーム"


def between(actor: Viewer, first: date, last: date) -> Sequence[CalendarItem]:
    """Return what the actor may know of, in order."""
    seen = set(audiences(actor))
    with guard.acting_as_system(db.session):  # each item says who may know of it
        found = [
            item
            for module in wings.declared(services, "calendar")
            for item in module.items(first, last)
            if item.audience in seen
        ]
    return sorted(found, key=lambda item: (item.start, item.title))


def feed(actor: Viewer, links: Links) -> bytes:
    """Return the calendar as a file of RFC 5545."""
    today = clock.today()
    host = calendar_event.host_of(links.base)
    entries = [_entry(item, host, links) for item in between(actor, today - BEHIND, today + AHEAD)]
    return calendar_event.feed(NAME, entries)


def public_feed(actor: Viewer, links: Links) -> bytes:
    """Return the calendar as everybody may read it, whoever asks."""
    return feed(PUBLIC, links)


def personal_feed(actor: Viewer, account_id: int, nonce: str, links: Links) -> bytes:
    """Return the calendar of the person whose address this is. Raises NotFound for a void one."""
    with guard.acting_as_system(db.session):
        row = db.session.get(CalendarAddress, account_id)
        account = db.session.get(Account, account_id)
        if row is None or account is None or not is_usable(account):
            raise NotFound
        if not compare_digest(row.nonce.encode(), nonce.encode()):
            raise NotFound
        person = viewer_for(account)
    return feed(person, links)


def address(actor: Viewer, links: Links) -> str:
    """Return the actor's own address of the feed; "" where none was made."""
    row = db.session.get(CalendarAddress, actor.account_id) if actor.account_id else None
    return links.calendar_feed(row.account_id, row.nonce) if row else ""


def renew(actor: Viewer) -> CalendarAddress:
    """Make the actor's own address, or another one: the former is void."""
    account_id = actor.person()
    row = db.session.get(CalendarAddress, account_id, with_for_update=True)
    row = row or CalendarAddress(account_id=account_id)
    row.nonce = str(uuid4())
    db.session.add(row)
    audit.record(actor, "calendar.address", "account", account_id)
    db.session.flush()
    return row


def _entry(item: CalendarItem, host: str, links: Links) -> CalendarEntry:
    return CalendarEntry(
        uid=f"{item.uid}@{host}",
        summary=item.title,
        begins_at=item.begins,
        ends_at=item.ends,
        stamped_at=item.changed_at,
        sequence=item.sequence,
        place=item.place,
        description=item.note,
        url=f"{links.base}{item.path}",
        is_cancelled=item.is_cancelled,
    )

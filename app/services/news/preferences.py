"""What readers of the digest want (配信の設定): by a signed link, without log-in, or from one's page."""

from collections.abc import Sequence
from dataclasses import dataclass
from hmac import compare_digest
from uuid import uuid4

from sqlalchemy import select

from app import clock
from app.errors import NotFound
from app.extensions import db
from app.models.accounts.user import Account
from app.models.membership.organisation import Organisation
from app.models.news.digest import DigestWish
from app.models.post.outbox import OutboxMessage
from app.rules.membership.membership import Standing
from app.security.identity import is_usable
from app.security.viewer import Viewer
from app.services.common import audit, rows
from app.services.membership import recipients
from app.services.post import subscriptions

PURPOSE = "news_digest"


@dataclass(frozen=True)
class Preferences:
    """Of whom, and what they want."""

    name: str
    address: str
    wanted: bool
    activity_fields: Sequence[str]
    municipalities: Sequence[str]


def of(
    actor: Viewer, row_id: int, kind: str, nonce: str = "", *, lock: bool = False
) -> Preferences:
    """Return the preferences of a member or a person.

    Raises NotFound for one of no member, and for a link that is void.
    """
    organisation, account = _reader(row_id, kind, lock=lock)
    address = account.email if account else recipients.address_of(organisation)
    wish = _by_link(organisation, account, nonce)
    wanted = wish.wanted if wish else account is None
    return Preferences(
        account.get_full_name() if account else organisation.name,
        address,
        wanted and not subscriptions.is_stopped(address, PURPOSE),
        wish.activity_fields if wish else [],
        wish.municipalities if wish else [],
    )


def save(
    actor: Viewer,
    row_id: int,
    kind: str,
    nonce: str = "",
    *,
    wanted: bool,
    activity_fields: Sequence[str],
    municipalities: Sequence[str],
) -> DigestWish:
    """Store what a reader wants; getting it again undoes a stop by the mail program's button."""
    organisation, account = _reader(row_id, kind, lock=True)
    wish = _by_link(organisation, account, nonce) or _new(organisation, account)
    wish.wanted, wish.changed_at = wanted, clock.now()
    wish.activity_fields, wish.municipalities = list(activity_fields), list(municipalities)
    db.session.flush()
    audit.record(actor, "digest_wish.save", "organisation", organisation.id, wanted=wanted)
    address = account.email if account else recipients.address_of(organisation)
    last = db.session.scalar(
        select(OutboxMessage.id)
        .where(OutboxMessage.recipient == address, OutboxMessage.purpose == PURPOSE)
        .order_by(OutboxMessage.id.desc())
        .limit(1)
    )
    if last is not None:
        (subscriptions.resume if wanted else subscriptions.stop)(actor, last)
    return wish


def own_nonce(actor: Viewer) -> str:
    """Return the nonce of the actor's own link."""
    found = select(DigestWish.nonce).where(DigestWish.account_id == actor.person())
    return db.session.scalar(found) or ""


def may_renew(actor: Viewer, row_id: int, kind: str) -> bool:
    """Whether the actor is the reader, or a person of the member: whoever has the link is not."""
    own = actor.account_id if kind == "person" else actor.organisation_id
    return own is not None and own == row_id


def renew(actor: Viewer, row_id: int, kind: str, nonce: str) -> DigestWish:
    """Give the reader another link: those in letters that have left are void. Raises NotFound."""
    if not may_renew(actor, row_id, kind):
        raise NotFound
    organisation, account = _reader(row_id, kind, lock=True)
    wish = _by_link(organisation, account, nonce) or _new(organisation, account)
    wish.nonce = str(uuid4())
    db.session.flush()
    audit.record(actor, "digest_wish.renew", "organisation", organisation.id)
    return wish


def _by_link(organisation: Organisation, account: Account | None, nonce: str) -> DigestWish | None:
    wish = _wish(organisation, account)
    if not compare_digest((wish.nonce if wish else "").encode(), nonce.encode()):
        raise NotFound
    return wish


def _new(organisation: Organisation, account: Account | None) -> DigestWish:
    wish = DigestWish(organisation_id=organisation.id, account_id=account and account.id)
    wish.wanted, wish.changed_at, wish.nonce = account is None, clock.now(), ""
    db.session.add(wish)
    return wish


def _reader(row_id: int, kind: str, *, lock: bool) -> tuple[Organisation, Account | None]:
    account = rows.one(Account, row_id) if kind == "person" else None
    member_id = account.organisation_id if account else row_id
    if member_id is None or (account is not None and not is_usable(account)):
        raise NotFound
    organisation = (rows.locked if lock else rows.one)(Organisation, member_id)
    if organisation.standing is Standing.FORMER:
        raise NotFound
    return organisation, account


def _wish(organisation: Organisation, account: Account | None) -> DigestWish | None:
    of_member = (DigestWish.organisation_id == organisation.id) & DigestWish.account_id.is_(None)
    mine = DigestWish.account_id == account.id if account else of_member
    return db.session.scalars(select(DigestWish).where(mine)).one_or_none()

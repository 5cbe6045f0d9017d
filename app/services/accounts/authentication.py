"""Log-in by name and password, then further factors. In steps, each its own transaction.

`begin` counts the attempt and reads the hash; the caller compares it without holding a lock;
`finish` returns the account; `log_in` records the log-in.
"""

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload

from app import clock
from app.errors import StaleState
from app.extensions import db
from app.models.accounts.user import Account
from app.rules.membership.membership import ContactKind
from app.security.devices import Device
from app.security.identity import is_usable, viewer_for
from app.security.passwords import Match, normalise
from app.security.viewer import MEMBERS, Viewer
from app.services.accounts import throttle
from app.services.accounts.accounts import locked
from app.services.accounts.throttle import Counter
from app.services.common import audit
from app.services.membership import contacts

LONGEST_NAME = 320
TOO_LATE = "時間が過ぎました。もう一度ログインしてください。"


@dataclass(frozen=True)
class Attempt:
    """One log-in attempt."""

    account_id: int | None
    password_hash: str | None
    counters: tuple[Counter, ...]
    paused_until: datetime | None = None


def begin(actor: Viewer, name: str, address: str, device: Device | None) -> Attempt:
    """Count an attempt with this log-in name or mail address, without revealing whether it exists.

    address: the request's origin; device: the known device of the request.
    """
    typed = normalise(name).strip().casefold()[:LONGEST_NAME]
    account = find(typed)
    counted_as = account.username if account else typed
    known = device.nonce if account and device and device.account_id == account.id else None
    attempt = Attempt(
        account.id if account else None,
        account.password if account and is_usable(account) else None,
        throttle.counters(counted_as, address, known),
    )
    return replace(attempt, paused_until=throttle.reserve(actor, attempt.counters))


def find(name: str) -> Account | None:
    """Return the account with this log-in name or mail address, ignoring case."""
    if "\0" in name:
        return None  # no such account, and PostgreSQL does not accept NUL
    return db.session.scalars(
        select(Account)
        .where(or_(func.lower(Account.username) == name, func.lower(Account.email) == name))
        .order_by(Account.id)
        .options(joinedload(Account.organisation))
        .limit(1)
    ).one_or_none()


def finish(actor: Viewer, attempt: Attempt, match: Match) -> Account | None:
    """Return the account if the password is right and the account usable.

    Otherwise record the refusal and return None.
    """
    account = locked(attempt.account_id) if attempt.account_id is not None else None
    unchanged = account is not None and account.password == attempt.password_hash
    if account is None or not (match.right and unchanged and is_usable(account)):
        who = "" if attempt.account_id is None else f"account:{attempt.account_id}"
        audit.record_refusal(actor, "account.log_in", who, "name or password not right")
        return None
    if match.new_hash is not None:
        account.password = match.new_hash
    throttle.clear(actor, attempt.counters)
    db.session.flush()
    return account


def log_in(
    actor: Viewer, account_id: int, *, by: str, since: datetime | None = None
) -> tuple[Account, datetime | None]:
    """Record a log-in; return the account and the moment of its last one.

    by: `password`, `password+totp`, `directory` … since: the time of the first of two steps. A
    member's log-in is a contact with the member (規約第6条第1号). Raises StaleState when the account
    was disabled or its password changed after that.
    """
    account = locked(account_id)
    changed = account.password_changed_at
    if not is_usable(account) or (since is not None and changed is not None and changed > since):
        raise StaleState(TOO_LATE)
    before = account.last_login
    account.last_login = clock.now().replace(tzinfo=None)
    account.login_count = (account.login_count or 0) + 1
    viewer = viewer_for(account)
    audit.record(viewer, "account.log_in", "account", account.id, by=by)
    if viewer.has(*MEMBERS) and viewer.organisation_id is not None:
        contacts.record_contact(viewer, viewer.organisation_id, ContactKind.LOGIN)
    db.session.flush()
    return account, before.replace(tzinfo=UTC) if before else None


def log_out(actor: Viewer) -> None:
    """Record a log-out."""
    audit.record(actor, "account.log_out", "account", actor.account_id)

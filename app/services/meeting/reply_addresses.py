"""The reply address of a meeting notice: identifies member and meeting, cannot be guessed."""

import hashlib
import hmac
import re

from app.extensions import db
from app.models.meeting.attendance import RollEntry

_TOKEN = re.compile(r"m(\d{1,9})-([0-9a-f]{24})")


def reply_address(mailbox: str, secret: str, entry: RollEntry) -> str:
    """Return `kodoku+m12-…@example.jp` for `kodoku@example.jp`; "" without a mailbox."""
    local, at, domain = mailbox.rpartition("@")
    return f"{local}+m{entry.id}-{_seal(secret, entry)}@{domain}" if at else ""


def entry_of(token: str, secret: str) -> RollEntry | None:
    """Return the roll entry of a token; None for an invalid one."""
    found = _TOKEN.fullmatch(token)
    entry = db.session.get(RollEntry, int(found[1])) if found else None
    if entry is None or found is None:
        return None
    return entry if hmac.compare_digest(found[2], _seal(secret, entry)) else None


def _seal(secret: str, entry: RollEntry) -> str:
    words = f"meeting-reply:{entry.id}:{entry.link_nonce}".encode()
    return hmac.new(secret.encode(), words, hashlib.sha256).hexdigest()[:24]

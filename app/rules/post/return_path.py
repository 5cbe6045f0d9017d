"""The address to which a letter comes back (VERP): it names the letter, and nobody can make it up."""

import hashlib
import hmac
import re
from typing import NamedTuple

_TOKEN = re.compile(r"b([1-9]\d{0,11})-([0-9a-f]{20})", re.ASCII)


class ReturnPath(NamedTuple):
    """Whereto letters come back. mailbox: such as `b@example.jp`, "" for the sender's address."""

    mailbox: str
    secret: str

    def address(self, letter_id: int) -> str:
        """Return `b+b12-…@example.jp` for the mailbox `b@example.jp`; "" without a mailbox."""
        local, at, domain = self.mailbox.rpartition("@")
        return f"{local}+b{letter_id}-{_seal(self.secret, letter_id)}@{domain}" if at else ""


def is_token(text: str) -> bool:
    """Whether the text looks like what we put behind the + of such an address."""
    return _TOKEN.fullmatch(text.lower()) is not None


def letter_of(token: str, secret: str) -> int | None:
    """Return the letter's id; None where the token is not ours."""
    found = _TOKEN.fullmatch(token.lower())
    if found is None or not hmac.compare_digest(found[2], _seal(secret, int(found[1]))):
        return None
    return int(found[1])


def _seal(secret: str, letter_id: int) -> str:
    words = f"return-path:{letter_id}".encode()
    return hmac.new(secret.encode(), words, hashlib.sha256).hexdigest()[:20]

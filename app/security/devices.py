"""Known devices: browsers that have logged in to an account before (OWASP's device cookie).

Failed log-ins from elsewhere lengthen the account's pause, but not for a known device, so that
nobody can lock out the owner.
"""

from typing import NamedTuple

from itsdangerous import BadSignature, URLSafeTimedSerializer

from app.security.tokens import new_token

COOKIE = "device"
LIFE = 365 * 24 * 3600
"""Seconds for which a device stays known."""


class Device(NamedTuple):
    """An account, and the identifier of a device that logged in to it."""

    account_id: int
    nonce: str


def issue(secret: str, account_id: int) -> str:
    """Return the cookie for a device that has just logged in to the account."""
    return str(_signer(secret).dumps([account_id, new_token()]))


def read(secret: str, cookie: str | None) -> Device | None:
    """Return the device of a cookie that we issued, or None."""
    if not cookie or len(cookie) > 300:
        return None
    try:
        account_id, nonce = _signer(secret).loads(cookie, max_age=LIFE)
    except (BadSignature, ValueError, TypeError):
        return None
    return Device(int(account_id), str(nonce))


def _signer(secret: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(secret, salt="known-device")

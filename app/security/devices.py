"""Known devices: a browser from which an account was logged in to before (OWASP's device cookie).

Whoever tries names and passwords from elsewhere makes the account's pause grow, but not for a
device that is known: nobody can shut its owner out.
"""

from typing import NamedTuple

from itsdangerous import BadSignature, URLSafeTimedSerializer

from app.security.tokens import new_token

COOKIE = "device"
LIFE = 365 * 24 * 3600
"""Seconds for which a device is known."""


class Device(NamedTuple):
    """The account that was logged in to, and the device's own name."""

    account_id: int
    nonce: str


def issue(secret: str, account_id: int) -> str:
    """The cookie for a device from which the account was just logged in to."""
    return str(_signer(secret).dumps([account_id, new_token()]))


def read(secret: str, cookie: str | None) -> Device | None:
    """The device of a cookie that we gave out; None for any other."""
    if not cookie or len(cookie) > 300:
        return None
    try:
        account_id, nonce = _signer(secret).loads(cookie, max_age=LIFE)
    except (BadSignature, ValueError, TypeError):
        return None
    return Device(int(account_id), str(nonce))


def _signer(secret: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(secret, salt="known-device")

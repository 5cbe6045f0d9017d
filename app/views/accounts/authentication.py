"""Authentication: password, code, device. Each step is a transaction of its own."""

from datetime import datetime
from typing import NamedTuple

from flask import current_app, request

from app.models.accounts.user import Account
from app.security import cookies, devices, passwords
from app.security.crypto import Sealer
from app.services.accounts import authentication, mailed_code, second_factor, throttle
from app.views.common.base import run_as_system


class AuthenticationResult(NamedTuple):
    """The result of an attempt."""

    account: Account | None = None
    """The account of the password; None if it was wrong."""
    paused_until: datetime | None = None
    """Set if the attempt was not checked, after too many failures."""


def sealer() -> Sealer:
    """Return the sealer for the secrets of the second factors."""
    return Sealer(current_app.config["TOTP_KEY"], "second factor")


def device() -> devices.Device | None:
    """Return the known device of the request."""
    return devices.read(current_app.config["SECRET_KEY"], cookies.read(devices.COOKIE))


def by_password(name: str, password: str) -> AuthenticationResult:
    """Try a log-in name or mail address with a password."""
    attempt = run_as_system(authentication.begin, name, _address(), device())
    if attempt.paused_until is not None:
        return AuthenticationResult(paused_until=attempt.paused_until)
    match = passwords.verify(attempt.password_hash, password)
    return AuthenticationResult(run_as_system(authentication.finish, attempt, match))


def by_code(account_id: int, code: str, mailed: str = "") -> bool | datetime:
    """Try a code of the second factor; return whether it was right, or the end of the pause.

    mailed: the fingerprint of the code that was mailed, if one was.
    """
    known = device()
    nonce = known.nonce if known and known.account_id == account_id else None
    counters = throttle.counters(f"code:{account_id}", _address(), nonce)
    paused_until = run_as_system(throttle.reserve, counters)
    if paused_until is not None:
        return paused_until
    if mailed:
        right = run_as_system(mailed_code.check, account_id, code, mailed, sealer())
    else:
        right = run_as_system(second_factor.check, account_id, code, sealer())
    if right:
        run_as_system(throttle.clear, counters)
    return right


def _address() -> str:
    return request.remote_addr or ""

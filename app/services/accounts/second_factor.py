"""The second factor (2段階認証): time-based codes, and recovery codes for a lost device."""

import secrets
from hmac import compare_digest

import pyotp
from sqlalchemy import delete, func, select

from app import clock
from app.errors import RuleViolation
from app.extensions import db
from app.models.accounts.user import Account, RecoveryCode
from app.security.crypto import Sealer
from app.security.identity import needs_second_factor
from app.security.passwords import normalise
from app.security.viewer import Viewer
from app.services.accounts import mail
from app.services.accounts.accounts import locked
from app.services.common import audit

STEP = 30
"""Validity of a code, in seconds."""
CODES = 10
CODE_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"
CODE_LENGTH = 12
WRONG = "確認コードが違います。認証アプリに今表示されている6桁の数字を入力してください。"


def new_secret() -> str:
    """Return a secret for the authenticator app: 160 random bits in base 32."""
    return pyotp.random_base32()


def address(secret: str, username: str, service: str) -> str:
    """Return the QR code's content: an otpauth:// URI."""
    return pyotp.TOTP(secret, interval=STEP).provisioning_uri(name=username, issuer_name=service)


def turn_on(actor: Viewer, secret: str, code: str, sealer: Sealer) -> list[str]:
    """Turn on the actor's second factor; return the recovery codes, to be shown once.

    Raises RuleViolation unless the code proves that the app has the secret.
    """
    account = _own(actor)
    step = _step_of(secret, code, after=0)
    if step is None:
        raise RuleViolation(None, WRONG)
    account.totp_secret = sealer.seal(secret.encode(), _place(account))
    account.totp_last_step = step
    codes = _new_codes(account, sealer)
    audit.record(actor, "second_factor.turn_on", "account", account.id)
    mail.send_security_notice(actor, account, "2段階認証が設定されました。")
    return codes


def turn_off(actor: Viewer) -> None:
    """Turn off the actor's second factor. Raises RuleViolation where a role requires it."""
    account = _own(actor)
    if needs_second_factor(account):
        raise RuleViolation(None, "この権限では2段階認証が必要です。解除できません。")
    account.totp_secret = account.totp_last_step = None
    _forget_codes(account)
    audit.record(actor, "second_factor.turn_off", "account", account.id)
    mail.send_security_notice(actor, account, "2段階認証が解除されました。")


def renew_codes(actor: Viewer, sealer: Sealer) -> list[str]:
    """Replace the recovery codes and return them. Raises RuleViolation without a second factor."""
    account = _own(actor)
    if account.totp_secret is None:
        raise RuleViolation(None, "先に2段階認証を設定してください。")
    codes = _new_codes(account, sealer)
    audit.record(actor, "second_factor.renew_codes", "account", account.id)
    return codes


def codes_left(account_id: int) -> int:
    """Return the number of unused recovery codes."""
    left = select(func.count()).where(
        RecoveryCode.account_id == account_id, RecoveryCode.used_at.is_(None)
    )
    return db.session.scalar(left) or 0


def check(actor: Viewer, account_id: int, code: str, sealer: Sealer) -> bool:
    """Whether the app's code, or a recovery code, is right. Each works once."""
    account = locked(account_id)
    if account.totp_secret is None:
        return False
    secret = sealer.open(account.totp_secret, _place(account)).decode()
    step = _step_of(secret, code, after=account.totp_last_step or 0)
    if step is not None:
        account.totp_last_step = step
        db.session.flush()
        return True
    if _use_recovery_code(account, code, sealer):
        audit.record(actor, "second_factor.recovery_code", "account", account.id)
        return True
    audit.record_refusal(actor, "second_factor.check", f"account:{account.id}", "wrong code")
    return False


def _step_of(secret: str, code: str, *, after: int) -> int | None:
    """Return the time step of this code: present or adjacent, and after the last one used."""
    typed = normalise(code).replace(" ", "").replace("-", "")
    present = int(clock.now().timestamp()) // STEP
    totp = pyotp.TOTP(secret, interval=STEP)
    for step in (present - 1, present, present + 1):
        right = compare_digest(totp.generate_otp(step).encode(), typed.encode())
        if right and step > after:
            return step
    return None


def _new_codes(account: Account, sealer: Sealer) -> list[str]:
    _forget_codes(account)
    codes = [
        "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH)) for _ in range(CODES)
    ]
    for code in codes:
        mark = sealer.fingerprint(code, _place(account))
        db.session.add(RecoveryCode(account_id=account.id, code_hash=mark))
    db.session.flush()
    return ["-".join(code[at : at + 4] for at in range(0, CODE_LENGTH, 4)) for code in codes]


def _forget_codes(account: Account) -> None:
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account.id))


def _use_recovery_code(account: Account, code: str, sealer: Sealer) -> bool:
    typed = normalise(code).casefold().replace(" ", "").replace("-", "")
    row = db.session.scalars(
        select(RecoveryCode)
        .where(RecoveryCode.account_id == account.id, RecoveryCode.used_at.is_(None))
        .where(RecoveryCode.code_hash == sealer.fingerprint(typed, _place(account)))
    ).one_or_none()
    if row is None:
        return False
    row.used_at = clock.now()
    db.session.flush()
    return True


def _own(actor: Viewer) -> Account:
    assert actor.account_id is not None
    return locked(actor.account_id)


def _place(account: Account) -> str:
    return f"ab_user:{account.id}:totp_secret"

"""The second step of the log-in by a code sent by mail, for members without an authenticator app.

The browser's session keeps the code's fingerprint: a code works in the log-in that asked for it
only, once, and for as long as that may wait.
"""

import secrets
from datetime import timedelta
from hmac import compare_digest

from sqlalchemy import func, select

from app import clock
from app.errors import RuleViolation
from app.extensions import db
from app.mail.accounts import letters
from app.models.accounts.user import Account
from app.models.post.outbox import OutboxMessage
from app.rules.common.office_settings import MailedCode
from app.security.crypto import Sealer
from app.security.identity import needs_second_factor
from app.security.passwords import normalise
from app.security.viewer import Viewer
from app.services.accounts import mail
from app.services.accounts.accounts import locked
from app.services.common import audit, settings

DIGITS = 6
MOST, WITHIN = 5, timedelta(minutes=15)
ENOUGH = "確認コードのメールを続けて送りました。15分ほど待ってから、もう一度ログインしてください。"


def is_asked(account: Account) -> bool:
    """Whether the log-in asks for a mailed code: it is wanted, and no app is set up or needed."""
    is_wanted = settings.value("mailed_code") == MailedCode.ON
    return is_wanted and account.totp_secret is None and not needs_second_factor(account)


def send(actor: Viewer, account_id: int, sealer: Sealer) -> str:
    """Mail a new code to the account's address; return its fingerprint.

    Raises RuleViolation after several: who has the password cannot flood the owner's mailbox.
    """
    account = locked(account_id)
    if _mailed_lately(account_id) >= MOST:
        raise RuleViolation(None, ENOUGH)
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
    mail.send_code(actor, account, letters.log_in_code(account, code))
    audit.record(actor, "second_factor.mail_code", "account", account.id)
    return sealer.fingerprint(code, _place(account_id))


def check(actor: Viewer, account_id: int, code: str, mailed: str, sealer: Sealer) -> bool:
    """Whether the code is the one with this fingerprint."""
    typed = normalise(code).replace(" ", "").replace("-", "")
    if compare_digest(sealer.fingerprint(typed, _place(account_id)), mailed):
        return True
    audit.record_refusal(actor, "second_factor.check", f"account:{account_id}", "wrong code")
    return False


def _mailed_lately(account_id: int) -> int:
    lately = select(func.count()).where(
        OutboxMessage.dedupe_key == mail.subject_of(account_id),
        OutboxMessage.purpose == letters.LOG_IN_CODE,
        OutboxMessage.created_at > clock.now() - WITHIN,
    )
    return db.session.scalar(lately) or 0


def _place(account_id: int) -> str:
    return f"ab_user:{account_id}:mailed_code"

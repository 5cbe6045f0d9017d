"""One-time links of an account: invitation, forgotten password, new mail address."""

from datetime import timedelta
from enum import StrEnum

from sqlalchemy import select, update

from app import clock
from app.errors import NotFound, StaleState
from app.extensions import db
from app.models.accounts.user import OneTimeLink
from app.security.tokens import new_token, token_hash


class Purpose(StrEnum):
    """Purpose of a link."""

    INVITATION = "invitation"
    PASSWORD_RESET = "password_reset"  # noqa: S105
    EMAIL_CHANGE = "email_change"


LIFE = {
    Purpose.INVITATION: timedelta(days=14),
    Purpose.PASSWORD_RESET: timedelta(hours=1),
    Purpose.EMAIL_CHANGE: timedelta(days=1),
}
OVER = {
    Purpose.INVITATION: "この招待は、期限が過ぎているか、すでに使われています。"
    "招待した人か事務局に、招待の再送を依頼してください。",
    Purpose.PASSWORD_RESET: "このリンクは、期限が過ぎているか、すでに使われています。"
    "「パスワードを忘れたとき」の画面から、もう一度手続をしてください。",
    Purpose.EMAIL_CHANGE: "このリンクは、期限が過ぎているか、すでに使われています。"
    "もう一度メールアドレスの変更をしてください。",
}


def issue(purpose: Purpose, account_id: int, value: str = "") -> str:
    """Return a new link's token and void earlier links of the same purpose."""
    void(account_id, purpose)
    token = new_token()
    now = clock.now()
    db.session.add(
        OneTimeLink(
            purpose=purpose.value,
            token_hash=token_hash(token),
            account_id=account_id,
            value=value,
            created_at=now,
            expires_at=now + LIFE[purpose],
        )
    )
    db.session.flush()
    return token


def void(account_id: int, *purposes: Purpose) -> None:
    """Void the account's open links: those of these purposes, or all."""
    now = clock.now()
    names = [purpose.value for purpose in purposes or Purpose]
    db.session.execute(
        update(OneTimeLink)
        .where(OneTimeLink.account_id == account_id, OneTimeLink.purpose.in_(names))
        .where(OneTimeLink.used_at.is_(None), OneTimeLink.expires_at > now)
        .values(expires_at=now)
    )


def read(purpose: Purpose, token: str) -> OneTimeLink:
    """Return the link, locked, if it is usable now.

    Raises NotFound for an unknown link, StaleState for a used or expired one.
    """
    link = db.session.scalars(
        select(OneTimeLink)
        .where(OneTimeLink.purpose == purpose.value, OneTimeLink.token_hash == token_hash(token))
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    if link is None:
        raise NotFound
    if link.used_at is not None or link.expires_at <= clock.now():
        raise StaleState(OVER[purpose])
    return link


def mark_used(link: OneTimeLink) -> None:
    """Mark the link as used: it works once."""
    link.used_at = clock.now()

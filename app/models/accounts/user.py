"""Accounts (利用者), their sessions and their one-time links."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from flask_appbuilder import Model
from flask_appbuilder.security.sqla.models import Role as RoleRow
from flask_appbuilder.security.sqla.models import User
from sqlalchemy import JSON, Date, ForeignKey, Integer, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.common.types import UtcDateTime
from app.models.membership.organisation import Organisation

__all__ = [
    "Account",
    "LoginThrottle",
    "OneTimeLink",
    "RateLimit",
    "RecoveryCode",
    "RoleRow",
    "UserSession",
]


class Account(User):
    """A person who logs in. Belongs to an organisation, or to none (secretariat, administrator).

    FAB's roles name the functions a person has beyond their organisation: secretariat, council,
    administrator. The right to act as an executive or general member follows from the
    organisation's standing.
    """

    __tablename__ = "ab_user"
    __table_args__ = {"extend_existing": True}

    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    position: Mapped[str | None] = mapped_column(String(100))
    """所属・職名."""
    locale: Mapped[str | None] = mapped_column(String(8))
    totp_secret: Mapped[bytes | None] = mapped_column(LargeBinary)
    """The second factor's secret, encrypted; empty if there is none."""
    totp_last_step: Mapped[int | None] = mapped_column(Integer)
    """The last time step used, so that a code works only once."""
    oidc_subject: Mapped[str | None] = mapped_column(String(255), unique=True)
    password_changed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    disabled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    saved_views: Mapped[list[dict[str, str]] | None] = mapped_column(JSON)
    """What services/common/saved_views keeps."""
    ends_on: Mapped[date | None] = mapped_column(Date)
    """The last day of use, set on handover (引継ぎ)."""
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"))
    """The account to disable when this one's invitation is accepted (引継ぎ)."""

    organisation: Mapped[Organisation | None] = relationship()
    if TYPE_CHECKING:
        terms: Mapped[
            list[Any]
        ]  # declared by models/council/council.py: the accounts know no council

    def get_full_name(self) -> str:
        """Return the full name, family name first."""
        return f"{self.last_name} {self.first_name}".strip()


class RecoveryCode(Model):
    """A single-use code in place of the second factor (回復コード)."""

    __tablename__ = "recovery_code"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id"), index=True)
    code_hash: Mapped[str] = mapped_column(String(64))
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class UserSession(Model):
    """A server-side session. The cookie holds a random token; this row holds its hash."""

    __tablename__ = "user_session"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"), index=True)
    data: Mapped[dict[str, Any]] = mapped_column(JSON)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    address: Mapped[str] = mapped_column(String(45), default="")
    user_agent: Mapped[str] = mapped_column(String(200), default="")

    account: Mapped[Account | None] = relationship()


class OneTimeLink(Model):
    """A single-use link sent by mail: invitation, password reset, mail address confirmation."""

    __tablename__ = "one_time_link"

    id: Mapped[int] = mapped_column(primary_key=True)
    purpose: Mapped[str] = mapped_column(String(40))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"), index=True)
    subject_id: Mapped[int | None] = mapped_column(Integer)
    """The row that the link concerns, if not an account."""
    value: Mapped[str] = mapped_column(String(320), default="")
    """The value that the link confirms: a new mail address."""
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class LoginThrottle(Model):
    """Failed log-ins of a name, by network, by device or from anywhere: the delay grows."""

    __tablename__ = "login_throttle"

    key_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    failures: Mapped[int] = mapped_column(Integer)
    last_failed_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class RateLimit(Model):
    """The window of one rate limit, counted in the database where there is no Redis."""

    __tablename__ = "rate_limit"

    key: Mapped[str] = mapped_column(String(300), primary_key=True)
    count: Mapped[int] = mapped_column(Integer)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)

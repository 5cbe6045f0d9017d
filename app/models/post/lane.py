"""Ways out for letters, and the domains that ask for patience (送信経路)."""

from datetime import datetime

from flask_appbuilder import Model
from sqlalchemy import JSON, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from app.models.common.types import UtcDateTime


class MailLane(Model):
    """A mail server that takes letters: one after another by one connection, by one sweep at a time."""

    __tablename__ = "mail_lane"

    id: Mapped[int] = mapped_column(primary_key=True)
    destination: Mapped[str] = mapped_column(String(300), unique=True)
    """Host and port, or `spool`."""
    holder: Mapped[str] = mapped_column(String(40), default="")
    lease_until: Mapped[datetime | None] = mapped_column(UtcDateTime)

    stopped_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """Since when it takes no letters; None while it does."""
    why: Mapped[str] = mapped_column(String(500), default="")
    """What the server last answered to that effect."""
    failures: Mapped[int] = mapped_column(Integer, default=0)
    """How often in a row it was tried in vain."""
    paused_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When the next letter tries whether it takes letters again."""
    succeeded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When it last took a letter, to within some seconds."""

    refusal: Mapped[str] = mapped_column(String(40), default="")
    """What it answered to the last letters in a row; empty if it took the last one."""
    refused_ids: Mapped[list[int]] = mapped_column(JSON, default=list)
    """Those letters, by id; never more than it takes to tell who is at fault."""


class MailPause(Model):
    """A recipient domain whose letters wait; gone as soon as it takes one."""

    __tablename__ = "mail_pause"

    domain: Mapped[str] = mapped_column(String(254), primary_key=True)
    until: Mapped[datetime] = mapped_column(UtcDateTime)
    failures: Mapped[int] = mapped_column(Integer, default=1)
    why: Mapped[str] = mapped_column(String(500), default="")

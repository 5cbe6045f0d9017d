"""Restores of the database (復元): what was found, ended and held, until a person has confirmed it."""

from datetime import datetime
from typing import Any

from flask_appbuilder import Model
from sqlalchemy import JSON, ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from app.models.common.types import UtcDateTime


class DatabaseRestore(Model):
    """An older state of the database that was put back, by whatever means."""

    __tablename__ = "database_restore"

    id: Mapped[int] = mapped_column(primary_key=True)
    found_at: Mapped[datetime] = mapped_column(UtcDateTime)
    state_of: Mapped[datetime] = mapped_column(UtcDateTime)
    """The moment of the last entry in the audit trail that it has."""
    lost: Mapped[int] = mapped_column(Integer)
    """How many entries the audit trail had after it."""
    lost_hash: Mapped[str] = mapped_column(String(64))
    """The last of them; the same restore is found once."""
    letters: Mapped[int] = mapped_column(Integer)
    """How many waiting letters were held."""
    links: Mapped[int] = mapped_column(Integer)
    """How many open one-time links became void."""
    ended: Mapped[dict[str, Any]] = mapped_column(JSON)
    """Rights that were alive again and were ended: kind → ids of accounts and the like; of cases
    their number only."""
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"))
    confirmed_by_name: Mapped[str] = mapped_column(String(130), default="")

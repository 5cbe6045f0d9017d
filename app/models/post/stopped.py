"""Letters that their recipients have stopped (配信の停止)."""

from datetime import datetime

from flask_appbuilder import Model
from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from app.models.common.types import UtcDateTime


class StoppedLetter(Model):
    """A kind of letter that is not sent to an address."""

    __tablename__ = "stopped_letter"

    address: Mapped[str] = mapped_column(String(254), primary_key=True)
    """In small letters."""
    purpose: Mapped[str] = mapped_column(String(40), primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)

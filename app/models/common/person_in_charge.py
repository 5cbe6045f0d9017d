"""Who of the office is in charge of something that waits (担当者)."""

from datetime import datetime

from flask_appbuilder import Model
from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.models.common.types import UtcDateTime


class PersonInCharge(Model):
    """The person in charge of one object. It knows its object by kind and id only."""

    __tablename__ = "person_in_charge"
    __table_args__ = (UniqueConstraint("kind", "subject"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    """As of services/common/work.py."""
    subject: Mapped[str] = mapped_column(String(40))
    account_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id"), index=True)
    since: Mapped[datetime] = mapped_column(UtcDateTime)

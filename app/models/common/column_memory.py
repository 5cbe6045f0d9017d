"""How a person mapped the columns of a file, for the next file with the same headings."""

from datetime import datetime

from flask_appbuilder import Model
from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.models.common.scope import StaffOnly
from app.models.common.types import UtcDateTime


class ColumnMemory(StaffOnly, Model):
    """The last mapping of one set of headings for one purpose (rules/common/column_mapping)."""

    __tablename__ = "column_memory"
    __table_args__ = (UniqueConstraint("purpose", "fingerprint"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    purpose: Mapped[str] = mapped_column(String(40))
    """What is read: `roster`."""
    fingerprint: Mapped[str] = mapped_column(String(64))
    """Of the set of headings."""
    assigned: Mapped[dict[str, str]] = mapped_column(JSON)
    """Folded heading → key; "" for a column that is not read."""
    filled: Mapped[dict[str, str]] = mapped_column(JSON)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_by_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"))

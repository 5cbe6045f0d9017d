"""Long work on the roster: imports with a dry run, and merges that can be undone."""

from datetime import datetime
from typing import Any

from flask_appbuilder import Model
from sqlalchemy import JSON, ForeignKey, Integer, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, deferred, mapped_column

from app.models.types import UtcDateTime


class RosterImport(Model):
    """One uploaded file, what would become of each row, and how far the work has come."""

    __tablename__ = "roster_import"

    id: Mapped[int] = mapped_column(primary_key=True)
    file_name: Mapped[str] = mapped_column(String(200))
    content: Mapped[bytes] = deferred(mapped_column(LargeBinary))
    state: Mapped[str] = mapped_column(String(20), index=True)
    """checking → checked → importing → imported, or failed."""
    total: Mapped[int] = mapped_column(Integer, default=0)
    done: Mapped[int] = mapped_column(Integer, default=0)
    rows: Mapped[list[dict[str, Any]]] = deferred(mapped_column(JSON, default=list))
    """Per row: line, fate (new, change, same, wrong), reasons, values."""
    counts: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)
    error: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id"))
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class OrganisationMerge(Model):
    """Two records put together: what was moved, so that it can be undone."""

    __tablename__ = "organisation_merge"

    id: Mapped[int] = mapped_column(primary_key=True)
    kept_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    merged_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    before: Mapped[dict[str, Any]] = mapped_column(JSON)
    """Both profiles and the ids of all rows that were moved."""
    merged_at: Mapped[datetime] = mapped_column(UtcDateTime)
    merged_by_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id"))
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"))

"""Jobs on the whole roster: imports with a dry run, and reversible merges."""

from datetime import datetime
from typing import Any

from flask_appbuilder import Model
from sqlalchemy import JSON, ForeignKey, Index, Integer, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship

from app.models.accounts.user import Account
from app.models.common.scope import StaffOnly
from app.models.common.types import Code, UtcDateTime
from app.models.membership.organisation import Organisation
from app.rules.states.roster.roster_import import RosterImportState, RowOutcome


class RosterImport(StaffOnly, Model):
    """One uploaded file, the progress of its import, and the lease of the worker."""

    __tablename__ = "roster_import"

    id: Mapped[int] = mapped_column(primary_key=True)
    file_name: Mapped[str] = mapped_column(String(200))
    content: Mapped[bytes] = deferred(mapped_column(LargeBinary, nullable=False))
    """Empty once the import is finished."""
    state: Mapped[RosterImportState] = mapped_column(Code(RosterImportState), index=True)
    preview: Mapped[dict[str, Any]] = deferred(mapped_column(JSON, nullable=False, default=dict))
    """The first lines of each worksheet, for the mapping of the columns."""
    sheet: Mapped[int] = mapped_column(Integer, default=0)
    heading_line: Mapped[int] = mapped_column(Integer, default=1)
    heading_lines: Mapped[int] = mapped_column(Integer, default=1)
    columns: Mapped[list[str]] = mapped_column(JSON, default=list)
    """The keys of the file's columns, in order; "" for a skipped one. Empty: not mapped yet."""
    filled: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    """By key, the one value of every row for a column that the file lacks."""
    gaps: Mapped[bool] = mapped_column(default=False)
    """Whether rows may leave required fields empty (記入なし)."""
    notes: Mapped[list[str]] = mapped_column(JSON, default=list)
    """Remarks on the whole file."""
    effects: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)
    """Number of values that become more public, that are cleared, and of rows with gaps."""
    total: Mapped[int] = mapped_column(Integer, default=0)
    done: Mapped[int] = mapped_column(Integer, default=0)
    counts: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)
    """Number of rows by fate."""
    skip_wrong: Mapped[bool] = mapped_column(default=False)
    basis: Mapped[str] = mapped_column(String(150), default="")
    """The basis of the new rows' memberships, in words."""
    error: Mapped[str] = mapped_column(Text, default="")
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    lease_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    lease_holder: Mapped[str] = mapped_column(String(40), default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id"))
    started_by_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"))
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    undo_by_id: Mapped[int | None] = mapped_column(Integer)
    """The account that asked for the undo; no foreign key, which SQLite cannot add."""
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    created_by: Mapped[Account] = relationship(foreign_keys=[created_by_id])


class RosterImportRow(StaffOnly, Model):
    """The outcome for one row of the file."""

    __tablename__ = "roster_import_row"
    __table_args__ = (Index("ix_roster_import_row_fate", "import_id", "fate", "line"),)

    import_id: Mapped[int] = mapped_column(
        ForeignKey("roster_import.id"), primary_key=True, autoincrement=False
    )
    line: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    """The row number in the file, from 1."""
    name: Mapped[str] = mapped_column(String(200), default="")
    fate: Mapped[RowOutcome] = mapped_column(Code(RowOutcome))
    reasons: Mapped[list[list[str]]] = mapped_column(JSON, default=list)
    """Pairs: column key ("" for the whole row) and error message."""
    notes: Mapped[list[str]] = mapped_column(JSON, default=list)
    """Remarks for the officer; they do not block the row."""
    changes: Mapped[list[list[Any]]] = mapped_column(JSON, default=list)
    """Triples: key, old value, new value."""
    cells: Mapped[list[str]] = mapped_column(JSON, default=list)
    """The row's cells as in the file."""
    faults: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    """Cells that cannot be read: place → reason."""
    remarks: Mapped[list[str]] = mapped_column(JSON, default=list)
    """What the file's form says of the row: hidden, struck out, dates in place of numbers."""
    mended: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    """By key, the values that an officer put in place of the file's."""
    answers: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    """By question, an officer's answer whether this is the same organisation."""
    question: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    """The open question: which one, and with whom the row is compared."""
    marks: Mapped[list[str]] = mapped_column(JSON, default=list)
    """What tells rows of one organisation from others inside the file."""
    widens: Mapped[bool] = mapped_column(default=False)
    """Whether something becomes more public."""
    clears: Mapped[bool] = mapped_column(default=False)
    """Whether a value is cleared."""
    gaps: Mapped[bool] = mapped_column(default=False)
    """Whether required fields are left empty (記入なし)."""
    undone: Mapped[bool] = mapped_column(default=False)
    undo_refusal: Mapped[str] = mapped_column(Text, default="")
    """Why the row was not undone with the rest; Japanese."""
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    """The matched organisation."""


class OrganisationMerge(StaffOnly, Model):
    """A merge of two organisations' records, with the rows moved, so that it can be undone."""

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

    kept: Mapped[Organisation] = relationship(foreign_keys=[kept_id])
    merged: Mapped[Organisation] = relationship(foreign_keys=[merged_id])
    merged_by: Mapped[Account] = relationship(foreign_keys=[merged_by_id])

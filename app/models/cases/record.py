"""The content of a case by section: records, changes, attachments, drafts. All sealed."""

from datetime import date, datetime

from flask_appbuilder import Model
from sqlalchemy import Date, ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, relationship

from app.models.accounts.user import Account
from app.models.cases.case import CLOCK, WHO
from app.models.common.scope import OwnInCase, SectionScoped
from app.models.common.sealed import RandomId, plain, row_id, sealed
from app.models.common.types import Code, UtcDateTime
from app.rules.cases.fields import RecordKind, RecordState


class CaseRecord(RandomId, SectionScoped, Model):
    """One record of a kind: the fields defined in rules/cases/fields.py, sealed together."""

    __tablename__ = "case_record"
    __table_args__ = (Index("ix_case_record_kind", "case_id", "kind"),)

    id: Mapped[str] = row_id()
    kind: Mapped[RecordKind] = plain(Code(RecordKind), why="pages ask for one kind")
    state: Mapped[RecordState] = plain(Code(RecordState), why="pages ask for it")
    content: Mapped[bytes] = sealed()
    due_on: Mapped[date | None] = plain(Date, why="reminders ask for it")
    """The deadline of a plan entry; the last day of a consent."""
    remind_on: Mapped[date | None] = plain(Date, why="reminders ask for it")
    version: Mapped[int] = plain(Integer, default=1, why="two who edit at once are told apart")
    written_at: Mapped[datetime] = plain(UtcDateTime, why=CLOCK)
    written_by_id: Mapped[int | None] = plain(ForeignKey("ab_user.id"), why=WHO)
    """None for what came from outside (services/cases/outside_intakes.py)."""

    written_by: Mapped[Account | None] = relationship()


class CaseChange(RandomId, SectionScoped, Model):
    """A record's values before and after a change (変更の記録)."""

    __tablename__ = "case_change"

    id: Mapped[str] = row_id()
    record_id: Mapped[str] = plain(String(32), index=True, why="random")
    content: Mapped[bytes] = sealed()
    """{field: [before, after]}."""
    changed_at: Mapped[datetime] = plain(UtcDateTime, why=CLOCK)
    changed_by_id: Mapped[int] = plain(ForeignKey("ab_user.id"), why=WHO)

    changed_by: Mapped[Account] = relationship()


class CaseAttachment(RandomId, SectionScoped, Model):
    """A document in a section of a case: name and bytes sealed."""

    __tablename__ = "case_attachment"

    id: Mapped[str] = row_id()
    record_id: Mapped[str | None] = plain(String(32), index=True, why="random")
    name: Mapped[bytes] = sealed()
    content: Mapped[bytes] = sealed(deferred=True)
    media_type: Mapped[str] = plain(String(80), why="one of six kinds")
    size: Mapped[int] = plain(Integer, why="a list shows it without opening the document")
    added_at: Mapped[datetime] = plain(UtcDateTime, why=CLOCK)
    added_by_id: Mapped[int] = plain(ForeignKey("ab_user.id"), why=WHO)
    struck_at: Mapped[datetime | None] = plain(UtcDateTime, why=CLOCK)
    """When it was struck out as attached in error: it can no longer be downloaded."""
    struck_by_id: Mapped[int | None] = plain(ForeignKey("ab_user.id"), why=WHO)
    struck_reason: Mapped[bytes | None] = sealed()

    added_by: Mapped[Account] = relationship(foreign_keys=[added_by_id])
    struck_by: Mapped[Account | None] = relationship(foreign_keys=[struck_by_id])


class CaseDraft(RandomId, OwnInCase, Model):
    """Unsaved input of an author (下書き): kept on the server, never in the browser."""

    __tablename__ = "case_draft"
    __table_args__ = (UniqueConstraint("case_id", "author_id", "form"),)

    id: Mapped[str] = row_id()
    form: Mapped[str] = plain(String(80), why="kind of record, and the random id of the one edited")
    content: Mapped[bytes] = sealed()
    saved_at: Mapped[datetime] = plain(UtcDateTime, why=CLOCK)


class CaseName(RandomId, OwnInCase, Model):
    """A participant's own name (自分の呼び名) for a case, for nobody else."""

    __tablename__ = "case_name"
    __table_args__ = (UniqueConstraint("case_id", "author_id"),)

    id: Mapped[str] = row_id()
    name: Mapped[bytes] = sealed()

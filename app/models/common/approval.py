"""Acts that one person proposes and another releases (二人での決定)."""

from datetime import date, datetime
from typing import Any

from flask_appbuilder import Model
from sqlalchemy import JSON, Date, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.models.common.types import Code, UtcDateTime
from app.rules.states.common.approval import ApprovalState


class Approval(Model):
    """One proposal and its release. It knows its object by kind and id only."""

    __tablename__ = "approval"
    __table_args__ = (
        Index("ix_approval_subject", "subject_type", "subject_id"),
        Index("ix_approval_state", "state", "role"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    """What is proposed, as the trail's action, such as `application.accept`."""
    subject_type: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[str] = mapped_column(String(40))
    title: Mapped[str] = mapped_column(String(200))
    """The object's name in the list; nothing of a case."""
    reason: Mapped[str] = mapped_column(Text, default="")
    arguments: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    """What exactly is released, so that nobody can exchange it in between."""
    role: Mapped[str] = mapped_column(String(20))
    """The role whose holders may release it."""
    state: Mapped[ApprovalState] = mapped_column(Code(ApprovalState))
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id"))
    proposed_by_name: Mapped[str] = mapped_column(String(130))
    proposed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"))
    decided_by_name: Mapped[str] = mapped_column(String(130), default="")
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    return_reason: Mapped[str] = mapped_column(Text, default="")
    outside_number: Mapped[str] = mapped_column(String(60), default="", server_default="")
    """決裁番号 in the prefecture's own system; it notes that decision and replaces no release."""
    outside_on: Mapped[date | None] = mapped_column(Date)
    """決裁日 there."""
    told_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When those who may release it were last told by mail."""
    open_key: Mapped[str | None] = mapped_column(String(100), unique=True)
    """Kind and object while it is pending: one proposal of a kind at a time."""

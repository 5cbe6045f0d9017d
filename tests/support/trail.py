"""The audit trail of a subject, after a commit."""

from typing import Any

from sqlalchemy import select

from app.extensions import db
from app.models.common.audit import AuditEntry


def entry_details(subject_type: str, subject_id: int, *actions: str) -> list[dict[str, Any]]:
    """Return the details of the entries with one of these actions, in order. Commits."""
    db.session.commit()
    return list(
        db.session.scalars(
            select(AuditEntry.details)
            .where(AuditEntry.subject_type == subject_type)
            .where(AuditEntry.subject_id == str(subject_id), AuditEntry.action.in_(actions))
            .order_by(AuditEntry.sequence)
        )
    )

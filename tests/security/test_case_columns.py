"""Every column of a case is declared: sealed, or plain with the reason."""

from app.models.common.audit import AuditEntry
from app.security.case_visibility import case_classes


def test_every_case_column_is_sealed_or_declared_plain() -> None:
    undeclared = [
        f"{entity.__tablename__}.{column.name}"
        for entity in case_classes()
        if entity is not AuditEntry
        for column in entity.__table__.columns
        if not column.info.get("confidential") and not column.info.get("plain")
    ]
    assert undeclared == []


def test_no_free_text_column_is_plain() -> None:
    """Plain columns are no longer than a random id, a code or a number."""
    long = [
        f"{entity.__tablename__}.{column.name}"
        for entity in case_classes()
        if entity is not AuditEntry
        for column in entity.__table__.columns
        if "plain" in column.info and (getattr(column.type, "length", None) or 0) > 80
    ]
    assert long == []

"""Every column of a case is declared: sealed, or plain with the reason why."""

from app.models.audit import AuditEntry
from app.security.case_visibility import case_classes


def test_every_column_of_a_case_is_sealed_or_says_why_not() -> None:
    undeclared = [
        f"{entity.__tablename__}.{column.name}"
        for entity in case_classes()
        if entity is not AuditEntry
        for column in entity.__table__.columns
        if not column.info.get("confidential") and not column.info.get("plain")
    ]
    assert undeclared == []


def test_nothing_that_is_typed_freely_is_plain() -> None:
    """Plain text is no longer than a random id, a code or a number."""
    long = [
        f"{entity.__tablename__}.{column.name}"
        for entity in case_classes()
        if entity is not AuditEntry
        for column in entity.__table__.columns
        if "plain" in column.info and (getattr(column.type, "length", None) or 0) > 80
    ]
    assert long == []

"""Columns of the case tables: sealed, or plain with the reason why no sealing is needed.

A column declared as neither fails a test (tests/security/test_case_columns.py).
"""

from typing import Any
from uuid import uuid4

from sqlalchemy import LargeBinary, String
from sqlalchemy.orm import MappedColumn, mapped_column


def new_id() -> str:
    """Return a random id (32 hex digits): it reveals nothing and makes no other id guessable."""
    return uuid4().hex


def row_id() -> MappedColumn[Any]:
    """Declare the random primary key. It is set before the flush: sealed values are bound to it."""
    return mapped_column(String(32), primary_key=True, info={"plain": "random"})


def sealed(**more: Any) -> MappedColumn[Any]:
    """Declare a column for values sealed by app/security/vault.py: JSON or bytes."""
    return mapped_column(LargeBinary, info={"confidential": True}, **more)


def plain(*arguments: Any, why: str, **more: Any) -> MappedColumn[Any]:
    """Declare an unencrypted column. why: its use, and why it reveals nothing about a person."""
    return mapped_column(*arguments, info={"plain": why}, **more)


class RandomId:
    """A row that has its id from its construction."""

    id: Any

    def __init__(self, **values: Any) -> None:
        super().__init__(**{"id": new_id(), **values})

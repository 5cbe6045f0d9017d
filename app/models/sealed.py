"""Columns of the tables of cases: sealed, or plain with the reason why nothing needs to hide it.

A column that says neither fails a test (tests/security/test_case_columns.py).
"""

from typing import Any
from uuid import uuid4

from sqlalchemy import LargeBinary, String
from sqlalchemy.orm import MappedColumn, mapped_column


def new_id() -> str:
    """A random id (32 hex digits): it tells nothing, and no neighbour can be guessed from it."""
    return uuid4().hex


def row_id() -> MappedColumn[Any]:
    """The random primary key. It is there before the flush: what is sealed is bound to it."""
    return mapped_column(String(32), primary_key=True, info={"plain": "random"})


def sealed(**more: Any) -> MappedColumn[Any]:
    """What app/security/vault.py sealed: a value of JSON, or bytes."""
    return mapped_column(LargeBinary, info={"confidential": True}, **more)


def plain(*arguments: Any, why: str, **more: Any) -> MappedColumn[Any]:
    """What the database may read. why: what asks for it, and why it says nothing of a person."""
    return mapped_column(*arguments, info={"plain": why}, **more)


class RandomId:
    """A row that has its id from its beginning."""

    id: Any

    def __init__(self, **values: Any) -> None:
        super().__init__(**{"id": new_id(), **values})

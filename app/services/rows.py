"""Reading governed rows: one, one to change, one page. What the viewer may not see is not there."""

import hashlib
import json
from collections.abc import Sequence
from typing import Any, TypeVar

from sqlalchemy import Select, func, literal, select
from sqlalchemy.sql.base import ExecutableOption

from app.errors import NotFound
from app.extensions import db

R = TypeVar("R")
PER_PAGE = 50
COUNTED = 10_000
"""Rows are counted up to here: to count all of a large table costs more than the page."""


def one(model: type[R], row_id: int | str, *options: ExecutableOption) -> R:
    """The row. Raises NotFound."""
    return only(_by_id(model, row_id).options(*options))


def locked(model: type[R], row_id: int | str, *options: ExecutableOption) -> R:
    """The row, locked and fresh. Raises NotFound."""
    return only(locking(_by_id(model, row_id).options(*options)))


def only(statement: Select[R]) -> R:
    """The one row of the statement. Raises NotFound."""
    row = db.session.scalars(statement).one_or_none()
    if row is None:
        raise NotFound
    return row


def locking(statement: Select[R]) -> Select[R]:
    """The statement, so that its rows come locked until the commit, and fresh."""
    return statement.with_for_update().execution_options(populate_existing=True)


def page(statement: Select[R], number: int, *options: ExecutableOption) -> tuple[Sequence[R], int]:
    """One page (from 1) of the ordered statement's rows, and how many there are, up to COUNTED."""
    wanted = statement.offset((number - 1) * PER_PAGE).limit(PER_PAGE)
    found = db.session.scalars(wanted.options(*options)).all()
    return found, total(statement, number, len(found))


def total(statement: Select[Any], number: int, found: int) -> int:
    """How many rows the statement has, up to COUNTED. found: how many of them page `number` has."""
    if found < PER_PAGE and (found or number == 1):  # it is the last page
        return min((number - 1) * PER_PAGE + found, COUNTED)
    counted = statement.with_only_columns(literal(1), maintain_column_froms=True)
    some = counted.order_by(None).limit(COUNTED).subquery()
    return db.session.scalar(select(func.count()).select_from(some)) or 0


def of_organisation(model: type[R], organisation_id: int) -> Sequence[R]:
    """All rows of an organisation, the newest first."""
    table: Any = model
    return db.session.scalars(
        select(model).where(table.organisation_id == organisation_id).order_by(table.id.desc())
    ).all()


def fingerprint(values: Any) -> str:
    """Plain values in short, to find out whether they are still what somebody looked at."""
    return hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()[:32]


def _by_id(model: type[R], row_id: int | str) -> Select[R]:
    table: Any = model
    return select(model).where(table.id == row_id)

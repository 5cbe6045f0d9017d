"""Reading rows under row-level access control: one, one locked, one page.

Rows that the viewer may not see are filtered out.
"""

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
AT_ONCE = 50
"""Rows that a sweep takes in one transaction."""
COUNTED = 10_000
"""Rows are counted up to here: counting a large table costs more than the page."""


def one(model: type[R], row_id: int | str, *options: ExecutableOption) -> R:
    """Return the row. Raises NotFound."""
    return only(_by_id(model, row_id).options(*options))


def locked(model: type[R], row_id: int | str, *options: ExecutableOption) -> R:
    """Return the row, locked and fresh. Raises NotFound."""
    return only(locking(_by_id(model, row_id).options(*options)))


def only(statement: Select[R]) -> R:
    """Return the statement's only row. Raises NotFound."""
    row = db.session.scalars(statement).one_or_none()
    if row is None:
        raise NotFound
    return row


def locking(statement: Select[R]) -> Select[R]:
    """Return the statement with its rows locked until the commit, and fresh."""
    return statement.with_for_update().execution_options(populate_existing=True)


def page(statement: Select[R], number: int, *options: ExecutableOption) -> tuple[Sequence[R], int]:
    """Return one page (from 1) of the ordered statement's rows, and their total up to COUNTED."""
    wanted = statement.offset((number - 1) * PER_PAGE).limit(PER_PAGE)
    found = db.session.scalars(wanted.options(*options)).all()
    return found, total(statement, number, len(found))


def total(statement: Select[Any], number: int, found: int) -> int:
    """Return the statement's number of rows, up to COUNTED. found: the rows on page `number`."""
    if found < PER_PAGE and (found or number == 1):  # the last page
        return min((number - 1) * PER_PAGE + found, COUNTED)
    counted = statement.with_only_columns(literal(1), maintain_column_froms=True)
    some = counted.order_by(None).limit(COUNTED).subquery()
    return db.session.scalar(select(func.count()).select_from(some)) or 0


def of_organisation(model: type[R], organisation_id: int) -> Sequence[R]:
    """Return all rows of an organisation, the newest first."""
    table: Any = model
    return db.session.scalars(
        select(model).where(table.organisation_id == organisation_id).order_by(table.id.desc())
    ).all()


def fingerprint(values: Any) -> str:
    """Return a short hash of plain values, to detect changes since they were shown."""
    return hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()[:32]


def _by_id(model: type[R], row_id: int | str) -> Select[R]:
    table: Any = model
    return select(model).where(table.id == row_id)

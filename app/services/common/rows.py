"""Reading rows under row-level access control: one, one locked, one page.

Rows that the viewer may not see are filtered out.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

from sqlalchemy import Select, func, literal, select
from sqlalchemy.sql.base import ExecutableOption

from app.errors import NotFound
from app.extensions import db

R = TypeVar("R")
Selected = TypeVar("Selected", bound=Select[Any])
PER_PAGE = 50
_WINDOW = "window"
AT_ONCE = 50
"""Rows that a sweep takes in one transaction."""
MOST = 2_000
"""Rows of a list that is printed or saved as a whole."""
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


@contextmanager
def window(first: int, most: int) -> Iterator[None]:
    """Let every list return these rows instead of a page. first: from 0."""
    db.session.info[_WINDOW] = (first, most)
    try:
        yield
    finally:
        db.session.info.pop(_WINDOW, None)


def part(number: int) -> tuple[int, int]:
    """Return offset and limit of a page (from 1), or of the window."""
    found: tuple[int, int] | None = db.session.info.get(_WINDOW)
    return found or ((number - 1) * PER_PAGE, PER_PAGE)


def per_page() -> int:
    """Return the number of rows of a page, or of the window."""
    return part(1)[1]


def is_whole() -> bool:
    """Whether lists return the rows of the window."""
    return _WINDOW in db.session.info


def paged(statement: Selected, number: int) -> Selected:
    """Return the statement for one page (from 1) of its rows."""
    offset, limit = part(number)
    return statement.offset(offset).limit(limit)


def page(statement: Select[R], number: int, *options: ExecutableOption) -> tuple[Sequence[R], int]:
    """Return one page (from 1) of the ordered statement's rows, and their total up to COUNTED."""
    found = db.session.scalars(paged(statement, number).options(*options)).all()
    return found, total(statement, number, len(found))


def total(statement: Select[Any], number: int, found: int) -> int:
    """Return the statement's number of rows, up to COUNTED. found: the rows on page `number`."""
    offset, limit = part(number)
    if found < limit and (found or not offset):  # the last page
        return min(offset + found, COUNTED)
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

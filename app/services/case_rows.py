"""Rows of a case, found by their own id and the case's: another case's row is not there."""

from typing import Any, TypeVar

from sqlalchemy import Select, select
from sqlalchemy.orm import InstrumentedAttribute, joinedload
from sqlalchemy.sql.base import ExecutableOption

from app.models.council import CouncilPerson
from app.services import rows

R = TypeVar("R")


def one(model: type[R], case_id: str, row_id: str, *options: ExecutableOption) -> R:
    """A row of this case that the viewer may see. Raises NotFound."""
    return rows.only(_of_case(model, case_id, row_id).options(*options))


def locked(model: type[R], case_id: str, row_id: str, *options: ExecutableOption) -> R:
    """The same, locked and fresh. Raises NotFound."""
    return rows.only(rows.locking(_of_case(model, case_id, row_id).options(*options)))


def named(person: InstrumentedAttribute[CouncilPerson]) -> tuple[ExecutableOption, ...]:
    """A person of the council together with its account and its body, as every list shows it."""
    return (
        joinedload(person).joinedload(CouncilPerson.account),
        joinedload(person).joinedload(CouncilPerson.body),
    )


def _of_case(model: type[R], case_id: str, row_id: str) -> Select[R]:
    table: Any = model
    return select(model).where(table.id == row_id, table.case_id == case_id)

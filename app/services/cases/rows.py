"""Rows of a case, found by their own id and the case's; a row of another case is NotFound."""

from typing import Any, TypeVar

from sqlalchemy import Select, select
from sqlalchemy.orm import InstrumentedAttribute, joinedload
from sqlalchemy.sql.base import ExecutableOption

from app.models.cases.case import SupportCase
from app.models.council.council import CouncilPerson
from app.services.common import rows

R = TypeVar("R")


def one(model: type[R], case_id: str, row_id: str, *options: ExecutableOption) -> R:
    """Return a row of this case that the viewer may see. Raises NotFound."""
    return rows.only(_of_case(model, case_id, row_id).options(*options))


def locked(model: type[R], case_id: str, row_id: str, *options: ExecutableOption) -> R:
    """As `one`, locked and reloaded. Raises NotFound."""
    return rows.only(rows.locking(_of_case(model, case_id, row_id).options(*options)))


def behind_case(model: type[R], case_id: str, row_id: str, *options: ExecutableOption) -> R:
    """As `locked`, after the case itself, which each writer locks first. Raises NotFound."""
    rows.locked(SupportCase, case_id)
    return locked(model, case_id, row_id, *options)


def named(person: InstrumentedAttribute[CouncilPerson]) -> tuple[ExecutableOption, ...]:
    """Return the options that load a council person with account and body, as lists show them."""
    return (
        joinedload(person).joinedload(CouncilPerson.account),
        joinedload(person).joinedload(CouncilPerson.body),
    )


def _of_case(model: type[R], case_id: str, row_id: str) -> Select[R]:
    table: Any = model
    return select(model).where(table.id == row_id, table.case_id == case_id)

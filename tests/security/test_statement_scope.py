"""The guard finds every scoped class that a statement of any form may load."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Select, delete, exists, func, literal, select, union_all, update
from sqlalchemy.orm import aliased

from app.models.accounts.user import Account
from app.models.admission.application import Application
from app.models.cases.case import SupportCase
from app.models.cases.record import CaseRecord
from app.models.meeting.agenda import AgendaItem
from app.models.meeting.meeting import Meeting
from app.models.membership.contact import Contact
from app.models.membership.organisation import Organisation
from app.security.statement_scope import classes_of_statement
from app.security.visibility import scoped_classes

OTHER = aliased(Contact)
SUB = select(Contact.id, Contact.note).subquery()
CTE = select(CaseRecord.case_id).cte("records")
STATEMENTS: list[tuple[str, Callable[[], Any], set[type[Any]]]] = [
    ("entity", lambda: select(Contact), {Contact}),
    ("column", lambda: select(Contact.note), {Contact}),
    ("count", lambda: select(func.count(Contact.id)), {Contact}),
    ("alias", lambda: select(OTHER), {Contact}),
    ("alias's column", lambda: select(func.max(OTHER.id)), {Contact}),
    ("sub-select", lambda: select(SUB), {Contact}),
    ("sub-select's column", lambda: select(SUB.c.note), {Contact}),
    ("entity of a sub-select", lambda: select(aliased(Contact, SUB)), {Contact}),
    ("common table", lambda: select(literal(1)).where(CTE.c.case_id == "x"), {CaseRecord}),
    (
        "join",
        lambda: select(Organisation).join(Contact, Contact.organisation_id == Organisation.id),
        {Contact},
    ),
    (
        "exists",
        lambda: select(Organisation).where(exists().where(Contact.organisation_id == 1)),
        {Contact},
    ),
    (
        "in",
        lambda: select(Account.id).where(Account.id.in_(select(CaseRecord.written_by_id))),
        {CaseRecord},
    ),
    (
        "scalar",
        lambda: select(select(func.count(SupportCase.id)).scalar_subquery()),
        {SupportCase},
    ),
    ("order", lambda: select(Organisation).order_by(Contact.id), {Contact}),
    ("union", lambda: union_all(select(Contact.id), select(CaseRecord.id)), {Contact, CaseRecord}),
    ("update", lambda: update(CaseRecord).values(version=1), {CaseRecord}),
    ("delete", lambda: delete(Contact).where(Contact.id == 1), {Contact}),
    ("nothing", lambda: select(Organisation.name), set()),
]


@pytest.mark.parametrize(
    ("statement", "found"), [row[1:] for row in STATEMENTS], ids=[row[0] for row in STATEMENTS]
)
def test_scoped_classes_of_a_statement_are_found(
    statement: Callable[[], Select[Any]], found: set[type[Any]]
) -> None:
    assert classes_of_statement(statement()) == found


def test_scoped_classes_reached_by_relationships_are_found() -> None:
    led_to = {each.__name__ for each in classes_of_statement(select(AgendaItem))}

    assert {"Expulsion", "ConsentToServe", "ReleaseRequest"} <= led_to


@pytest.mark.parametrize("entity", sorted(scoped_classes(), key=lambda each: each.__name__))
def test_every_scoped_class_is_found_by_its_table(entity: type[Any]) -> None:
    assert entity in classes_of_statement(select(entity))
    assert entity in classes_of_statement(select(func.count()).select_from(entity))


def test_no_entity_outside_cases_loads_case_rows() -> None:
    """Queries of the platform's pages do not carry the costly criteria of cases."""
    for entity in (Organisation, Meeting, Account, Application):
        assert not any("case" in each.__module__ for each in classes_of_statement(select(entity)))

"""Valid input for every form of a case, and snapshots of all case rows."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import inspect, select

from app.extensions import db
from app.models.cases.case import DeletionRecord, SupportCase
from app.models.common.scope import CaseScoped
from app.models.meeting.platform_issue import PlatformIssue
from app.rules.cases.deidentify import ChecklistPoint
from app.security.case_visibility import case_classes
from tests.architecture.routes import Route
from tests.support.case_access import case_routes

WORDS = (
    "text",
    "note",
    "reason",
    "message",
    "title",
    "what",
    "place",
    "agenda",
    "decisions",
    "who",
    "name",
)
CLASSES = sorted(
    {
        *(each for each in case_classes() if issubclass(each, CaseScoped)),
        SupportCase,
        DeletionRecord,
        PlatformIssue,
    },
    key=lambda each: each.__name__,
)
Rows = dict[type[Any], set[tuple[Any, ...]]]


def typed(values: dict[str, Any], person_id: int, manager_id: int) -> dict[str, Any]:
    """Return valid values for every field of every form."""
    access = str(values.get("access_id", ""))
    return {
        **dict.fromkeys(WORDS, "本文"),
        **{"identity": "運転免許証", "purpose": "exchange", "cooperation": "information"},
        **{"basis": "danger", "level_basic": "read", "level_management": "write"},
        **{"day": "2026-12-01", "at": "10:00", "happened_on": "2024-04-01", "means": "訪問"},
        **{"due_on": "2099-01-01", "received_on": "2026-01-01", "urgency": "immediate"},
        **{"members": [str(manager_id)], "attended": [str(manager_id)], "lead_body": ""},
        **{"checks": [check.value for check in ChecklistPoint], "version": "1", "state": "current"},
        **{f"{access}-justified": "yes", f"{access}-note": "本文", "person": str(person_id)},
    }


def everything() -> Rows:
    """Return all rows of all cases, as stored in the database. Commits."""
    db.session.commit()
    db.session.expire_all()
    return {
        entity: {tuple(row) for row in db.session.execute(select(*inspect(entity).columns))}
        for entity in CLASSES
    }


def changed(before: Rows) -> set[type[Any]]:
    after = everything()
    return {entity for entity in CLASSES if before[entity] != after[entity]}


def posts() -> Iterator[Route]:
    return (
        route for route in case_routes() if route.method == "POST" and "<case_id>" in route.rule
    )

"""Who may only read a case writes nothing in it, by whatever form: each is sent as its owner would."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import inspect, select

from app.extensions import db
from app.models.case import CaseParticipation, DeletionRecord, SupportCase
from app.models.case_record import CaseAttachment, CaseChange, CaseDraft, CaseRecord
from app.models.case_request import CaseOffer
from app.models.issue_sheet import PlatformIssue
from app.models.scope import CaseScoped
from app.rules.case_access import Level, ParticipationBasis, Section
from app.rules.deidentify import Check
from app.security.case_visibility import case_classes
from app.security.viewer import SYSTEM, Role
from app.services import participations
from tests.architecture.routes import EXAMPLES, Route
from tests.architecture.test_routes import build
from tests.support import cases
from tests.support.accounts import RoleClients, csrf_token
from tests.support.case_access import case_routes

READERS = {
    "of everything": dict.fromkeys(Section, Level.READ),
    "of one section, which it writes": {Section.COURSE: Level.WRITE},
}
OWN = {
    "/cases/<case_id>/records/new/<kind>": (CaseRecord,),
    "/cases/<case_id>/records/<record_id>/change": (CaseRecord, CaseChange),
    "/cases/<case_id>/records/<record_id>/strike": (CaseRecord, CaseChange),
    "/cases/<case_id>/sections/<section>/attach": (CaseAttachment,),
    "/cases/<case_id>/attachments/<attachment_id>/strike": (CaseAttachment,),
    "/cases/<case_id>/drafts/<form>": (CaseDraft,),
}
"""What who writes in the section of these examples changes by right."""
WISH = "/cases/<case_id>/offers/wish"
"""Whoever takes part may wish to leave."""
FITTING = {"/cases/<case_id>/close": {"reason": "目標の達成"}}
"""What must be typed otherwise than in every other form."""
MOST = 9
"""Forms of which the example's owner, too, changes nothing: they do not fit the example's state."""
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
    """Something fit for every field of every form."""
    access = str(values.get("access_id", ""))
    return {
        **dict.fromkeys(WORDS, "本文"),
        **{"identity": "運転免許証", "purpose": "exchange", "cooperation": "information"},
        **{"basis": "danger", "level_basic": "read", "level_management": "write"},
        **{"day": "2026-12-01", "at": "10:00", "happened_on": "2026-10-01", "means": "訪問"},
        **{"due_on": "2099-01-01", "received_on": "2026-01-01", "urgency": "immediate"},
        **{"members": [str(manager_id)], "attended": [str(manager_id)], "lead_body": ""},
        **{"checks": [check.value for check in Check], "version": "1", "state": "current"},
        **{f"{access}-justified": "yes", f"{access}-note": "本文", "person": str(person_id)},
    }


def everything() -> Rows:
    """All rows of all cases, as the database holds them."""
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


@pytest.mark.timeout(300)
@pytest.mark.parametrize("reader", READERS)
def test_who_reads_writes_nothing(
    app: Flask, session: Any, client_as: RoleClients, reader: str
) -> None:
    faults, idle = [], []
    somebody = cases.person("米子市").id
    for route in posts():
        owner, who = client_as(Role.COUNCIL), cases.person("鳥取市")
        values = EXAMPLES[route.rule](owner)
        case_id = values["case_id"]
        support = ParticipationBasis.SUPPORT
        participations.add(SYSTEM, case_id, who.id, READERS[reader], support)
        [manager] = participations.managers(case_id)
        data = typed(values, somebody, manager.id) | FITTING.get(route.rule, {})
        if "/offers/l" in route.rule or route.rule == WISH:
            data["person"] = str(manager.id if route.rule == WISH else who.id)
        path = build(app, route, values)
        before = everything()
        for client in (cases.client_of(app, who), owner):
            form = data | {"csrf_token": csrf_token(client)}
            if path.endswith("/attach"):
                form["document"] = (BytesIO("本文".encode()), "memo.txt")
            answer = client.post(path, data=form)
            found = changed(before)
            if answer.status_code >= 500:
                faults.append(f"{route.rule}: {answer.status}")
            if client is owner:
                idle += [] if found else [route.rule]
            elif found - allowed(route.rule, reader):
                faults.append(f"{route.rule}: changed {found}")
            before = everything()
    assert faults == []
    assert reader != "of everything" or len(idle) <= MOST, idle


def allowed(rule: str, reader: str) -> set[type[Any]]:
    """What the reader may change by this form."""
    if rule == WISH:
        return {CaseOffer}
    return set(OWN.get(rule, ())) if READERS[reader].get(Section.COURSE) is Level.WRITE else set()


def test_the_forms_of_a_case_are_looked_for_where_they_are() -> None:
    assert CaseParticipation in CLASSES and len(list(posts())) > 40
    assert set(OWN) <= {route.rule for route in posts()}

"""A person with read access changes nothing in a case by any form.

Each form is sent as its owner would send it.
"""

from io import BytesIO
from typing import Any

import pytest
from flask import Flask

from app.models.cases.case import CaseParticipation
from app.models.cases.record import CaseAttachment, CaseChange, CaseDraft, CaseName, CaseRecord
from app.models.cases.request import CaseOffer
from app.rules.cases.access import Level, ParticipationBasis, Section
from app.security.viewer import SYSTEM, Role
from app.services.cases import participations
from tests.architecture.routes import EXAMPLES
from tests.architecture.test_routes import build
from tests.support import cases
from tests.support.accounts import RoleClients, csrf_token
from tests.support.case_forms import CLASSES, changed, everything, posts, typed

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
"""Rows that a writer of the example's section may change by the form."""
WISH = "/cases/<case_id>/offers/wish"
"""Every participant may ask to leave."""
NAME = "/cases/<case_id>/name"
"""Every participant has a name of their own for the case."""
FITTING = {"/cases/<case_id>/close": {"reason": "目標の達成"}}
"""Form data that differs from the common form data."""
MOST = 9
"""The number of forms that do not fit their example's state: even the owner changes nothing."""


@pytest.mark.timeout(300)
@pytest.mark.parametrize("reader", READERS)
def test_reader_writes_nothing(
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
    """Return the classes of rows that the reader may change by this form."""
    if rule == WISH:
        return {CaseOffer}
    if rule == NAME:
        return {CaseName}
    return set(OWN.get(rule, ())) if READERS[reader].get(Section.COURSE) is Level.WRITE else set()


def test_case_forms_are_discovered() -> None:
    assert CaseParticipation in CLASSES and len(list(posts())) > 40
    assert set(OWN) <= {route.rule for route in posts()}

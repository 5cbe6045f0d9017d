"""A participant in two cases cannot reach a row of one case under the address of the other."""

from typing import Any

import pytest
from flask import Flask

from app.rules.cases.access import Level, ParticipationBasis, Section
from app.security.viewer import SYSTEM, Role
from app.services.cases import participations
from tests.architecture.routes import EXAMPLES
from tests.architecture.test_routes import build
from tests.support import cases
from tests.support.accounts import RoleClients, csrf_token
from tests.support.canaries import encodings_found
from tests.support.case_access import RANDOM_ID, case_routes
from tests.support.case_forms import changed, everything, typed


@pytest.mark.timeout(300)
def test_rows_of_another_case_are_not_found(
    app: Flask, session: Any, client_as: RoleClients
) -> None:
    faults, asked = [], 0
    who = cases.person("鳥取市")
    own, client = cases.new_case(who).id, cases.client_of(app, who)
    for route in case_routes():
        values = EXAMPLES[route.rule](client_as(Role.COUNCIL))
        ids = {name for name, value in values.items() if RANDOM_ID.fullmatch(str(value))}
        if ids in ({"case_id"}, {"row_id"}):
            continue
        everywhere = dict.fromkeys(Section, Level.WRITE)
        basis = ParticipationBasis.SUPPORT
        participations.add(SYSTEM, values["case_id"], who.id, everywhere, basis)
        path = build(app, route, values | {"case_id": own})
        data = typed(values, who.id, who.id) | {"csrf_token": csrf_token(client)}
        before, asked = everything(), asked + 1
        answer = client.open(path, method=route.method, data=data)
        if answer.status_code not in (404, 303) or encodings_found(answer.data) or changed(before):
            faults.append(f"{route.method} {route.rule}: {answer.status} {changed(before)}")
    assert faults == []
    assert asked > 25

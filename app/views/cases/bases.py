"""Possible bases today for passing on information of this case, as choices of a form."""

from app import clock
from app.models.cases.case import SupportCase
from app.rules.cases.passing_on import is_live
from app.rules.states.cases.case import CaseRequestState
from app.services.cases import bodies as case_bodies
from app.services.cases import passing_on
from app.services.cases import requests as case_requests
from app.views.common.base import viewer
from app.views.common.formats import day
from app.views.forms.cases.sharing import Sources

SHOWN = 40
"""Number of characters shown of a consent's purposes."""


def passing_on_bases(case: SupportCase) -> tuple[Sources, Sources]:
    """Return the valid consents, and the sent or answered requests, by id."""
    names, today = case_bodies.names(), clock.today()
    consents = {
        record.id: "　".join(
            (
                day(consent.given_on),
                "、".join(names.get(body, "?") for body in sorted(consent.bodies)),
                consent.purposes[:SHOWN],
            )
        )
        for record, consent in passing_on.consents(case.id)
        if is_live(consent, today)
    }
    requests = {
        row.id: f"{row.number}　{row.body.name}"
        for row in case_requests.of_case(viewer(), case.id)
        if row.state in (CaseRequestState.SENT, CaseRequestState.ANSWERED)
    }
    return consents, requests

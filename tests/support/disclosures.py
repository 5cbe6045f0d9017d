"""Disclosure requests for tests."""

from typing import Any

from app import clock
from app.rules.cases.fields import RecordKind
from app.services.cases import disclosures as case_disclosures
from app.services.cases import participations
from app.services.cases import records as case_records
from app.services.cases.disclosures import RequestDetails
from tests.support.cases import filled, of, viewer_of
from tests.support.client import PlatformClient


def requested(client: PlatformClient, **values: Any) -> dict[str, Any]:
    """Create a disclosure request with gathered documents; return its URL values."""
    case = of(client)
    actor = viewer_of(participations.people(case.id)[0])
    kind = RecordKind.NOTE
    case_records.write(actor, case.id, kind, filled(kind))
    asked = RequestDetails("本人", "運転免許証")
    row = case_disclosures.receive(actor, case.id, asked, clock.today(), days=30)
    case_disclosures.gather(actor, case.id, row.id)
    return {"case_id": case.id, "request_id": row.id, **values}


def decided(client: PlatformClient) -> dict[str, Any]:
    """Create a disclosed request; return its URL values."""
    values = requested(client)
    actor = viewer_of(participations.people(values["case_id"])[0])
    case_disclosures.disclose(actor, values["case_id"], values["request_id"], "")
    return values

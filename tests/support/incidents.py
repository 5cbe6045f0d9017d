"""Incidents for tests."""

from datetime import timedelta
from typing import Any

from app import clock
from app.models.cases.incident import Incident
from app.services.cases import incidents
from tests.support.desk import officer


def values(**changed: Any) -> dict[str, Any]:
    """Return the values of an incident ten days ago, not yet reported (services/cases/incidents.py)."""
    return {
        "noticed_at": clock.now() - timedelta(days=10),
        "summary": "封筒の誤送付",
        "course": "",
        "measures": "",
        "persons": 1,
        "is_malicious": False,
        "first_report_on": None,
        "final_report_on": None,
        "told_persons_on": None,
        **changed,
    }


def entered() -> Incident:
    """Create an incident entered by the secretariat."""
    return incidents.enter(officer(), values())

"""Incidents that tests begin with."""

from datetime import timedelta
from typing import Any

from app import clock
from app.models.incident import Incident
from app.services import incidents
from tests.support.desk import officer


def values(**changed: Any) -> dict[str, Any]:
    """An incident of ten days ago, as services/incidents.py takes it: nothing is reported yet."""
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
    """One that the secretariat has entered."""
    return incidents.enter(officer(), values())

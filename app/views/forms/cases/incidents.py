"""Form for an incident."""

from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, TimeField
from wtforms.validators import NumberRange, Optional

from app import clock
from app.models.cases.incident import Incident
from app.views.forms.common.edit import EditForm
from app.views.forms.common.fields import CountField, DayField, LineField, LinesField
from app.views.forms.common.validators import Filled

SAME = ("summary", "course", "measures", "persons", "is_malicious")
DAYS = ("first_report_on", "final_report_on", "told_persons_on")


class IncidentForm(EditForm):
    """An incident. It contains nothing of a case: no name, no alias."""

    noticed_on = DayField(_l("Date of discovery"), [Filled()])
    noticed_at = TimeField(_l("Time of day"), [Filled()])
    summary = LineField(_l("Summary of the incident"), [Filled()], limit=300)
    course = LinesField(_l("Progress"), limit=4000)
    persons = CountField(
        _l("Number of persons concerned"),
        [Optional(), NumberRange(min=0)],
        description=_l("Number of persons; leave it empty while unknown."),
    )
    is_malicious = BooleanField(_l("There may have been a wrongful purpose"))
    measures = LinesField(_l("Measures to prevent recurrence"), limit=4000)
    first_report_on = DayField(_l("First report submitted on"))
    final_report_on = DayField(_l("Final report submitted on"))
    told_persons_on = DayField(_l("Persons concerned notified on"))

    @classmethod
    def of(cls, incident: Incident | None) -> "IncidentForm":
        """Return the form filled with the incident, or with the current time for a new one."""
        return cls(data=cls.data_of(incident))

    @staticmethod
    def data_of(incident: Incident | None) -> dict[str, Any]:
        """Return the incident as data of the form."""
        noticed = clock.local(clock.now() if incident is None else incident.noticed_at)
        values: dict[str, Any] = {"noticed_on": noticed.date(), "noticed_at": noticed.time()}
        if incident is not None:
            values |= {name: getattr(incident, name) for name in (*SAME, *DAYS)}
        return values

    def values(self) -> dict[str, Any]:
        """Return the values as the service for incidents expects them."""
        noticed = datetime.combine(self.noticed_on.data, self.noticed_at.data, tzinfo=clock.TOKYO)
        found = {name: getattr(self, name).data for name in (*SAME, *DAYS)}
        return found | {
            "noticed_at": noticed,
            "course": found["course"] or "",
            "measures": found["measures"] or "",
        }

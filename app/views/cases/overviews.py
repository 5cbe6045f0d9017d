"""What tells a case at a glance: its latest note, what is open, the next conference, the consents."""

from typing import NamedTuple

from app import clock
from app.models.cases.case import SupportCase
from app.models.cases.conference import Conference
from app.models.council.council import CouncilPerson
from app.rules.cases.access import Section
from app.rules.cases.fields import OPEN_RECORD_STATES, RecordKind
from app.rules.cases.passing_on import Consent, is_live
from app.services.cases import bodies as case_bodies
from app.services.cases import conferences, participations, passing_on
from app.services.cases import records as case_records
from app.views.cases.access import looks_also_at
from app.views.cases.sections import ShownRecord, entry


class Overview(NamedTuple):
    """Prepared for display; what the viewer may not read is empty."""

    note: ShownRecord | None
    open: list[ShownRecord]
    """Parts and goals that are not done, first due first."""
    conference: Conference | None
    consents: list[Consent]
    """Those valid today."""
    leads: list[CouncilPerson]
    """The case managers, whom every participant may know: in no section of the log."""


def overview(case: SupportCase) -> Overview:
    """Return what the viewer may read of it, and note it for the access log."""
    note = case_records.latest(case.id, RecordKind.NOTE)
    plan = [
        record
        for record in case_records.of_kind(case.id, RecordKind.PART, RecordKind.GOAL)
        if record.state in OPEN_RECORD_STATES
    ]
    plan.sort(key=lambda record: (record.due_on is None, record.due_on))
    bodies = case_bodies.names() if plan else {}
    found = Overview(
        entry(note, bodies) if note else None,
        [entry(record, bodies) for record in plan],
        conferences.ahead(case.id),
        [
            consent
            for _record, consent in passing_on.consents(case.id)
            if is_live(consent, clock.today())
        ],
        [part.person for part in participations.managing_in([case.id])],
    )
    of_sections = (Section.COURSE, Section.PLAN, Section.CONFERENCE, Section.BASIC)
    parts = zip(of_sections, found[: len(of_sections)], strict=True)
    looks_also_at(section for section, shown in parts if shown)
    return found

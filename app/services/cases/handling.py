"""Progress of a case: acceptance, closing, reopening, urgency, next review date."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from app import clock
from app.errors import RuleViolation
from app.extensions import db
from app.models.cases.case import SupportCase
from app.rules.cases.access import Section, Urgency
from app.rules.cases.deadlines import DeadlineKind
from app.rules.cases.fields import OPEN_RECORD_STATES, RecordKind
from app.rules.cases.requests import next_reminder
from app.rules.common import articles
from app.rules.states.cases.case import LIVE_CASE_STATES, CaseState, CaseVerb, ConferenceState
from app.security import guard
from app.security.case_visibility import CASE_SUBJECT
from app.security.viewer import Viewer
from app.services.cases import cases, conferences, coordination, records
from app.services.common import audit


def accept(actor: Viewer, case_id: str) -> SupportCase:
    """Accept a case (受理): support begins. Case managers only.

    Raises RuleViolation until the intake record is written.
    """
    case = cases.for_manager(actor, case_id)
    with guard.acting_as_system(db.session):  # a case manager may lack read access here
        taken_in = records.current(case_id, RecordKind.INTAKE)
    if taken_in is None:
        raise RuleViolation(
            articles.COUNCIL_SUPPORT, "受付記録がまだありません。記入してから受理してください。"
        )
    cases.move(actor, case, CaseVerb.ACCEPT)
    return case


def left_open(case: SupportCase) -> list[tuple[RecordKind | DeadlineKind, date | None]]:
    """Return what a close leaves undone, each with its day: what the viewer of the session may read."""
    plan = records.of_kind(case.id, RecordKind.GOAL, RecordKind.PART)
    planned = [
        each for each in conferences.of_case(case.id) if each.state is ConferenceState.PLANNED
    ]
    left: list[tuple[RecordKind | DeadlineKind, date | None]] = [
        *((each.kind, each.due_on) for each in plan if each.state in OPEN_RECORD_STATES),
        *((DeadlineKind.CONFERENCE, clock.local(each.begins_at).date()) for each in planned),
        *([(DeadlineKind.REVIEW, case.review_on)] if case.review_on else []),
    ]
    return sorted(left, key=lambda each: each[1] or date.max)


def close(actor: Viewer, case_id: str, values: Mapping[str, Any]) -> SupportCase:
    """Close a case (終結) with its reason; one not yet accepted is declined. Case managers only.

    values: of a CLOSING record.
    """
    case = cases.for_manager(actor, case_id)
    waiting = case.state is CaseState.INTAKE
    cases.move(actor, case, CaseVerb.DECLINE if waiting else CaseVerb.CLOSE)
    case.review_on = case.remind_on = None
    _record(actor, case_id, RecordKind.CLOSING, values)
    return case


def reopen(actor: Viewer, case_id: str, values: Mapping[str, Any]) -> SupportCase:
    """Reopen a closed case (再開); the current coordinators join it. Case managers only.

    values: of a REOPENING record.
    """
    case = cases.for_manager(actor, case_id)
    cases.move(actor, case, CaseVerb.REOPEN)
    coordination.join_case(actor, case_id)
    _record(actor, case_id, RecordKind.REOPENING, values)
    return case


def revise(actor: Viewer, case_id: str, *, urgency: Urgency, review_on: date | None) -> SupportCase:
    """Change a case's urgency and next review date. Case managers only.

    The previous values are kept, sealed. Raises RuleViolation for a closed case and a past day.
    """
    case = cases.for_manager(actor, case_id)
    if case.state not in LIVE_CASE_STATES:
        raise RuleViolation(articles.COUNCIL_SUPPORT, "終結したケースは変更できません。")
    if review_on is not None and review_on != case.review_on and review_on < clock.today():
        raise RuleViolation(None, "見直しの期日には、今日からあとの日を入力してください。")
    before = {"urgency": case.urgency.value, "review_on": _text(case.review_on)}
    after = {"urgency": urgency.value, "review_on": _text(review_on)}
    if before == after:
        return case
    case.urgency, case.review_on = urgency, review_on
    case.remind_on = review_on and next_reminder(review_on, after=clock.today())
    records.note_change(actor, case_id, Section.MANAGEMENT, case_id, before, after)
    db.session.flush()
    audit.record(actor, "case.revise", CASE_SUBJECT, case_id)
    return case


def _record(actor: Viewer, case_id: str, kind: RecordKind, values: Mapping[str, Any]) -> None:
    """Write the case manager's reason for the change, even without write access to the section."""
    with guard.acting_as_system(db.session):
        records.add(actor, case_id, kind, values)


def _text(day: date | None) -> str | None:
    return None if day is None else day.isoformat()

"""The register of data incidents (漏えい等事案簿): entered, reported in time, closed."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from app import clock
from app.errors import RuleViolation, StaleState
from app.extensions import db
from app.models.cases.incident import Incident
from app.rules.cases.incident import Due, Duty, Periods, duties
from app.rules.common import articles
from app.rules.council.council import contains_case_alias
from app.security.viewer import Role, Viewer
from app.services.common import audit, holidays, rows

KEEPERS = (Role.SECRETARIAT, Role.COUNCIL)
FIELDS = (
    "noticed_at",
    "summary",
    "course",
    "measures",
    "persons",
    "is_malicious",
    "first_report_on",
    "final_report_on",
    "told_persons_on",
)
"""Entered fields. They contain no case data, because the secretariat reads them."""


def enter(actor: Viewer, values: Mapping[str, Any]) -> Incident:
    """Enter an incident. values: keyed by FIELDS. Raises RuleViolation for a future time or day."""
    actor.require(*KEEPERS)
    incident = Incident(entered_by_id=actor.person())
    _fill(incident, values)
    db.session.add(incident)
    db.session.flush()
    audit.record(actor, "incident.enter", "incident", incident.id)
    return incident


def change(actor: Viewer, incident_id: int, values: Mapping[str, Any]) -> Incident:
    """Update an incident with new facts or measures. Raises StaleState once it is closed."""
    actor.require(*KEEPERS)
    incident = _open(incident_id)
    _fill(incident, values)
    db.session.flush()
    audit.record(actor, "incident.change", "incident", incident.id)
    return incident


def close(actor: Viewer, incident_id: int) -> Incident:
    """Close an incident. Raises RuleViolation listing missing entries."""
    actor.require(*KEEPERS)
    incident = _open(incident_id)
    missing = [duty.label for duty in Duty if getattr(incident, duty.value) is None]
    if incident.persons == 0:  # no person to notify
        missing = [label for label in missing if label != Duty.TELLING.label]
    missing += [] if incident.measures.strip() else ["再発防止のための措置"]
    if missing:
        raise RuleViolation(None, f"まだ終えられません。記入されていないもの：{'、'.join(missing)}")
    incident.closed_on = clock.today()
    db.session.flush()
    audit.record(actor, "incident.close", "incident", incident.id)
    return incident


def every(actor: Viewer) -> Sequence[Incident]:
    """Return all incidents, open ones first, then latest first."""
    actor.require(*KEEPERS)
    return db.session.scalars(
        select(Incident).order_by(
            Incident.closed_on.is_not(None), Incident.noticed_at.desc(), Incident.id.desc()
        )
    ).all()


def one(actor: Viewer, incident_id: int) -> Incident:
    """Return an incident. Raises NotFound."""
    actor.require(*KEEPERS)
    return rows.one(Incident, incident_id)


def due(incident: Incident, periods: Periods) -> tuple[Due, ...]:
    """Return the incident's duties with their deadlines."""
    return duties(
        clock.local(incident.noticed_at).date(),
        [getattr(incident, duty.value) for duty in Duty],
        is_malicious=incident.is_malicious,
        periods=periods,
        is_closed=holidays.is_closed,
    )


def late(actor: Viewer, periods: Periods) -> tuple[int, int]:
    """Return the number of open incidents, and of those with an overdue duty."""
    found = [incident for incident in every(actor) if incident.closed_on is None]
    today = clock.today()
    is_late = [any(each.is_late(today) for each in due(incident, periods)) for incident in found]
    return len(found), sum(is_late)


def _open(incident_id: int) -> Incident:
    incident = rows.locked(Incident, incident_id)
    if incident.closed_on is not None:
        raise StaleState("この事案はすでに完了しています。")
    return incident


def _fill(incident: Incident, values: Mapping[str, Any]) -> None:
    for name in FIELDS:
        setattr(incident, name, values[name])
    if not incident.summary.strip():
        raise RuleViolation(None, "概要を入力してください。")
    if contains_case_alias(f"{incident.summary}\n{incident.course}\n{incident.measures}"):
        raise RuleViolation(articles.SECRECY, "ケースの符号は書けません。事務局も読む記録です。")
    if incident.noticed_at > clock.now():
        raise RuleViolation(None, "知った日時には、今までの日時を入力してください。")
    noticed_on, today = clock.local(incident.noticed_at).date(), clock.today()
    done = (getattr(incident, duty.value) for duty in Duty)
    if any(day is not None and not noticed_on <= day <= today for day in done):
        raise RuleViolation(
            None, "報告・通知の日には、知った日から今日までの日を入力してください。"
        )

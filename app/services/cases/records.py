"""The records of a case: written, changed with their history, struck out. All sealed."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app import clock
from app.errors import RuleViolation, StaleState
from app.extensions import db
from app.models.cases.record import CaseChange, CaseRecord
from app.rules.cases.access import Level, Section
from app.rules.cases.fields import OPEN_RECORD_STATES, SCHEMAS, RecordKind, RecordState
from app.rules.cases.record_days import date_error
from app.rules.cases.requests import next_reminder
from app.rules.common import articles
from app.rules.states.cases.case import LIVE_CASE_STATES
from app.security import vault
from app.security.case_visibility import CASE_SUBJECT
from app.security.viewer import Viewer
from app.services.cases import cases, duplicates, participations
from app.services.common import audit, rows


def write(actor: Viewer, case_id: str, kind: RecordKind, values: Mapping[str, Any]) -> CaseRecord:
    """Write a new record. values: keyed by the names in rules/cases/fields.py, days as ISO text.

    Raises NotPermitted without write access to the section, StaleState when the case already
    has its only record of this kind, RuleViolation when the case is closed.
    """
    require_writable(actor, case_id, SCHEMAS[kind].section)
    if not SCHEMAS[kind].many and current(case_id, kind):
        raise StaleState("この記録はすでにあります。画面を開き直し、内容を変更してください。")
    return add(actor, case_id, kind, values)


def add(actor: Viewer, case_id: str, kind: RecordKind, values: Mapping[str, Any]) -> CaseRecord:
    """As `write`, without the permission check, for callers that made their own.

    Raises RuleViolation for an impossible day.
    """
    _check_days(kind, values)
    schema = SCHEMAS[kind]
    record = CaseRecord(
        case_id=case_id,
        section=schema.section,
        kind=kind,
        state=_state_by_day(values, schema.first_state),
        due_on=_due(kind, values),
        version=1,
        written_at=clock.now(),
        written_by_id=actor.account_id,
    )
    vault.seal(record, "content", dict(values))
    _plan_reminder(record)
    db.session.add(record)
    db.session.flush()
    audit.record(actor, "case.write", CASE_SUBJECT, case_id, kind=kind.value)
    _keep_in_step(record)
    return record


def change(
    actor: Viewer,
    record_id: str,
    values: Mapping[str, Any],
    *,
    version: int,
    state: RecordState | None = None,
) -> CaseRecord:
    """Change a record; its previous content is kept, sealed.

    version: of the record as the actor saw it. Raises StaleState on a concurrent change,
    RuleViolation for an impossible day.
    """
    record = one(actor, record_id)
    require_writable(actor, record.case_id, record.section)
    db.session.refresh(record)  # reload: the case is locked now
    if record.version != version or record.state is RecordState.STRUCK:
        raise StaleState(
            "ほかの人がこの記録を先に変更しました。画面を開き直し、内容を確かめてください。"
        )
    if state is not RecordState.STRUCK:  # an erroneous entry can be struck out unchanged
        _check_days(record.kind, values)
    before = content(record) | {"state": record.state.value}
    record.state = state or _state_by_day(values, _before_withdrawal(record))
    after = dict(values) | {"state": record.state.value}
    if not note_change(actor, record.case_id, record.section, record.id, before, after):
        return record
    vault.seal(record, "content", dict(values))
    record.due_on, record.version = _due(record.kind, values), record.version + 1
    _plan_reminder(record)
    db.session.flush()
    verb = "strike" if record.state is RecordState.STRUCK else "change"
    audit.record(actor, f"case.{verb}", CASE_SUBJECT, record.case_id, kind=record.kind.value)
    _keep_in_step(record)
    return record


def note_change(
    actor: Viewer,
    case_id: str,
    section: Section,
    record_id: str,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
) -> bool:
    """Keep values before and after a change, sealed, by field. Returns False if nothing changed."""
    changed = {
        name: [before.get(name), after.get(name)]
        for name in {**before, **after}
        if before.get(name) != after.get(name)
    }
    if not changed:
        return False
    note = CaseChange(
        case_id=case_id,
        section=section,
        record_id=record_id,
        changed_at=clock.now(),
        changed_by_id=actor.person(),
    )
    vault.seal(note, "content", changed)
    db.session.add(note)
    return True


def strike(actor: Viewer, record_id: str, *, version: int) -> CaseRecord:
    """Strike out a record entered in error (取消). It stays readable.

    Raises RuleViolation for another body's part of the plan, unless the actor manages the case.
    """
    record = one(actor, record_id)
    _refuse_part_of_another_body(actor, record)
    return change(actor, record_id, content(record), version=version, state=RecordState.STRUCK)


def content(record: CaseRecord) -> dict[str, Any]:
    """Return the content of the record."""
    values: dict[str, Any] = vault.unseal(record, "content")
    return values


def one(actor: Viewer, record_id: str) -> CaseRecord:
    """Return a record in a section that the actor may read. Raises NotFound."""
    return rows.one(CaseRecord, record_id)


def of_kind(case_id: str, *kinds: RecordKind) -> Sequence[CaseRecord]:
    """Return the records of these kinds that the viewer may read, oldest first."""
    return db.session.scalars(
        select(CaseRecord)
        .where(CaseRecord.case_id == case_id, CaseRecord.kind.in_(kinds))
        .options(joinedload(CaseRecord.written_by))
        .order_by(CaseRecord.written_at, CaseRecord.id)
    ).all()


def latest(case_id: str, kind: RecordKind) -> CaseRecord | None:
    """Return the record of a kind written last, if the viewer may read it."""
    standing = CaseRecord.state != RecordState.STRUCK
    return db.session.scalars(
        select(CaseRecord)
        .where(CaseRecord.case_id == case_id, CaseRecord.kind == kind, standing)
        .options(joinedload(CaseRecord.written_by))
        .order_by(CaseRecord.written_at.desc(), CaseRecord.id)
        .limit(1)
    ).first()


def current(case_id: str, kind: RecordKind) -> CaseRecord | None:
    """Return the latest record of a kind that is not struck out."""
    standing = [r for r in of_kind(case_id, kind) if r.state is not RecordState.STRUCK]
    return standing[-1] if standing else None


def changes(record_id: str) -> Sequence[CaseChange]:
    """Return the changes of a record, latest first."""
    return db.session.scalars(
        select(CaseChange)
        .where(CaseChange.record_id == record_id)
        .options(joinedload(CaseChange.changed_by))
        .order_by(CaseChange.changed_at.desc(), CaseChange.id)
    ).all()


def changed(change: CaseChange) -> dict[str, list[Any]]:
    """Return field → values before and after the change."""
    fields: dict[str, list[Any]] = vault.unseal(change, "content")
    return fields


def require_writable(actor: Viewer, case_id: str, section: Section) -> None:
    """Lock the case. Raises NotPermitted without write access, RuleViolation when it is closed."""
    case = cases.locked(actor, case_id)
    participations.require(actor, case_id, section, Level.WRITE)
    if case.state not in LIVE_CASE_STATES:
        raise RuleViolation(
            articles.COUNCIL_SUPPORT, "終結したケースには記入できません。先に再開してください。"
        )


def _refuse_part_of_another_body(actor: Viewer, record: CaseRecord) -> None:
    if record.kind is not RecordKind.PART:
        return
    manages = participations.held(actor, record.case_id).get(Section.MANAGEMENT) is Level.WRITE
    own = {
        part.person.body_id
        for part in participations.live(record.case_id)
        if part.person.account_id == actor.account_id
    }
    if not manages and content(record).get("body") not in own:
        raise RuleViolation(
            articles.COUNCIL_SUPPORT,
            "ほかの機関の分担は取り消せません。その機関か、ケースを管理する人に求めてください。",
        )


def _check_days(kind: RecordKind, values: Mapping[str, Any]) -> None:
    if wrong := date_error(kind, values, clock.today()):
        raise RuleViolation(None, wrong)


def _keep_in_step(record: CaseRecord) -> None:
    """Keep the duplicate-search fingerprint in step with the record."""
    if record.kind is RecordKind.PERSON:
        stands = record.state is not RecordState.STRUCK
        duplicates.keep(record.case_id, content(record) if stands else {})


def _plan_reminder(record: CaseRecord) -> None:
    """Set the day of the next reminder; none where nothing is left to be done by a day.

    A withdrawn consent is looked at today: what follows from it is asked (services/cases/consents).
    """
    record.remind_on = clock.today() if record.state is RecordState.WITHDRAWN else None
    if record.due_on is not None and record.state in OPEN_RECORD_STATES:
        record.remind_on = next_reminder(record.due_on, after=clock.today())


def _state_by_day(values: Mapping[str, Any], state: RecordState) -> RecordState:
    """Return the state that a record has: a consent with a day of withdrawal is withdrawn."""
    return RecordState.WITHDRAWN if values.get("withdrawn_on") else state


def _before_withdrawal(record: CaseRecord) -> RecordState:
    """Return the state that the record has where no withdrawal is recorded, or no more."""
    withdrawn = record.state is RecordState.WITHDRAWN
    return SCHEMAS[record.kind].first_state if withdrawn else record.state


def _due(kind: RecordKind, values: Mapping[str, Any]) -> date | None:
    text = values.get(SCHEMAS[kind].due_field)
    return date.fromisoformat(text) if text else None

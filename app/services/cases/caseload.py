"""A worker's caseload: their cases with their own name, what is due, and the last contact.

Read for the list, which shows nothing of what a case contains: of the sealed records days alone are
taken, and the part of the plan that is somebody's, as for the reminders (services/cases/deadlines).
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import and_, select
from sqlalchemy.orm import contains_eager, joinedload

from app import clock
from app.extensions import db
from app.models.cases.case import CaseParticipation, SupportCase
from app.models.cases.record import CaseName, CaseRecord
from app.models.council.council import CouncilPerson
from app.rules.cases.access import Level, MyPart, ParticipationBasis, Section, Urgency, my_part
from app.rules.cases.deadlines import DeadlineKind
from app.rules.cases.fields import RecordKind, RecordState
from app.rules.council.council import fold_alias
from app.rules.states.cases.case import LIVE_CASE_STATES, CaseState
from app.security.viewer import Viewer
from app.services.cases import deadlines, own_names, participations, records
from app.services.cases.deadlines import Concern, Deadline
from app.services.council import persons

URGENCIES = list(Urgency)


@dataclass
class Load:
    """One case of the worker."""

    case: SupportCase
    name: str
    """Their own name for it, "" for none."""
    held: dict[Section, Level] = field(default_factory=dict)
    bases: set[ParticipationBasis] = field(default_factory=set)
    bodies: set[int] = field(default_factory=set)
    due: list[Deadline] = field(default_factory=list)
    """What is due for them, first due first."""
    last_contact_on: date | None = None
    leads: list[CouncilPerson] = field(default_factory=list)
    """Who manages the case; read where cases are coordinated."""

    @property
    def part(self) -> MyPart:
        """What the worker is to the case."""
        return my_part(self.held, self.bases)

    @property
    def next(self) -> Deadline | None:
        """What is due first."""
        return self.due[0] if self.due else None

    @property
    def overdue(self) -> int:
        """How much of it is late."""
        return sum(each.due_on < clock.today() for each in self.due)


def of(actor: Viewer, states: Collection[CaseState] = tuple(CaseState)) -> list[Load]:
    """Return the actor's cases in these states, most urgent first, then by what is due first."""
    loads = _mine(actor, states)
    managed = {each.case.id for each in loads.values() if each.part is MyPart.MANAGES}
    bodies = {body for each in loads.values() for body in each.bodies}
    _note_days(loads, Concern(managed, bodies, actor.person()))
    return sorted(loads.values(), key=_place)


def coordinated(actor: Viewer) -> list[Load]:
    """Return the running cases that the actor coordinates: who leads, and what is due to whomever.

    As far as their participation lets them read (法第17条第2項). Overdue ones come first.
    """
    loads = {
        case_id: load
        for case_id, load in _mine(actor, LIVE_CASE_STATES).items()
        if ParticipationBasis.COORDINATION in load.bases
    }
    _note_days(loads, Concern(loads.keys(), (), actor.person()))
    for part in participations.managing_in(loads):
        loads[part.case_id].leads.append(part.person)
    return sorted(loads.values(), key=lambda each: (-each.overdue, *_place(each)))


def matching(loads: Iterable[Load], words: str) -> list[Load]:
    """Return those whose alias, own name or lead body contains all of the words."""
    wanted = [_folded(word) for word in words.split()]
    return [each for each in loads if all(word in _said(each) for word in wanted)]


def _mine(actor: Viewer, states: Collection[CaseState]) -> dict[str, Load]:
    """Return the cases by id. One query: a case comes once for each section."""
    named = and_(CaseName.case_id == SupportCase.id, CaseName.author_id == actor.person())
    found = db.session.execute(
        select(SupportCase, CaseParticipation, CaseName)
        .join(CaseParticipation, CaseParticipation.case_id == SupportCase.id)
        .join(CaseParticipation.person)
        .outerjoin(CaseName, named)
        .where(
            SupportCase.state.in_(states),
            *persons.serving(actor),
            *participations.in_effect_now(),
        )
        .options(joinedload(SupportCase.lead_body), contains_eager(CaseParticipation.person))
    )
    loads: dict[str, Load] = {}
    for case, part, name in found:
        load = loads.get(case.id)
        if load is None:
            load = loads[case.id] = Load(case, own_names.text(name))
        load.bases.add(part.basis)
        load.bodies.add(part.person.body_id)
        if load.held.get(part.section) is not Level.WRITE:
            load.held[part.section] = part.level
    return loads


def _note_days(loads: Mapping[str, Load], concern: Concern) -> None:
    """Note what is due, and the last day of contact: each author's last note tells one."""
    found = deadlines.open_records()
    due = [*deadlines.of_records(found, concern), *deadlines.of_conferences(concern)]
    for load in loads.values():
        case = load.case
        if case.review_on and case.state in LIVE_CASE_STATES and case.id in concern.managed:
            due.append(Deadline(case.review_on, DeadlineKind.REVIEW, case.id, case.alias))
    for deadline in sorted(due):
        if deadline.case_id in loads:
            loads[deadline.case_id].due.append(deadline)
    _note_contacts(loads, (record for record, _alias in found))


def note_contacts_of_closed(shown: Iterable[Load]) -> None:
    """Note the last contact of the closed ones among those shown: they have no deadlines any more."""
    closed = {each.case.id: each for each in shown if each.case.state not in LIVE_CASE_STATES}
    if not closed:
        return
    notes = select(CaseRecord).where(
        CaseRecord.case_id.in_(closed),
        CaseRecord.kind == RecordKind.NOTE,
        CaseRecord.state != RecordState.STRUCK,
        deadlines.is_last_note(),
    )
    _note_contacts(closed, db.session.scalars(notes))


def _note_contacts(loads: Mapping[str, Load], found: Iterable[CaseRecord]) -> None:
    for record in found:
        if record.kind is RecordKind.NOTE and record.case_id in loads:
            load, day = loads[record.case_id], records.content(record).get("happened_on")
            if day:
                last = load.last_contact_on or date.min
                load.last_contact_on = max(last, date.fromisoformat(day))


def _place(load: Load) -> tuple[int, date, float]:
    due_on = load.next.due_on if load.next else date.max
    return URGENCIES.index(load.case.urgency), due_on, -load.case.began_at.timestamp()


def _said(load: Load) -> str:
    body = load.case.lead_body.name if load.case.lead_body else ""
    return _folded("\n".join((load.case.alias, load.name, body)))


def _folded(text: str) -> str:
    return fold_alias(text).casefold()

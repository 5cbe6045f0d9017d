"""Deadlines in running cases: what is due for a person, and reminders of it.

Parts and goals of the plan, consents, the review date, the next conference, the next contact. Each row keeps the
day of its next reminder beside its date, which is plain already; what is due, and for whom, is
read here with the keys in memory. A letter says only that there is something to read.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Row, Select, and_, or_, select
from sqlalchemy.orm import aliased

from app import clock
from app.extensions import db
from app.models.cases.case import SupportCase
from app.models.cases.conference import Conference, ConferenceMember
from app.models.cases.record import CaseRecord
from app.models.council.council import CouncilPerson
from app.rules.cases.access import Section
from app.rules.cases.deadlines import AHEAD, DeadlineKind
from app.rules.cases.fields import OPEN_RECORD_STATES, RecordKind, RecordState
from app.rules.cases.requests import next_reminder
from app.rules.states.cases.case import LIVE_CASE_STATES, ConferenceState
from app.security.viewer import Role, Viewer
from app.services.cases import cases, conferences, participations, records
from app.services.common.links import Links
from app.services.common.rows import AT_ONCE
from app.services.council import mail as council_mail

OF_RECORDS = {
    DeadlineKind.PART: RecordKind.PART,
    DeadlineKind.GOAL: RecordKind.GOAL,
    DeadlineKind.CONSENT: RecordKind.CONSENT,
    DeadlineKind.CONTACT: RecordKind.NOTE,
}
KINDS = {record: deadline for deadline, record in OF_RECORDS.items()}


class Deadline(NamedTuple):
    """Something due in a case."""

    due_on: date
    kind: DeadlineKind
    case_id: str
    alias: str


class Concern(NamedTuple):
    """What a person's deadlines are read by."""

    managed: Collection[str]
    """Ids of the cases that they manage: everything in them concerns them."""
    bodies: Collection[int]
    """The bodies they serve for: their parts."""
    account_id: int
    """Whose next contacts."""


def of(actor: Viewer) -> list[Deadline]:
    """Return what is overdue or due within AHEAD for the actor, first due first.

    The parts of the actor's own bodies; in cases that the actor manages, everything.
    """
    until = clock.today() + AHEAD
    concern = Concern(
        set(db.session.scalars(participations.managed(actor))),
        {term.body_id for term in cases.own_terms(actor)},
        actor.person(),
    )
    found = [
        *of_records(db.session.execute(_due(CaseRecord.due_on <= until)), concern),
        *_reviews(until, concern),
        *of_conferences(concern),
    ]
    return sorted(each for each in found if each.due_on <= until)


def candidates(actor: Viewer) -> tuple[Select[Any], ...]:
    """Return the queries for rows due within AHEAD in the actor's cases, whomever they concern."""
    until, mine = clock.today() + AHEAD, participations.of(actor)
    last = clock.at_start_of(until + timedelta(days=1))
    due = or_(Conference.next_on <= until, Conference.begins_at < last)
    return (
        _due_records(CaseRecord.due_on <= until, *OF_RECORDS.values()).where(
            CaseRecord.case_id.in_(mine)
        ),
        select(SupportCase).where(
            _is_live(), SupportCase.review_on <= until, SupportCase.id.in_(mine)
        ),
        _of_live_cases(
            Conference.case_id.in_(mine), Conference.state != ConferenceState.CANCELLED, due
        ),
    )


def open_records() -> Sequence[Row[CaseRecord, str]]:
    """Return the records of running cases that have a day, and their aliases; and all last notes."""
    has_day = or_(CaseRecord.due_on.is_not(None), CaseRecord.kind == RecordKind.NOTE)
    return db.session.execute(_due(has_day)).all()


def _due(condition: ColumnElement[bool]) -> Select[Any]:
    return _due_records(condition, *OF_RECORDS.values()).add_columns(SupportCase.alias)


def of_records(found: Iterable[Row[CaseRecord, str]], concern: Concern) -> Iterator[Deadline]:
    """Yield what concerns the person of `open_records`."""
    for record, alias in found:
        is_own = record.case_id in concern.managed or (
            record.written_by_id == concern.account_id
            if record.kind is RecordKind.NOTE
            else record.kind is RecordKind.PART and _body_of(record) in concern.bodies
        )
        if is_own and record.due_on is not None:
            yield Deadline(record.due_on, KINDS[record.kind], record.case_id, alias)


def _reviews(until: date, concern: Concern) -> Iterator[Deadline]:
    wanted = select(SupportCase).where(_is_live(), SupportCase.review_on <= until)
    for case in db.session.scalars(wanted):
        if case.id in concern.managed and case.review_on is not None:
            yield Deadline(case.review_on, DeadlineKind.REVIEW, case.id, case.alias)


def of_conferences(concern: Concern) -> Iterator[Deadline]:
    """Yield the planned conferences of the person, and the next dates for which none is planned."""
    mine = (
        select(ConferenceMember.conference_id)
        .join(CouncilPerson, CouncilPerson.id == ConferenceMember.person_id)
        .where(CouncilPerson.account_id == concern.account_id)
    )
    planned = and_(Conference.state == ConferenceState.PLANNED, Conference.id.in_(mine))
    to_plan = and_(Conference.next_on.is_not(None), *_without_successor())
    wanted = _of_live_cases(or_(planned, to_plan)).add_columns(SupportCase.alias)
    for conference, alias in db.session.execute(wanted):
        is_planned = conference.state is ConferenceState.PLANNED
        day = conferences.due_on(conference)
        if day is not None and (is_planned or conference.case_id in concern.managed):
            yield Deadline(day, DeadlineKind.CONFERENCE, conference.case_id, alias)


def is_last_note() -> ColumnElement[bool]:
    """Return the condition for a note after which its author wrote no other in the case.

    *Reading*: a later note of theirs overtakes the contact that an earlier one announced.
    """
    later = aliased(CaseRecord)
    overtaken = select(later.id).where(
        later.case_id == CaseRecord.case_id,
        later.kind == RecordKind.NOTE,
        later.state != RecordState.STRUCK,
        later.written_by_id == CaseRecord.written_by_id,
        later.written_at > CaseRecord.written_at,
    )
    return ~overtaken.exists()


def remind_of_parts(actor: Viewer, links: Links) -> int:
    """Remind the persons of the body in charge; once it is late, the case managers, too."""
    return _remind_of_records(actor, links, RecordKind.PART, _in_charge)


def remind_of_goals(actor: Viewer, links: Links) -> int:
    """Remind the case managers of the goals' dates."""
    return _remind_of_records(actor, links, RecordKind.GOAL, _managers)


def remind_of_consents(actor: Viewer, links: Links) -> int:
    """Remind the case managers of consents that expire."""
    return _remind_of_records(actor, links, RecordKind.CONSENT, _managers)


def remind_of_contacts(actor: Viewer, links: Links) -> int:
    """Remind the author of a note of the next contact that it announced."""
    return _remind_of_records(actor, links, RecordKind.NOTE, _author)


def remind_of_reviews(actor: Viewer, links: Links) -> int:
    """Remind the case managers of the review date."""
    wanted = select(SupportCase).where(_is_live(), SupportCase.remind_on <= clock.today())
    return _remind(
        actor,
        links,
        wanted.order_by(SupportCase.remind_on, SupportCase.id),
        lambda case: participations.managers(case.id),
        lambda case: case.review_on,
    )


def remind_of_conferences(actor: Viewer, links: Links) -> int:
    """Remind the members of a planned conference; of one still to be planned, the case managers."""
    wanted = _of_live_cases(Conference.remind_on <= clock.today())
    return _remind(
        actor,
        links,
        wanted.order_by(Conference.remind_on, Conference.id),
        _of_conference,
        conferences.due_on,
    )


REMINDERS = (
    remind_of_parts,
    remind_of_goals,
    remind_of_consents,
    remind_of_contacts,
    remind_of_reviews,
    remind_of_conferences,
)
"""One for each kind of deadline; the sweep calls each until it returns 0."""


def _remind_of_records(
    actor: Viewer,
    links: Links,
    kind: RecordKind,
    told: Callable[[CaseRecord], Iterable[CouncilPerson]],
) -> int:
    wanted = _due_records(CaseRecord.remind_on <= clock.today(), kind)
    ordered = wanted.order_by(CaseRecord.remind_on, CaseRecord.id)
    return _remind(actor, links, ordered, told, lambda record: record.due_on)


def _remind(
    actor: Viewer,
    links: Links,
    wanted: Select[Any],
    told: Callable[[Any], Iterable[CouncilPerson]],
    due_on: Callable[[Any], date | None],
) -> int:
    """Tell whom it concerns, each once for all rows, and set the rows' next reminder."""
    actor.require(Role.SYSTEM)
    rows = db.session.scalars(
        wanted.limit(AT_ONCE)
        .with_for_update(skip_locked=True, of=wanted.column_descriptions[0]["entity"])
        .execution_options(populate_existing=True)
    ).all()
    persons = [person for row in rows for person in told(row)]
    council_mail.notify(actor, persons, links)
    for row in rows:
        day = due_on(row)
        row.remind_on = None if day is None else next_reminder(day, after=clock.today())
    db.session.flush()
    return len(rows)


def _in_charge(record: CaseRecord) -> Sequence[CouncilPerson]:
    body = _body_of(record)
    planners = {
        part.person_id: part.person
        for part in participations.live(record.case_id)
        if part.section is Section.PLAN and part.person.body_id == body
    }
    is_late = record.due_on is not None and record.due_on < clock.today()
    managers = _managers(record) if is_late or not planners else ()
    return [*planners.values(), *managers]


def _author(record: CaseRecord) -> Sequence[CouncilPerson]:
    people = participations.people(record.case_id)
    return [person for person in people if person.account_id == record.written_by_id]


def _managers(record: CaseRecord) -> Sequence[CouncilPerson]:
    return participations.managers(record.case_id)


def _of_conference(conference: Conference) -> Sequence[CouncilPerson]:
    if conference.state is ConferenceState.PLANNED:
        return [member.person for member in conferences.members_of(conference)]
    return participations.managers(conference.case_id)


def _body_of(record: CaseRecord) -> Any:
    return records.content(record).get("body")


def _due_records(condition: Any, *kinds: RecordKind) -> Select[Any]:
    return (
        select(CaseRecord)
        .join(SupportCase, SupportCase.id == CaseRecord.case_id)
        .where(
            condition,
            CaseRecord.kind.in_(kinds),
            CaseRecord.state.in_(OPEN_RECORD_STATES),
            _is_live(),
            or_(CaseRecord.kind != RecordKind.NOTE, is_last_note()),
        )
    )


def _of_live_cases(*conditions: Any) -> Select[Any]:
    return (
        select(Conference)
        .join(SupportCase, SupportCase.id == Conference.case_id)
        .where(_is_live(), *conditions)
    )


def _without_successor() -> tuple[Any, ...]:
    later = aliased(Conference)
    planned = select(later.id).where(
        later.case_id == Conference.case_id,
        later.number > Conference.number,
        later.state != ConferenceState.CANCELLED,
    )
    return Conference.state == ConferenceState.HELD, ~planned.exists()


def _is_live() -> Any:
    return SupportCase.state.in_(LIVE_CASE_STATES)

"""Deadlines in running cases: what is due soon for a person, and reminders of it.

Parts and goals of the plan, consents, the review date, the next conference. Each row keeps the
day of its next reminder beside its date, which is plain already; what is due, and for whom, is
read here with the keys in memory. A letter says only that there is something to read.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import aliased

from app import clock
from app.extensions import db
from app.models.cases.case import SupportCase
from app.models.cases.conference import Conference, ConferenceMember
from app.models.cases.record import CaseRecord
from app.models.council.council import CouncilPerson
from app.rules.cases.access import Section
from app.rules.cases.deadlines import AHEAD, DeadlineKind
from app.rules.cases.fields import OPEN_RECORD_STATES, RecordKind
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
}


class Deadline(NamedTuple):
    """Something due in a case."""

    due_on: date
    kind: DeadlineKind
    case_id: str
    alias: str


def of(actor: Viewer) -> list[Deadline]:
    """Return what is overdue or due within AHEAD for the actor, first due first.

    The parts of the actor's own bodies; in cases that the actor manages, everything.
    """
    until = clock.today() + AHEAD
    managed = set(db.session.scalars(participations.managed(actor)))
    bodies = {term.body_id for term in cases.own_terms(actor)}
    found = [
        *_records(until, managed, bodies),
        *_reviews(until, managed),
        *_conferences(until, managed, actor),
    ]
    return sorted(found)


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


def _records(until: date, managed: set[str], bodies: set[int]) -> Iterable[Deadline]:
    kinds = {kind: name for name, kind in OF_RECORDS.items()}
    wanted = _due_records(CaseRecord.due_on <= until, *kinds).add_columns(SupportCase.alias)
    for record, alias in db.session.execute(wanted):
        is_own = record.kind is RecordKind.PART and _body_of(record) in bodies
        if is_own or record.case_id in managed:
            yield Deadline(record.due_on, kinds[record.kind], record.case_id, alias)


def _reviews(until: date, managed: set[str]) -> Iterable[Deadline]:
    wanted = select(SupportCase).where(_is_live(), SupportCase.review_on <= until)
    for case in db.session.scalars(wanted):
        if case.id in managed and case.review_on is not None:
            yield Deadline(case.review_on, DeadlineKind.REVIEW, case.id, case.alias)


def _conferences(until: date, managed: set[str], actor: Viewer) -> Iterable[Deadline]:
    """Yield the planned conferences of the actor, and the next dates for which none is planned."""
    mine = (
        select(ConferenceMember.conference_id)
        .join(CouncilPerson, CouncilPerson.id == ConferenceMember.person_id)
        .where(CouncilPerson.account_id == actor.person())
    )
    planned = _of_live_cases(
        Conference.state == ConferenceState.PLANNED,
        Conference.begins_at < clock.at_start_of(until + timedelta(days=1)),
        Conference.id.in_(mine),
    )
    to_plan = _of_live_cases(Conference.next_on <= until, *_without_successor())
    for conference, alias in db.session.execute(planned.add_columns(SupportCase.alias)):
        day = clock.local(conference.begins_at).date()
        yield Deadline(day, DeadlineKind.CONFERENCE, conference.case_id, alias)
    for conference, alias in db.session.execute(to_plan.add_columns(SupportCase.alias)):
        if conference.case_id in managed:
            yield Deadline(conference.next_on, DeadlineKind.CONFERENCE, conference.case_id, alias)


def remind_of_parts(actor: Viewer, links: Links) -> int:
    """Remind the persons of the body in charge; once it is late, the case managers, too."""
    return _remind_of_records(actor, links, RecordKind.PART, _in_charge)


def remind_of_goals(actor: Viewer, links: Links) -> int:
    """Remind the case managers of the goals' dates."""
    return _remind_of_records(actor, links, RecordKind.GOAL, _managers)


def remind_of_consents(actor: Viewer, links: Links) -> int:
    """Remind the case managers of consents that expire."""
    return _remind_of_records(actor, links, RecordKind.CONSENT, _managers)


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

"""Who takes part in a case, in which sections, on what basis (法第18条: named persons only)."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Select, or_, select

from app import clock
from app.errors import NotPermitted
from app.extensions import db
from app.models.case import CaseParticipation
from app.models.council import CouncilPerson
from app.rules.case_access import Level, ParticipationBasis, Section
from app.security.case_visibility import CASE_SUBJECT
from app.security.identity import is_usable, serves
from app.security.viewer import Viewer
from app.services import audit, case_rows

Grants = Mapping[Section, Level]


def add(
    actor: Viewer,
    case_id: str,
    person_id: int,
    grants: Grants,
    basis: ParticipationBasis,
    *,
    until: datetime | None = None,
) -> list[CaseParticipation]:
    """Let a person take part from now on. A part of the same section that it had ends.

    until: the instant at which it is over by itself. Whether it may be, the caller has asked: passing information on needs its own basis.
    """
    now = clock.now()  # one instant for all: what is opened at once is told in one line
    for part in live(case_id, person_id):
        if part.section in grants:
            part.ends_at = now
    added = [
        CaseParticipation(
            case_id=case_id,
            person_id=person_id,
            section=section,
            level=level,
            basis=basis,
            begins_at=now,
            ends_at=until,
            granted_by_id=actor.account_id,
        )
        for section, level in grants.items()
    ]
    db.session.add_all(added)
    db.session.flush()
    audit.record(
        actor,
        "case.grant",
        CASE_SUBJECT,
        case_id,
        person=person_id,
        basis=basis.value,
        sections={section.value: level.value for section, level in grants.items()},
    )
    return added


def end(
    actor: Viewer, case_id: str, person_id: int, sections: Collection[Section] = tuple(Section)
) -> None:
    """End a person's part in these sections of a case, in all where none is named, now. The rows stay."""
    now = clock.now()
    for part in live(case_id, person_id):
        if part.section in sections:
            part.ends_at = now
    db.session.flush()
    audit.record(
        actor,
        "case.revoke",
        CASE_SUBJECT,
        case_id,
        person=person_id,
        sections=sorted(section.value for section in sections),
    )


def at_this_moment() -> tuple[ColumnElement[bool], ...]:
    """The conditions under which a part counts now."""
    now = clock.now()
    return (
        CaseParticipation.begins_at <= now,
        or_(CaseParticipation.ends_at.is_(None), CaseParticipation.ends_at > now),
    )


def live(case_id: str, person_id: int | None = None) -> Sequence[CaseParticipation]:
    """The parts that count at this moment, of everybody or of one person."""
    wanted = (
        select(CaseParticipation)
        .where(CaseParticipation.case_id == case_id, *at_this_moment())
        .options(*case_rows.named(CaseParticipation.person))
        .order_by(CaseParticipation.person_id, CaseParticipation.section)
    )
    if person_id is not None:
        wanted = wanted.where(CaseParticipation.person_id == person_id)
    return db.session.scalars(wanted).all()


def held(
    actor: Viewer, case_id: str, *, without: ParticipationBasis | None = None
) -> dict[Section, Level]:
    """What the actor may do in the sections of a case at this moment: for pages; the guard decides.

    without: a basis that does not count.
    """
    found: dict[Section, Level] = {}
    for part in live(case_id):
        own = part.person.account_id == actor.account_id and serves(part.person)
        if own and part.basis is not without and found.get(part.section) is not Level.WRITE:
            found[part.section] = part.level
    return found


def steady(actor: Viewer, case_id: str) -> dict[Section, Level]:
    """`held` without what an emergency opened for some hours: that is to be read, and not passed on."""
    return held(actor, case_id, without=ParticipationBasis.EMERGENCY)


def require(actor: Viewer, case_id: str, section: Section, level: Level) -> None:
    """Raise NotPermitted unless the actor may do it: with what is not there it can't be told apart."""
    has = held(actor, case_id).get(section)
    if has is None or (level is Level.WRITE and has is not Level.WRITE):
        raise NotPermitted


def people(case_id: str) -> list[CouncilPerson]:
    """Who takes part in the case at this moment and still serves, each once."""
    found = {part.person_id: part.person for part in live(case_id)}
    return [person for person in found.values() if serves(person)]


def managed(actor: Viewer) -> Select[str]:
    """The ids of the cases that the actor manages at this moment."""
    return (
        select(CaseParticipation.case_id)
        .join(CouncilPerson, CouncilPerson.id == CaseParticipation.person_id)
        .where(CouncilPerson.account_id == actor.person(), *managing())
    )


def managing() -> tuple[ColumnElement[bool], ...]:
    """The conditions under which a part is that of who manages the case, now."""
    return (
        CaseParticipation.section == Section.MANAGEMENT,
        CaseParticipation.level == Level.WRITE,
        *at_this_moment(),
    )


def managers(case_id: str) -> list[CouncilPerson]:
    """Who of them manages it, with an account that may be used."""
    managing = {
        part.person_id: part.person
        for part in live(case_id)
        if part.section is Section.MANAGEMENT and part.level is Level.WRITE
    }
    return [each for each in managing.values() if serves(each) and is_usable(each.account)]

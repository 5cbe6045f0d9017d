"""Participation in a case: person, section, level, basis (法第18条: named persons only)."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Select, or_, select

from app import clock
from app.errors import NotPermitted
from app.extensions import db
from app.models.cases.case import CaseParticipation
from app.models.council.council import CouncilPerson
from app.rules.cases.access import Level, ParticipationBasis, Section
from app.security.case_visibility import CASE_SUBJECT
from app.security.identity import is_usable, serves
from app.security.viewer import Viewer
from app.services.cases import rows
from app.services.common import audit
from app.services.council import persons

Grants = Mapping[Section, Level]


def add(
    actor: Viewer,
    case_id: str,
    person_id: int,
    grants: Grants,
    basis: ParticipationBasis,
    *,
    until: datetime | None = None,
    granted_by_id: int | None = None,
) -> list[CaseParticipation]:
    """Grant a person participation from now on, replacing that in the same sections.

    until: the instant of automatic expiry. granted_by_id: who grants it, where that is not the
    actor: whoever accepts an offer grants nothing to themselves. The caller has checked the
    permission: passing information on needs its own basis.
    """
    now = clock.now()  # one instant for all, so that joint grants show as one line
    for participation in live(case_id, person_id):
        if participation.section in grants:
            participation.ends_at = now
    added = [
        CaseParticipation(
            case_id=case_id,
            person_id=person_id,
            section=section,
            level=level,
            basis=basis,
            begins_at=now,
            ends_at=until,
            granted_by_id=granted_by_id or actor.account_id,
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
    """End a person's participation in these sections now (default: all). The rows stay."""
    now = clock.now()
    for participation in live(case_id, person_id):
        if participation.section in sections:
            participation.ends_at = now
    db.session.flush()
    audit.record(
        actor,
        "case.revoke",
        CASE_SUBJECT,
        case_id,
        person=person_id,
        sections=sorted(section.value for section in sections),
    )


def in_effect_now() -> tuple[ColumnElement[bool], ...]:
    """Return the SQL conditions for participation in effect now."""
    now = clock.now()
    return (
        CaseParticipation.begins_at <= now,
        or_(CaseParticipation.ends_at.is_(None), CaseParticipation.ends_at > now),
    )


def live(case_id: str, person_id: int | None = None) -> Sequence[CaseParticipation]:
    """Return the participation in effect now, of everybody or of one person."""
    wanted = (
        select(CaseParticipation)
        .where(CaseParticipation.case_id == case_id, *in_effect_now())
        .options(*rows.named(CaseParticipation.person))
        .order_by(CaseParticipation.person_id, CaseParticipation.section)
    )
    if person_id is not None:
        wanted = wanted.where(CaseParticipation.person_id == person_id)
    return db.session.scalars(wanted).all()


def held(
    actor: Viewer, case_id: str, *, without: ParticipationBasis | None = None
) -> dict[Section, Level]:
    """Return the actor's current access by section, for pages; the guard enforces it.

    without: a basis that does not count.
    """
    found: dict[Section, Level] = {}
    for participation in live(case_id):
        own = participation.person.account_id == actor.account_id and serves(participation.person)
        if (
            own
            and participation.basis is not without
            and found.get(participation.section) is not Level.WRITE
        ):
            found[participation.section] = participation.level
    return found


def steady(actor: Viewer, case_id: str) -> dict[Section, Level]:
    """As `held`, without emergency access, which may be read but not passed on."""
    return held(actor, case_id, without=ParticipationBasis.EMERGENCY)


def require(actor: Viewer, case_id: str, section: Section, level: Level) -> None:
    """Raise NotPermitted without this access, indistinguishable from a missing case."""
    has = held(actor, case_id).get(section)
    if has is None or (level is Level.WRITE and has is not Level.WRITE):
        raise NotPermitted


def people(case_id: str) -> list[CouncilPerson]:
    """Return the persons who take part in the case now and still serve, each once."""
    found = {participation.person_id: participation.person for participation in live(case_id)}
    return [person for person in found.values() if serves(person)]


def managed(actor: Viewer) -> Select[str]:
    """Return the query for ids of cases the actor manages now."""
    return (
        select(CaseParticipation.case_id)
        .join(CouncilPerson, CouncilPerson.id == CaseParticipation.person_id)
        .where(*persons.serving(actor), *managing())
    )


def manages_any(actor: Viewer) -> bool:
    """Whether the actor manages a case now."""
    return bool(db.session.scalar(select(managed(actor).exists())))


def of(actor: Viewer) -> Select[str]:
    """Return the query for ids of cases the actor takes part in now."""
    return (
        select(CaseParticipation.case_id)
        .join(CouncilPerson, CouncilPerson.id == CaseParticipation.person_id)
        .where(*persons.serving(actor), *in_effect_now())
    )


def managing() -> tuple[ColumnElement[bool], ...]:
    """Return the SQL conditions for a case manager's participation, in effect now."""
    return (
        CaseParticipation.section == Section.MANAGEMENT,
        CaseParticipation.level == Level.WRITE,
        *in_effect_now(),
    )


def managing_in(case_ids: Iterable[str]) -> list[CaseParticipation]:
    """Return the managing participations of these cases, of persons who serve."""
    found = db.session.scalars(
        select(CaseParticipation)
        .where(CaseParticipation.case_id.in_(case_ids), *managing())
        .options(*rows.named(CaseParticipation.person))
        .order_by(CaseParticipation.person_id)
    )
    return [each for each in found if serves(each.person)]


def managers(case_id: str) -> list[CouncilPerson]:
    """Return the serving case managers with a usable account."""
    managing = {
        participation.person_id: participation.person
        for participation in live(case_id)
        if participation.section is Section.MANAGEMENT and participation.level is Level.WRITE
    }
    return [each for each in managing.values() if serves(each) and is_usable(each.account)]

"""Adding participants to a case, changing and ending participation, by case managers (法第18条)."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app import clock
from app.errors import RuleViolation, StaleState
from app.extensions import db
from app.models.cases.case import CaseParticipation, PassingOn
from app.models.cases.record import CaseRecord
from app.models.council.council import CouncilPerson
from app.rules.cases.access import Level, ParticipationBasis, Section
from app.rules.cases.passing_on import Terms, is_live
from app.rules.common import articles
from app.security.identity import serves
from app.security.viewer import Viewer
from app.services.cases import cases, participations, passing_on, rows
from app.services.cases.participations import Grants
from app.services.council import councils


class LapsedConsent(NamedTuple):
    """A participant whose underlying consent is no longer valid."""

    person: CouncilPerson
    consent: CaseRecord
    sections: list[Section]


def add_person(actor: Viewer, case_id: str, person_id: int, grants: Grants, terms: Terms) -> None:
    """Add a person of a body that already takes part, or of the coordinating body.

    Any other body is invited first (see `case_offers`). Raises RuleViolation, StaleState.
    """
    cases.live_for_manager(actor, case_id)
    if steady(case_id, person_id):
        raise StaleState("この人はすでに参加しています。区分は「変更」で見直してください。")
    if passing_on.recipient(person_id).body_id not in bodies(case_id):
        raise RuleViolation(
            articles.COUNCIL_SUPPORT,
            "この人の構成機関等は、まだこのケースに参加していません。参加の申し出を送ってください。",
        )
    passing_on.pass_on(actor, case_id, person_id, grants, terms)


def change(
    actor: Viewer, case_id: str, person_id: int, wanted: Grants, terms: Terms | None
) -> None:
    """Change the sections and levels of a person's participation.

    terms: basis for passing on sections the person could not read before; None without any.
    Raises RuleViolation, StaleState.
    """
    cases.live_for_manager(actor, case_id)
    before = steady(case_id, person_id)
    if not before:
        raise StaleState("この人の参加はすでに終わっています。画面を開き直してください。")
    keep_a_manager(case_id, person_id, wanted)
    added = {section: level for section, level in wanted.items() if section not in before}
    changed = {
        section: level
        for section, level in wanted.items()
        if section in before and before[section].level is not level
    }
    _refuse_self_raise(actor, before, changed)
    if added:
        if terms is None:
            raise RuleViolation(articles.SECRECY, "新しい区分を提供する根拠を選んでください。")
        passing_on.pass_on(actor, case_id, person_id, added, terms)
    for section, level in changed.items():
        basis = before[section].basis
        participations.add(actor, case_id, person_id, {section: level}, basis)
    if gone := before.keys() - wanted.keys():
        participations.end(actor, case_id, person_id, gone)


def end(actor: Viewer, case_id: str, person_id: int) -> None:
    """End a person's participation now, also in a closed case.

    Raises RuleViolation for the last case manager.
    """
    cases.for_manager(actor, case_id)
    if not participations.live(case_id, person_id):
        raise StaleState("この人の参加はすでに終わっています。画面を開き直してください。")
    keep_a_manager(case_id, person_id, {})
    participations.end(actor, case_id, person_id)


def steady(case_id: str, person_id: int) -> dict[Section, CaseParticipation]:
    """Return section → the person's current participation, without emergency access."""
    return {participation.section: participation for participation in _steady(case_id, person_id)}


def bodies(case_id: str) -> set[int]:
    """Return the bodies taking part in the case now, and the coordinating body."""
    found = {participation.person.body_id for participation in _steady(case_id)}
    coordinating = councils.required().coordinating_body_id
    return found if coordinating is None else found | {coordinating}


def candidates(actor: Viewer, case_id: str) -> list[CouncilPerson]:
    """Return persons who can be added or invited, except the actor.

    They serve now for a body of today and take no part in the case.
    """
    there = {participation.person_id for participation in _steady(case_id)}
    today = [body.id for body in councils.bodies()]
    found = db.session.scalars(
        select(CouncilPerson)
        .where(CouncilPerson.body_id.in_(today), CouncilPerson.account_id != actor.person())
        .options(joinedload(CouncilPerson.account), joinedload(CouncilPerson.body))
        .order_by(CouncilPerson.body_id, CouncilPerson.id)
    )
    return [each for each in found if each.id not in there and serves(each)]


def history(case_id: str) -> Sequence[CaseParticipation]:
    """Return all present and former participation by person, for participants of the case."""
    return db.session.scalars(
        select(CaseParticipation)
        .where(CaseParticipation.case_id == case_id)
        .options(
            *rows.named(CaseParticipation.person),
            joinedload(CaseParticipation.granted_by),
        )
        .order_by(
            CaseParticipation.person_id, CaseParticipation.begins_at, CaseParticipation.section
        )
    ).all()


def without_valid_consent(actor: Viewer, case_id: str) -> list[LapsedConsent]:
    """Return participants whose access rests on a consent since withdrawn or expired.

    Sections passed on again since then on another basis do not count. Raises NotPermitted.
    """
    return lapsed(case_id, passing_on.log(actor, case_id))


def lapsed(case_id: str, log: Sequence[PassingOn]) -> list[LapsedConsent]:
    """As `without_valid_consent`. log: what was passed on in the case, latest first."""
    over = {
        record.id: record
        for record, consent in passing_on.consents(case_id)
        if not is_live(consent, clock.today())
    }
    rests_on: dict[tuple[int, Section], str | None] = {}
    for passed in reversed(log):
        for section in passing_on.content(passed)[1]:
            rests_on[passed.recipient_id, section] = passed.consent_id
    found: dict[tuple[int, str], LapsedConsent] = {}
    for participation in participations.live(case_id):
        consent_id = rests_on.get((participation.person_id, participation.section))
        if consent_id in over:
            key = participation.person_id, str(consent_id)
            found.setdefault(key, LapsedConsent(participation.person, over[consent_id], []))
            found[key].sections.append(participation.section)
    return list(found.values())


def _steady(case_id: str, person_id: int | None = None) -> list[CaseParticipation]:
    return [
        participation
        for participation in participations.live(case_id, person_id)
        if participation.basis is not ParticipationBasis.EMERGENCY
    ]


def keep_a_manager(case_id: str, person_id: int, wanted: Grants) -> None:
    """Raise RuleViolation if the case has no manager once the person has only what is wanted."""
    others = [person for person in participations.managers(case_id) if person.id != person_id]
    if not others and wanted.get(Section.MANAGEMENT) is not Level.WRITE:
        raise RuleViolation(
            articles.COORDINATION,
            "ケースを管理する人がいなくなります。先に、ほかの人に管理の記入を認めてください。",
        )


def _refuse_self_raise(
    actor: Viewer, before: dict[Section, CaseParticipation], changed: Grants
) -> None:
    own = any(
        participation.person.account_id == actor.account_id for participation in before.values()
    )
    if own and Level.WRITE in changed.values():
        raise RuleViolation(articles.SECRECY, "自分の参加を、自分で広げることはできません。")

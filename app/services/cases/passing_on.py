"""Passing on of case information (情報の提供): on a basis, to a named person, with access."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app import clock
from app.errors import RuleViolation
from app.extensions import db
from app.models.cases.case import PassingOn
from app.models.cases.record import CaseRecord
from app.models.cases.request import CaseRequest
from app.models.council.council import CouncilPerson
from app.rules.cases.access import Level, ParticipationBasis, PassingOnBasis, Section
from app.rules.cases.fields import RecordKind, RecordState
from app.rules.cases.passing_on import Consent, RequestBasis, Terms, may_pass_on
from app.rules.common import articles
from app.security import vault
from app.security.identity import serves
from app.security.viewer import Viewer
from app.services.cases import cases, participations, passing_on_notes, records, rows
from app.services.cases.participations import Grants
from app.services.council import councils


def pass_on(actor: Viewer, case_id: str, person_id: int, grants: Grants, terms: Terms) -> PassingOn:
    """Pass the case's information on to a person and grant them access, as a case manager.

    Raises NotFound, NotPermitted; RuleViolation without a basis, for a person who does not
    serve, and for sections the actor cannot read.
    """
    cases.live_for_manager(actor, case_id)
    may_give(actor, case_id, person_id, grants)
    check(case_id, person_id, terms)
    return hand_over(
        actor, case_id, person_id, grants, terms, basis_for(terms), passed_by_id=actor.person()
    )


def may_give(actor: Viewer, case_id: str, person_id: int, grants: Grants) -> None:
    """Raise RuleViolation unless the actor may grant these sections to this person.

    Emergency access does not suffice: the grant would outlast the emergency.
    """
    if not grants:
        raise RuleViolation(articles.SECRECY, "閲覧又は記入を認める区分を選んでください。")
    if recipient(person_id).account_id == actor.account_id:
        raise RuleViolation(articles.SECRECY, "自分の参加を、自分で広げることはできません。")
    if not grants.keys() <= participations.steady(actor, case_id).keys():
        raise RuleViolation(
            articles.SECRECY, "自分が閲覧できない区分を、ほかの人に提供することはできません。"
        )


def recipient(person_id: int) -> CouncilPerson:
    """Return a person serving now for a body of today. Raises RuleViolation for anyone else."""
    person = db.session.get(CouncilPerson, person_id)
    today = {body.id for body in councils.bodies()}
    if person is None or not serves(person) or person.body_id not in today:
        raise RuleViolation(
            articles.SECRECY,
            "提供先は、秘密保持を誓約し、今、構成機関等の従事者である人に限ります。",
        )
    return person


def check(case_id: str, person_id: int, terms: Terms) -> None:
    """Raise RuleViolation, with the article, unless these terms permit passing on to the person."""
    verdict = may_pass_on(
        terms,
        body=recipient(person_id).body_id,
        today=clock.today(),
        consent=_consent(case_id, terms),
        asked=_asked(case_id, terms),
    )
    if not verdict:
        raise RuleViolation(verdict.article, verdict.reason)


def hand_over(
    actor: Viewer,
    case_id: str,
    person_id: int,
    grants: Grants,
    terms: Terms,
    participation_basis: ParticipationBasis,
    *,
    passed_by_id: int,
    until: datetime | None = None,
) -> PassingOn:
    """Record the passing-on and grant participation. The caller has called `check`."""
    passed = passing_on_notes.write(
        actor, case_id, person_id, grants, terms, passed_by_id=passed_by_id
    )
    participations.add(
        actor,
        case_id,
        person_id,
        grants,
        participation_basis,
        until=until,
        granted_by_id=passed_by_id,
    )
    return passed


def basis_for(terms: Terms) -> ParticipationBasis:
    """Return the basis of a participation that results from these terms."""
    asked = terms.basis is PassingOnBasis.REQUEST
    return ParticipationBasis.REQUEST if asked else ParticipationBasis.SUPPORT


def log(actor: Viewer, case_id: str) -> Sequence[PassingOn]:
    """Return the log of passing-on in a case, latest first. Raises NotPermitted without 管理."""
    participations.require(actor, case_id, Section.MANAGEMENT, Level.READ)
    return entries(case_id)


def entries(case_id: str) -> Sequence[PassingOn]:
    """As `log`, for callers that made their own check."""
    return db.session.scalars(
        select(PassingOn)
        .where(PassingOn.case_id == case_id)
        .options(*rows.named(PassingOn.recipient), joinedload(PassingOn.passed_by))
        .order_by(PassingOn.passed_at.desc(), PassingOn.id)
    ).all()


def content(passed: PassingOn) -> tuple[Terms, dict[Section, Level]]:
    """Return the terms and the sections passed on."""
    values: dict[str, Any] = vault.unseal(passed, "content")
    sections = values.pop("sections")
    terms = Terms(**(values | {"basis": PassingOnBasis(values["basis"])}))
    return terms, {Section(section): Level(level) for section, level in sections.items()}


def consents(case_id: str) -> list[tuple[CaseRecord, Consent]]:
    """Return the consents of a case that the viewer may read, oldest first, with their content."""
    return [(record, _read(record)) for record in records.of_kind(case_id, RecordKind.CONSENT)]


def _consent(case_id: str, terms: Terms) -> Consent | None:
    if terms.basis is not PassingOnBasis.CONSENT:
        return None
    found = db.session.scalars(
        select(CaseRecord).where(
            CaseRecord.id == terms.source_id,
            CaseRecord.case_id == case_id,
            CaseRecord.kind == RecordKind.CONSENT,
        )
    ).one_or_none()
    return None if found is None else _read(found)


def _read(record: CaseRecord) -> Consent:
    said = records.content(record)
    return Consent(
        bodies=frozenset(int(body) for body in said.get("recipients") or ()),
        purposes=said.get("purposes") or "",
        given_on=date.fromisoformat(said["given_on"]),
        expires_on=_day(said.get("expires_on")),
        withdrawn_on=_day(said.get("withdrawn_on")),
        is_current=record.state is RecordState.CURRENT,
    )


def _asked(case_id: str, terms: Terms) -> RequestBasis | None:
    if terms.basis is not PassingOnBasis.REQUEST:
        return None
    found = db.session.scalars(
        select(CaseRequest).where(CaseRequest.id == terms.source_id, CaseRequest.case_id == case_id)
    ).one_or_none()
    return None if found is None else RequestBasis(found.body_id, found.state)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None

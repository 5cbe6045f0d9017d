"""Naming of a coordinator (調整担当; 法第17条第2項): by an officer, confirmed by another person.

Another coordinator confirms. Where there is none yet, a second officer does, with the paper by
which the coordinating body's representative agrees. Until then the naming opens nothing, so that no
single officer can let anybody into the cases.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import joinedload, undefer

from app import clock
from app.errors import NotFound, NotPermitted, RuleViolation, StaleState
from app.extensions import db
from app.models.common.approval import Approval
from app.models.council.council import CouncilPerson
from app.rules.common import articles
from app.security.identity import serves
from app.security.viewer import Role, Viewer
from app.services.common import approvals, attachments, audit, rows
from app.services.council import councils, persons, rules

KIND = "council_person.coordinate"
LATELY = timedelta(days=14)
"""How long the home page of case managers tells of a new coordinator."""


@dataclass(frozen=True)
class Consent:
    """The representative's written consent to a naming (代表者の確認書), as a scan."""

    representative: str
    name: str
    content: bytes


def named() -> list[CouncilPerson]:
    """Return the coordinators who serve now."""
    found = db.session.scalars(
        select(CouncilPerson).where(CouncilPerson.coordinates).order_by(CouncilPerson.id)
    )
    return [each for each in found if serves(each)]


def one(actor: Viewer, term_id: int) -> CouncilPerson:
    """Return a term, for officers and for persons of the council. Raises NotFound."""
    actor.require(Role.SECRETARIAT, Role.COUNCIL)
    names = (CouncilPerson.account, CouncilPerson.body)
    return rows.one(CouncilPerson, term_id, *(joinedload(each) for each in names))


def paper(actor: Viewer, term_id: int) -> CouncilPerson:
    """Return a term with the representative's consent. Raises NotFound without one."""
    actor.require(Role.SECRETARIAT)
    term = rows.one(CouncilPerson, term_id, undefer(CouncilPerson.naming_paper))
    if term.naming_paper is None:
        raise NotFound
    return term


def may_confirm(actor: Viewer, term: CouncilPerson) -> bool:
    """Whether the actor is one of those who confirm a pending naming; `confirm` decides."""
    proposal = approvals.pending(KIND, term.id)
    others = {each.account_id for each in named() if each.id != term.id}
    return (
        proposal is not None
        and actor.account_id not in (proposal.proposed_by_id, term.account_id)
        and (actor.account_id in others if others else actor.has(Role.SECRETARIAT))
    )


def to_confirm(actor: Viewer) -> Select[Any]:
    """Return the query for namings that await the actor, one of the coordinators."""
    return select(Approval).where(
        Approval.kind == KIND,
        Approval.open_key.is_not(None),
        Approval.proposed_by_id != actor.person(),
        coordinates(actor),
    )


def coordinates(actor: Viewer) -> ColumnElement[bool]:
    """Return the SQL condition that the actor is one of the coordinators."""
    wanted = select(CouncilPerson.id).where(CouncilPerson.coordinates, *persons.serving(actor))
    return wanted.exists()


def new() -> Select[CouncilPerson]:
    """Return the query for the coordinators confirmed within LATELY."""
    return select(CouncilPerson).where(
        CouncilPerson.coordinates, CouncilPerson.confirmed_at >= clock.now() - LATELY
    )


def lately() -> Sequence[CouncilPerson]:
    """Return the new coordinators with who named and who confirmed, for the managers of cases."""
    return db.session.scalars(
        new()
        .options(
            joinedload(CouncilPerson.account),
            joinedload(CouncilPerson.body),
            joinedload(CouncilPerson.named_by),
            joinedload(CouncilPerson.confirmed_by),
        )
        .order_by(CouncilPerson.confirmed_at.desc())
    ).all()


def propose(actor: Viewer, term_id: int) -> Approval:
    """Name a coordinator. Another person confirms it.

    Raises RuleViolation outside the coordinating body, for oneself and while the council's rules in
    force do not provide for coordination (法第19条); StaleState for a coordinator and while a naming
    is pending.
    """
    actor.require(Role.SECRETARIAT)
    council = councils.locked()
    term = persons.locked_open(term_id)
    persons.refuse_self_registration(actor, term.account_id)
    if council.coordinating_body_id != term.body_id:
        raise RuleViolation(
            articles.COORDINATION, "調整担当にできるのは、調整機関の従事者だけです。"
        )
    if term.coordinates:
        raise StaleState("この人は、すでに調整担当です。")
    if not rules.coordination():
        raise RuleViolation(
            articles.COUNCIL_RULES,
            "施行中の協議会規程に、調整機関の調整（法第17条第2項）の定めがありません。先に規程を登録してください。",
        )
    return approvals.propose(
        actor,
        KIND,
        term.id,
        title=f"{term.account.get_full_name()}（{term.body.name}）",
        role=_confirming_role(named()),
    )


def confirm(actor: Viewer, term_id: int, consent: Consent | None = None) -> CouncilPerson:
    """Confirm a naming; called by coordinators.confirm, which opens the cases.

    consent: of the representative, where there is no coordinator yet. Raises NotPermitted for
    whoever may not confirm; RuleViolation for the proposer, the person named and without a consent
    where one is needed.
    """
    council = councils.locked()
    term = persons.locked_open(term_id)
    proposal = approvals.pending(KIND, term_id)
    others = [each for each in named() if each.id != term.id]
    if proposal is not None and proposal.role != _confirming_role(others):
        raise StaleState(
            "指名の後で、調整担当がほかにいるかどうかが変わりました。"
            "指名をいったん取り下げ、指名し直してください。"
        )
    if others and actor.account_id not in {each.account_id for each in others}:
        raise NotPermitted
    persons.refuse_self_registration(actor, term.account_id)
    if council.coordinating_body_id != term.body_id:
        raise RuleViolation(
            articles.COORDINATION, "調整担当にできるのは、調整機関の従事者だけです。"
        )
    released = approvals.release(actor, KIND, term_id)
    if not others:
        _keep(term, consent)
    term.coordinates, term.confirmed_at = True, clock.now()
    term.named_by_id, term.confirmed_by_id = released.proposed_by_id, actor.person()
    db.session.flush()
    audit.record(actor, "council_person.coordinate", "council_person", term.id)
    return term


def take_back(actor: Viewer, term_id: int) -> Approval:
    """Take back a naming that nobody has confirmed."""
    actor.require(Role.SECRETARIAT, Role.COUNCIL)
    return approvals.take_back(actor, KIND, term_id)


def end(actor: Viewer, term: CouncilPerson) -> None:
    """End a naming, pending or confirmed; called by the cases' services, which end the access."""
    term.coordinates = False
    approvals.lapse(actor, "council_person", term.id)
    db.session.flush()


def _confirming_role(others: Sequence[CouncilPerson]) -> Role:
    """Return whose holders confirm: where there is no coordinator, no other of the council does."""
    return Role.COUNCIL if others else Role.SECRETARIAT


def _keep(term: CouncilPerson, consent: Consent | None) -> None:
    if consent is None or not consent.representative.strip() or not consent.content:
        raise RuleViolation(
            articles.COORDINATION,
            "調整担当がまだいないため、調整機関の代表者氏名と、署名された確認書の写しが必要です。",
        )
    name, kind = attachments.checked(consent.name, consent.content)
    if kind == "text/plain":
        raise RuleViolation(
            articles.COORDINATION,
            "署名された確認書を読み取った、PDF、PNG、JPEGのファイルを選んでください。",
        )
    term.naming_paper, term.naming_paper_name, term.naming_media_type = consent.content, name, kind
    term.representative = consent.representative.strip()

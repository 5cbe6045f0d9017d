"""Offers about a case: to join, leave or take the lead; made here, answered by the addressee."""

from collections.abc import Sequence
from dataclasses import asdict

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app import clock
from app.errors import NotFound, NotPermitted, RuleViolation, StaleState
from app.extensions import db
from app.models.cases.case import SupportCase
from app.models.cases.request import CaseOffer, OfferKind
from app.models.council.council import CouncilPerson
from app.rules.cases.access import Level, Section
from app.rules.cases.passing_on import Terms
from app.rules.common import articles
from app.rules.states.cases.case import OFFER, OfferState, OfferVerb
from app.rules.states.common.table import next_state
from app.security import guard, vault
from app.security.case_visibility import CASE_SUBJECT
from app.security.viewer import Viewer
from app.services.cases import cases, participants, participations, passing_on, rows
from app.services.cases.participations import Grants
from app.services.common import audit
from app.services.common.links import Links
from app.services.council import mail as council_mail

WITHOUT_MESSAGE = (
    "申し出には、相手へのメッセージを入力してください。相手は、承諾の前にはこれだけを読みます。"
)


def invite(
    actor: Viewer,
    case_id: str,
    person_id: int,
    *,
    message: str,
    grants: Grants,
    terms: Terms,
    links: Links,
) -> CaseOffer:
    """Invite a body's person to join. No information is passed on before they accept.

    Raises RuleViolation, also without a message, which is all that they read before they answer;
    StaleState when the body takes part or is already invited.
    """
    cases.live_for_manager(actor, case_id)
    if participants.steady(case_id, person_id):
        raise StaleState("この人はすでに参加しています。区分は「変更」で見直してください。")
    if not message.strip():
        raise RuleViolation(articles.COUNCIL_SUPPORT, WITHOUT_MESSAGE, field="message")
    passing_on.may_give(actor, case_id, person_id, grants)
    passing_on.check(case_id, person_id, terms)
    return _offer(actor, case_id, OfferKind.JOIN, person_id, message, grants, terms, links)


def offer_lead(
    actor: Viewer, case_id: str, person_id: int, *, message: str, terms: Terms, links: Links
) -> CaseOffer:
    """Offer a body's person the lead for their body, with read and write access to everything."""
    case = cases.live_for_manager(actor, case_id)
    if passing_on.recipient(person_id).body_id == case.lead_body_id:
        raise RuleViolation(articles.COUNCIL_SUPPORT, "すでに主担当機関です。")
    passing_on.may_give(actor, case_id, person_id, cases.EVERYTHING)
    passing_on.check(case_id, person_id, terms)
    return _offer(
        actor, case_id, OfferKind.LEAD, person_id, message, cases.EVERYTHING, terms, links
    )


def ask_to_leave(
    actor: Viewer, case_id: str, person_id: int, *, message: str, links: Links
) -> CaseOffer:
    """Ask a body to leave the case, through one of its participants."""
    case = cases.live_for_manager(actor, case_id)
    if person_id not in {person.id for person in participations.people(case_id)}:
        raise StaleState("この人の参加はすでに終わっています。画面を開き直してください。")
    body_id = passing_on.recipient(person_id).body_id
    _may_leave(case, body_id)
    return _offer(actor, case_id, OfferKind.LEAVE, person_id, message, {}, None, links, body_id)


def wish_to_leave(
    actor: Viewer, case_id: str, person_id: int, *, message: str, links: Links
) -> CaseOffer:
    """Ask a case manager (person_id) to let the actor's own body leave the case."""
    case = cases.locked(actor, case_id)
    cases.require_live(case)
    people = participations.people(case_id)
    own = next((each for each in people if each.account_id == actor.person()), None)
    if own is None or person_id not in {each.id for each in participations.managers(case_id)}:
        raise NotPermitted
    _may_leave(case, own.body_id)
    with guard.acting_as_system(db.session):  # the actor need not be a case manager
        return _offer(
            actor, case_id, OfferKind.LEAVE, person_id, message, {}, None, links, own.body_id
        )


def withdraw(actor: Viewer, case_id: str, offer_id: str, links: Links) -> CaseOffer:
    """Withdraw an offer; its maker or a case manager may."""
    cases.locked(actor, case_id)
    with guard.acting_as_system(db.session):
        offer = rows.locked(CaseOffer, case_id, offer_id)
        manages = participations.held(actor, case_id).get(Section.MANAGEMENT) is Level.WRITE
        if offer.offered_by_id != actor.person() and not manages:
            raise NotFound
        offer.state = next_state(OFFER, offer.state, OfferVerb.WITHDRAW)
        db.session.flush()
        audit.record(actor, "case.offer_withdraw", CASE_SUBJECT, case_id)
        council_mail.notify(actor, [offer.addressee], links)
    return offer


def of_case(actor: Viewer, case_id: str) -> Sequence[CaseOffer]:
    """Return the offers about a case: all for a case manager, otherwise the actor's own."""
    manages = Section.MANAGEMENT in participations.held(actor, case_id)
    wanted = select(CaseOffer).where(CaseOffer.case_id == case_id)
    if not manages:
        wanted = wanted.where(CaseOffer.offered_by_id == actor.person())
    with guard.acting_as_system(db.session):  # the maker need not be a case manager
        return db.session.scalars(
            wanted.options(
                joinedload(CaseOffer.addressee).joinedload(CouncilPerson.account),
                joinedload(CaseOffer.body),
                joinedload(CaseOffer.offered_by),
            ).order_by(CaseOffer.offered_at.desc(), CaseOffer.id)
        ).all()


def message_of(offer: CaseOffer) -> str:
    """Return the message to the addressee."""
    return str(vault.unseal(offer, "content")["message"])


def grants_of(offer: CaseOffer) -> dict[Section, Level]:
    """Return the access granted to the addressee on acceptance."""
    found = vault.unseal(offer, "content")["grants"]
    return {Section(section): Level(level) for section, level in found.items()}


def answer_of(offer: CaseOffer) -> str:
    """Return the addressee's comment; "" without one."""
    return str(vault.unseal(offer, "answer") or "")


def _may_leave(case: SupportCase, body_id: int) -> None:
    if case.lead_body_id == body_id:
        raise RuleViolation(
            articles.COUNCIL_SUPPORT,
            "主担当機関は離脱できません。先に、主担当をほかの機関に引き継いでください。",
        )


def _offer(
    actor: Viewer,
    case_id: str,
    kind: OfferKind,
    person_id: int,
    message: str,
    grants: Grants,
    terms: Terms | None,
    links: Links,
    body_id: int | None = None,
) -> CaseOffer:
    """Create an offer. body_id: the body concerned, where it is not the addressee's."""
    addressee = passing_on.recipient(person_id)
    about = body_id or addressee.body_id
    _not_twice(case_id, kind, about, person_id)
    offer = CaseOffer(
        case_id=case_id,
        addressee_id=addressee.id,
        body_id=about,
        kind=kind,
        state=next_state(OFFER, None, OfferVerb.OFFER),
        offered_at=clock.now(),
        offered_by_id=actor.person(),
    )
    content = {
        "message": message.strip(),
        "grants": {section.value: level.value for section, level in grants.items()},
        "terms": None if terms is None else asdict(terms),
    }
    vault.seal(offer, "content", content)
    db.session.add(offer)
    db.session.flush()
    audit.record(actor, "case.offer", CASE_SUBJECT, case_id, kind=kind.value, person=addressee.id)
    council_mail.notify(actor, [addressee], links)
    return offer


def _not_twice(case_id: str, kind: OfferKind, body_id: int, person_id: int) -> None:
    same = (
        CaseOffer.addressee_id == person_id
        if kind is OfferKind.JOIN
        else CaseOffer.body_id == body_id
    )
    waiting = select(CaseOffer.id).where(
        CaseOffer.case_id == case_id,
        CaseOffer.kind == kind,
        CaseOffer.state == OfferState.OFFERED,
        same,
    )
    if db.session.scalars(waiting).first() is not None:
        raise StaleState("同じ申し出が回答を待っています。")

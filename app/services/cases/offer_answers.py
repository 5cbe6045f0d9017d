"""Answers to offers about a case, and the effects of acceptance."""

from collections.abc import Callable, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app import clock
from app.errors import RuleViolation
from app.extensions import db
from app.models.cases.case import SupportCase
from app.models.cases.request import CaseOffer, OfferKind
from app.models.council.council import CouncilPerson
from app.rules.cases.access import Level, ParticipationBasis, PassingOnBasis, Section
from app.rules.cases.passing_on import Terms
from app.rules.common import articles
from app.rules.states.cases.case import LIVE_CASE_STATES, OFFER, OfferVerb
from app.rules.states.common.table import next_state
from app.security import guard, vault
from app.security.case_visibility import CASE_SUBJECT
from app.security.identity import is_usable, serves, viewer_for
from app.security.viewer import Viewer
from app.services.cases import cases, participations, passing_on, received_requests
from app.services.cases import offers as case_offers
from app.services.common import audit, rows
from app.services.common.links import Links
from app.services.council import mail as council_mail

CHANGED = "事情が変わったため、この申し出は承諾できません。申し出た人に確かめてください。"
"""One message for every reason, so as not to reveal case data to a non-participant."""


def accept(actor: Viewer, offer_id: str, text: str, links: Links) -> CaseOffer:
    """Accept an offer and apply its effects in the same transaction.

    Its basis is checked again. Raises NotFound, StaleState, RuleViolation.
    """
    case_id = offer(actor, offer_id).case_id
    with guard.acting_as_system(db.session):  # the addressee takes no part in the case yet
        case = cases.locked(actor, case_id)  # case before offer: the lock order used everywhere
    row = received_requests.mine(actor, CaseOffer, offer_id)
    _answer(actor, row, OfferVerb.ACCEPT, text)
    with guard.acting_as_system(db.session):
        if case.state not in LIVE_CASE_STATES:
            raise RuleViolation(articles.COUNCIL_SUPPORT, CHANGED)
        EFFECTS[row.kind](actor, row, case)
        db.session.flush()
    _tell(actor, row, links)
    return row


def refuse(actor: Viewer, offer_id: str, text: str, links: Links) -> CaseOffer:
    """Refuse an offer (辞退)."""
    row = received_requests.mine(actor, CaseOffer, offer_id)
    _answer(actor, row, OfferVerb.REFUSE, text)
    _tell(actor, row, links)
    return row


def offers(actor: Viewer) -> Sequence[CaseOffer]:
    """Return the offers to the actor, latest first."""
    return db.session.scalars(
        received_requests.addressed_to(actor, CaseOffer)
        .options(joinedload(CaseOffer.body), joinedload(CaseOffer.offered_by))
        .order_by(CaseOffer.offered_at.desc(), CaseOffer.id)
    ).all()


def offer(actor: Viewer, offer_id: str) -> CaseOffer:
    """Return an offer to the actor. Raises NotFound."""
    found: CaseOffer = rows.only(
        received_requests.addressed_to(actor, CaseOffer)
        .where(CaseOffer.id == offer_id)
        .options(joinedload(CaseOffer.body), joinedload(CaseOffer.offered_by))
    )
    return found


def _answer(actor: Viewer, offer: CaseOffer, verb: OfferVerb, text: str) -> None:
    offer.state = next_state(OFFER, offer.state, verb)
    offer.answered_at, offer.answered_by_id = clock.now(), actor.person()
    if text.strip():
        vault.seal(offer, "answer", text.strip())
    db.session.flush()
    audit.record(
        actor, f"case.offer_{verb.value}", CASE_SUBJECT, offer.case_id, kind=offer.kind.value
    )


def _join(actor: Viewer, offer: CaseOffer, _case: SupportCase) -> None:
    terms = _still_founded(offer)
    basis = passing_on.basis_for(terms)
    passing_on.hand_over(
        actor,
        offer.case_id,
        offer.addressee_id,
        case_offers.grants_of(offer),
        terms,
        basis,
        passed_by_id=offer.offered_by_id,
    )


def _lead(actor: Viewer, offer: CaseOffer, case: SupportCase) -> None:
    """Move the lead to the addressee's body; former lead persons only lose write access to 管理."""
    if case.lead_body_id == offer.body_id:
        raise RuleViolation(articles.COUNCIL_SUPPORT, CHANGED)
    terms = _still_founded(offer)
    passing_on.hand_over(
        actor,
        case.id,
        offer.addressee_id,
        cases.EVERYTHING,
        terms,
        ParticipationBasis.LEAD,
        passed_by_id=offer.offered_by_id,
    )
    reads = {Section.MANAGEMENT: Level.READ}
    for part in participations.live(case.id):
        managed = part.section is Section.MANAGEMENT and part.level is Level.WRITE
        if managed and part.person.body_id == case.lead_body_id and not part.person.coordinates:
            participations.add(actor, case.id, part.person_id, reads, part.basis)
    case.lead_body_id = offer.body_id


def _leave(actor: Viewer, offer: CaseOffer, case: SupportCase) -> None:
    stay = [each for each in participations.managers(case.id) if each.body_id != offer.body_id]
    if case.lead_body_id == offer.body_id or not stay:
        raise RuleViolation(articles.COUNCIL_SUPPORT, CHANGED)
    leaving = {
        part.person_id
        for part in participations.live(case.id)
        if part.person.body_id == offer.body_id
    }
    for person_id in sorted(leaving):
        participations.end(actor, case.id, person_id)


EFFECTS: Mapping[OfferKind, Callable[[Viewer, CaseOffer, SupportCase], None]] = {
    OfferKind.JOIN: _join,
    OfferKind.LEAD: _lead,
    OfferKind.LEAVE: _leave,
}


def _still_founded(offer: CaseOffer) -> Terms:
    """Return the terms of the offer, if still valid and its maker may still read what it grants."""
    values = vault.unseal(offer, "content")["terms"]
    terms = Terms(**(values | {"basis": PassingOnBasis(values["basis"])}))
    maker = viewer_for(offer.offered_by)
    given = case_offers.grants_of(offer).keys()
    reads = participations.steady(maker, offer.case_id) if is_usable(offer.offered_by) else {}
    if not given <= reads.keys():
        raise RuleViolation(articles.SECRECY, CHANGED)
    try:
        passing_on.check(offer.case_id, offer.addressee_id, terms)
    except RuleViolation as refusal:
        raise RuleViolation(refusal.article, CHANGED) from refusal
    return terms


def _tell(actor: Viewer, offer: CaseOffer, links: Links) -> None:
    """Notify the maker of the offer and the case managers of the answer."""
    with guard.acting_as_system(db.session):
        makers = db.session.scalars(
            select(CouncilPerson).where(CouncilPerson.account_id == offer.offered_by_id)
        ).all()
        persons = [
            *(each for each in makers if serves(each)),
            *participations.managers(offer.case_id),
        ]
        council_mail.notify(actor, persons, links)

"""Offers to the municipalities' comprehensive support (規約第3条第3号), answered by the municipality."""

from dataclasses import replace
from typing import Any

from sqlalchemy import select

from app import clock
from app.errors import NotFound
from app.extensions import db
from app.mail.policy import offer_letters
from app.models.common.master import Municipality
from app.models.membership.organisation import Organisation
from app.models.policy.support_offer import SupportOffer
from app.models.registers.entry import RegisterModel
from app.rules.membership.eligibility import OrganisationKind
from app.rules.membership.membership import Standing
from app.rules.membership.municipality_offices import is_office_of
from app.rules.policy.offers import OfferAnswer
from app.security import guard
from app.security.viewer import MEMBERS, Role, Viewer
from app.services.common import rows
from app.services.membership import recipients
from app.services.post import outbox
from app.services.registers import entries


def add(actor: Viewer, model: RegisterModel, values: entries.Values) -> Any:
    """Enter an offer and tell the municipality. Raises RuleViolation, NotPermitted."""
    offer = entries.add(actor, model, values)
    office = _office(offer)
    if office is not None:
        letter = offer_letters.offered(office, offer, _name_of(offer.organisation_id))
        _send(actor, offer, office, letter)
    return offer


def may_answer(actor: Viewer, offer: SupportOffer) -> bool:
    """Whether the actor answers for the municipality: its own member's accounts, the secretariat."""
    if actor.is_staff or actor.organisation_id is None or not actor.has(*MEMBERS):
        return actor.is_staff
    own = db.session.get(Organisation, actor.organisation_id)
    return own is not None and _is_office(own, _municipality(offer))


def locked(actor: Viewer, public_id: str) -> SupportOffer:
    """Return an offer that the actor answers, locked and fresh. Raises NotFound for any other."""
    offer = rows.only(rows.locking(select(SupportOffer).where(SupportOffer.public_id == public_id)))
    if not may_answer(actor, offer):
        raise NotFound
    return offer


def answer(actor: Viewer, public_id: str, given: OfferAnswer, text: str) -> SupportOffer:
    """Record the municipality's answer and tell the member. Raises NotFound, RuleViolation."""
    locked(actor, public_id)
    values = {"answer": given, "answer_text": text.strip(), "answered_on": clock.today()}
    recorder = replace(actor, roles=frozenset({Role.SYSTEM}))
    with guard.acting_as_system(db.session):  # the entry is the member's, the answer is not
        offer: SupportOffer = entries.change(recorder, SupportOffer, public_id, values)
    member = db.session.get(Organisation, offer.organisation_id) if offer.organisation_id else None
    if member is not None:
        letter = offer_letters.answered(member, offer, _municipality(offer).name)
        _send(actor, offer, member, letter, period=given.value)
    return offer


def _send(
    actor: Viewer, offer: SupportOffer, to: Organisation, letter: Any, period: str = ""
) -> None:
    outbox.write(
        actor,
        letter,
        to=recipients.address_of(to),
        dedupe_key=f"support_offer:{offer.id}",
        period=period,
        organisation_id=to.id,
    )


def _municipality(offer: SupportOffer) -> Municipality:
    return db.session.scalars(
        select(Municipality).where(Municipality.code == offer.municipality)
    ).one()


def _office(offer: SupportOffer) -> Organisation | None:
    """Return the member that the municipality itself is, if it is one."""
    found = db.session.scalars(
        select(Organisation)
        .where(
            Organisation.kind == OrganisationKind.ADMINISTRATIVE,
            Organisation.municipality_code == offer.municipality,
            Organisation.standing != Standing.FORMER,
        )
        .order_by(Organisation.id)
    )
    municipality = _municipality(offer)
    return next((each for each in found if _is_office(each, municipality)), None)


def _is_office(organisation: Organisation, municipality: Municipality) -> bool:
    return is_office_of(organisation.kind, organisation.name, municipality.name)


def _name_of(organisation_id: int | None) -> str:
    found = db.session.get(Organisation, organisation_id) if organisation_id else None
    return found.name if found else "事務局"

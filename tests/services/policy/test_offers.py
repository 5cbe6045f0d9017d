"""Offers to a municipality: who is told, who answers, what is written."""

from typing import Any

import pytest
from sqlalchemy import select

from app.errors import NotFound
from app.models.common.audit import AuditEntry
from app.models.membership.organisation import Organisation
from app.models.policy.support_offer import SupportOffer
from app.models.post.outbox import OutboxMessage
from app.rules.membership.roster import Tier
from app.rules.policy.offers import OfferAnswer, SupportPart
from app.security import guard
from app.security.viewer import Viewer
from app.services.policy import offers
from app.services.registers import entries
from tests import factories
from tests.support.desk import officer
from tests.support.members import person_of

VALUES = {
    "name": "訪問による見守り",
    "municipality": "313254",
    "part": SupportPart.OUTREACH,
    "offered": "週に3件まで訪問できます。",
}


def acting(session: Any, organisation: Organisation) -> Viewer:
    """Return a person of the member, for whom the session then acts."""
    actor = person_of(organisation)
    session.flush()
    guard.set_viewer(session, actor)
    return actor


def letters(session: Any, purpose: str) -> list[OutboxMessage]:
    found = select(OutboxMessage).where(OutboxMessage.purpose == purpose)
    return list(session.scalars(found.order_by(OutboxMessage.id)))


def test_municipality_is_told_of_an_offer_and_the_member_of_the_answer(session: Any) -> None:
    town = factories.founding_member("若桜町")
    town.business_contact_email = "fukushi@town.example.jp"
    member = factories.member(business_contact_email="office@npo.example.jp")
    made = offers.add(acting(session, member), SupportOffer, VALUES)
    (told,) = letters(session, "support_offer_made")
    assert told.recipient == "fukushi@town.example.jp"
    assert member.name in told.body and "訪問による見守り" in told.body

    actor = acting(session, town)
    answered = offers.answer(actor, made.public_id, OfferAnswer.ACCEPTED, "来月から。")
    assert (answered.answer, answered.answer_text) == (OfferAnswer.ACCEPTED, "来月から。")
    assert answered.organisation_id == member.id
    (reply,) = letters(session, "support_offer_answered")
    assert reply.recipient == "office@npo.example.jp"
    assert "若桜町" in reply.body and "受け入れる" in reply.body
    session.commit()
    entry = session.scalars(
        select(AuditEntry).where(AuditEntry.action == "support_offer.update")
    ).one()
    assert (entry.actor_id, entry.actor_name) == (actor.account_id, actor.name)


def test_answer_given_twice_is_told_once_and_a_change_again(session: Any) -> None:
    desk, member = officer(), factories.member()
    made = entries.add(desk, SupportOffer, {**VALUES, "organisation_id": member.id})
    for given in (OfferAnswer.CONSIDERED, OfferAnswer.CONSIDERED, OfferAnswer.ACCEPTED):
        offers.answer(desk, made.public_id, given, "")
    assert len(letters(session, "support_offer_answered")) == 2


def test_another_municipality_the_maker_and_strangers_do_not_answer(session: Any) -> None:
    member = factories.member()
    made = offers.add(acting(session, member), SupportOffer, VALUES)
    others = ("智頭町", "鳥取県", "鳥取県弁護士会")
    for organisation in (member, *map(factories.founding_member, others)):
        actor = acting(session, organisation)
        assert not offers.may_answer(actor, made)
        with pytest.raises(NotFound):
            offers.answer(actor, made.public_id, OfferAnswer.DECLINED, "")
    assert made.answer is None


def test_member_cannot_enter_the_answer_itself(session: Any) -> None:
    actor = acting(session, factories.member())
    forged = {**VALUES, "answer": OfferAnswer.ACCEPTED}
    made = offers.add(actor, SupportOffer, forged)
    entries.change(actor, SupportOffer, made.public_id, {"answer": OfferAnswer.ACCEPTED})
    assert made.answer is None


def test_what_only_the_secretariat_sees_the_municipality_does_not_answer(session: Any) -> None:
    made = entries.add(officer(), SupportOffer, {**VALUES, "tier": Tier.SECRETARIAT})
    actor = acting(session, factories.founding_member("若桜町"))
    with pytest.raises(NotFound):
        offers.answer(actor, made.public_id, OfferAnswer.ACCEPTED, "")

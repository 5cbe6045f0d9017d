"""Referrals: the personal link, and what the application tells by itself."""

from typing import Any

import pytest
from sqlalchemy import select

from app.errors import NotFound, StaleState
from app.extensions import db
from app.models.common.draft import Draft
from app.models.exchange.referral import Referral
from app.models.post.outbox import OutboxMessage
from app.rules.states.admission.application import ApplicationState
from app.rules.states.exchange.referral import ReferralStage, ReferralVerb
from app.security import guard
from app.security.tokens import token_hash
from app.security.viewer import SYSTEM
from app.services.exchange import referrals
from app.services.registers import entries
from tests import factories
from tests.support.exchange import acting


def noted(session: Any, **values: Any) -> tuple[Any, Referral]:
    member = factories.member(business_contact_email="asker@npo.example.jp")
    actor = acting(session, member)
    given = {"name": "倉吉みらい食堂", "municipality": "312037", "activity_fields": ["place"]}
    return actor, referrals.add(actor, Referral, given | values)


def test_whoever_notes_it_asks_and_moves_it_by_hand(session: Any) -> None:
    actor, row = noted(session)
    assert (row.asked_by, row.stage) == (actor.name, ReferralStage.NOTED)
    referrals.move(actor, row.public_id, ReferralVerb.APPROACH)
    referrals.move(actor, row.public_id, ReferralVerb.DECLINE)
    with pytest.raises(StaleState):
        referrals.move(actor, row.public_id, ReferralVerb.APPROACH)
    with pytest.raises(NotFound):
        referrals.move(actor, row.public_id, ReferralVerb.JOIN)
    with pytest.raises(NotFound):
        other = acting(session, factories.member())
        referrals.move(other, row.public_id, ReferralVerb.TAKE_UP)


def test_application_by_the_link_is_prefilled_and_tells_the_referral(session: Any) -> None:
    _actor, row = noted(session)
    guard.set_viewer(session, SYSTEM)
    row = entries.one(Referral, row.public_id)
    token = referrals.begin(SYSTEM, row.id, row.nonce, "application")
    draft = session.scalars(select(Draft).where(Draft.token_hash == token_hash(token))).one()
    assert draft.values["name"] == ["倉吉みらい食堂"]
    assert draft.values["municipality_code"] == ["312037"]
    assert referrals.follow_due(SYSTEM) == 0
    application = factories.application(
        ApplicationState.UNCONFIRMED, idempotency_key=token_hash(token)
    )
    assert referrals.follow_due(SYSTEM) == 0, "the address is not confirmed"
    application.state = ApplicationState.RECEIVED
    db.session.flush()
    assert referrals.follow_due(SYSTEM) == 1
    assert (row.stage, row.application_id) == (ReferralStage.APPLIED, application.id)
    with pytest.raises(NotFound):
        referrals.by_link(SYSTEM, row.id, row.nonce)
    application.state = ApplicationState.ACCEPTED
    db.session.flush()
    assert referrals.follow_due(SYSTEM) == 1
    assert row.stage is ReferralStage.JOINED
    assert referrals.follow_due(SYSTEM) == 0
    found = select(OutboxMessage).where(OutboxMessage.purpose == "referral_moved")
    told = session.scalars(found.order_by(OutboxMessage.id)).all()
    assert [each.recipient for each in told] == ["asker@npo.example.jp"] * 2
    assert "入会申込みがありました" in told[0].body and "入会しました" in told[1].body


def test_link_of_another_nonce_leads_nowhere(session: Any) -> None:
    _actor, row = noted(session)
    guard.set_viewer(session, SYSTEM)
    for nonce in ("", "x" * 36, row.nonce[:-1]):
        with pytest.raises(NotFound):
            referrals.by_link(SYSTEM, row.id, nonce)

"""Needs and offers: who reads, who writes to whom, matched, past, unanswered."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app import clock
from app.errors import NotFound, RuleViolation, StaleState
from app.models.exchange.need_offer import NeedOffer
from app.models.post.outbox import OutboxMessage
from app.rules.common.era import fiscal_year
from app.rules.exchange.need_offers import A_DAY, NeedKind
from app.rules.membership.roster import Tier
from app.rules.states.exchange.need_offer import NeedStage
from app.security import guard
from app.security.viewer import SYSTEM
from app.services.exchange import need_answers, need_offers
from app.services.registers import entries
from tests import factories
from tests.support.desk import LINKS, officer
from tests.support.exchange import acting, fresh, need

VALUES = {
    "name": "会議室を探しています",
    "kind": NeedKind.NEED,
    "text": "土曜日の午後。",
    "until": None,
}


def letters(session: Any, purpose: str = "need_message") -> list[OutboxMessage]:
    found = select(OutboxMessage).where(OutboxMessage.purpose == purpose)
    return list(session.scalars(found.order_by(OutboxMessage.id)))


def test_entry_stands_sixty_days_unless_its_member_says_otherwise(session: Any) -> None:
    actor = acting(session, factories.member())
    made = entries.add(actor, NeedOffer, VALUES)
    assert made.until == clock.today() + timedelta(days=60)
    assert (made.tier, made.stage) == (Tier.MEMBERS, NeedStage.OPEN)
    for days in (-1, 400):
        with pytest.raises(RuleViolation, match="1年以内"):
            until = clock.today() + timedelta(days=days)
            entries.add(actor, NeedOffer, {**VALUES, "until": until})


@pytest.mark.both_databases
def test_two_members_write_to_each_other_and_a_third_sees_nothing(session: Any) -> None:
    keeper = factories.member(name="居場所の会", business_contact_email="keeper@npo.example.jp")
    other = factories.member(name="倉吉商店街", business_contact_email="other@shop.example.jp")
    third = factories.member(business_contact_email="third@npo.example.jp")
    row = need(keeper, name="会議室を探しています")
    helper = acting(session, other)
    need_answers.write(helper, row.public_id, other.public_id, "2階が空いています。", links=LINKS)
    owner = acting(session, keeper)
    (thread,) = need_answers.threads(owner, row)
    assert (thread.member, thread.name, thread.messages) == (other.public_id, "倉吉商店街", 1)
    need_answers.write(owner, row.public_id, other.public_id, "見に行けますか。", links=LINKS)
    first, second = letters(session)
    assert (first.recipient, second.recipient) == ("keeper@npo.example.jp", "other@shop.example.jp")
    for letter, hidden in ((first, "other@shop"), (second, "keeper@npo")):
        assert hidden not in letter.body and not letter.reply_to
        assert f"/needs-offers/{row.public_id}/answers/{other.public_id}" in letter.body
    assert fresh(row).answered_at is not None

    stranger = acting(session, third)
    assert need_answers.threads(stranger, row) == []
    for member in (other, keeper):
        with pytest.raises(NotFound):
            need_answers.conversation(stranger, row.public_id, member.public_id)
    with pytest.raises(NotFound):
        need_answers.write(owner, row.public_id, third.public_id, "はじめまして", links=LINKS)


def test_office_reads_a_conversation_and_writes_only_about_its_own(session: Any) -> None:
    other = factories.member(business_contact_email="other@shop.example.jp")
    row, desk = need(), officer()
    own = entries.add(desk, NeedOffer, {**VALUES, "tier": Tier.MEMBERS})
    helper = acting(session, other)
    for each in (row, own):
        need_answers.write(helper, each.public_id, other.public_id, "使えます。", links=LINKS)
    guard.set_viewer(session, desk)
    assert not need_answers.conversation(desk, row.public_id, other.public_id).may_write
    with pytest.raises(RuleViolation):
        need_answers.write(desk, row.public_id, other.public_id, "こんにちは", links=LINKS)
    need_answers.write(desk, own.public_id, other.public_id, "お願いします。", links=LINKS)
    assert letters(session)[-1].recipient == "other@shop.example.jp"


def test_matched_is_counted_and_takes_no_new_answers(session: Any) -> None:
    keeper, other = factories.member(), factories.member()
    row = need(keeper)
    owner = acting(session, keeper)
    need_offers.match(owner, row.public_id)
    assert fresh(row).matched_on == clock.today()
    with pytest.raises(StaleState):
        need_offers.match(owner, row.public_id)
    helper = acting(session, other)
    with pytest.raises(RuleViolation, match="終わって"):
        need_answers.write(helper, row.public_id, other.public_id, "使えます。", links=LINKS)
    guard.set_viewer(session, SYSTEM)
    assert need_offers.matched_in(SYSTEM, fiscal_year(clock.today())) == 1


@pytest.mark.both_databases
def test_past_its_last_day_others_see_it_no_more_and_its_member_opens_it_again(
    session: Any, at: Any
) -> None:
    keeper = factories.member(business_contact_email="keeper@npo.example.jp")
    row = need(keeper, until=clock.today())
    need()
    assert need_offers.expire_due(SYSTEM, LINKS) == 0
    at(clock.now() + timedelta(days=1))
    assert need_offers.expire_due(SYSTEM, LINKS) == 1
    assert (row.stage, row.tier) == (NeedStage.EXPIRED, Tier.SECRETARIAT)
    (told,) = letters(session, "need_expired")
    assert told.recipient == "keeper@npo.example.jp"
    assert need_offers.expire_due(SYSTEM, LINKS) == 0
    owner = acting(session, keeper)
    row = entries.change(
        owner, NeedOffer, row.public_id, {"until": clock.today() + timedelta(days=30)}
    )
    assert (row.stage, row.tier) == (NeedStage.OPEN, Tier.MEMBERS)


def test_unanswered_for_thirty_days_is_the_secretariats_matter(session: Any, at: Any) -> None:
    row, answered = need(), need()
    answered.answered_at = clock.now()
    session.flush()
    assert need_offers.unanswered(officer()) == []
    at(clock.now() + timedelta(days=31))
    assert [each.id for each in need_offers.unanswered(officer())] == [row.id]


def test_one_member_writes_so_many_a_day(session: Any) -> None:
    other = factories.member()
    row = need()
    helper = acting(session, other)
    for _ in range(A_DAY):
        need_answers.write(helper, row.public_id, other.public_id, "使えます。", links=LINKS)
    with pytest.raises(RuleViolation, match=f"{A_DAY}通"):
        need_answers.write(helper, row.public_id, other.public_id, "使えます。", links=LINKS)

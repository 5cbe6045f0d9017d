"""A grant from the application to the payment: states, amounts, letters, frozen papers."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app import clock
from app.errors import NotPermitted, RuleViolation, StaleState
from app.models.post.outbox import OutboxMessage
from app.rules.grants.acts import GrantAct
from app.rules.grants.calls import ChangeKind, Choosing, CostKind, Payment
from app.rules.grants.content import Line, PaperKind
from app.rules.membership.membership import ReceivedBy
from app.rules.states.grants.grant import GrantState as S
from app.services.grants import (
    applying,
    calls,
    carrying_out,
    decision_checks,
    decisions,
    desk,
    grants,
    papers,
)
from tests import factories
from tests.support import grants as made
from tests.support.desk import LINKS, officer

At = Callable[[Any], None]
TODAY = date(2026, 12, 1)


@pytest.fixture(autouse=True)
def _day(at: At) -> None:
    at(TODAY)


def letters(session: Any, case: made.Case) -> list[str]:
    found = select(OutboxMessage).where(OutboxMessage.dedupe_key == grants.key_of(case.grant))
    return [each.purpose for each in session.scalars(found.order_by(OutboxMessage.id))]


def text_of(session: Any, case: made.Case, purpose: str) -> str:
    found = select(OutboxMessage).where(
        OutboxMessage.dedupe_key == grants.key_of(case.grant), OutboxMessage.purpose == purpose
    )
    return str(session.scalars(found.order_by(OutboxMessage.id.desc())).first().body)


def test_from_the_application_to_the_payment(session: Any, at: At) -> None:
    case = made.submitted(None, 200_000, 250_000)
    grant = case.grant
    assert (grant.state, grant.asked, grant.place) == (S.SUBMITTED, 200_000, 1)
    case.decide(GrantAct.OFFER)
    assert (grant.state, grant.amount, grant.due_on) == (S.OFFERED, 200_000, date(2026, 12, 15))
    carrying_out.request(case.writer, case.id)
    case.decide(GrantAct.DECIDE, reason="成果を会員に公開すること。")
    assert (grant.state, grant.decided, grant.decided_on) == (S.DECIDED, 200_000, TODAY)
    assert grant.due_on == date(2027, 3, 1), "30 days after the completion on 30 January"
    at(TODAY + timedelta(days=70))
    case.report(made.receipts(250_000, 20_000))
    assert grant.asked == 180_000
    case.settle()
    assert (grant.state, grant.amount) == (S.SETTLED, 180_000)
    case.claim()
    (payment,) = grants.payments(grant)
    assert payment.amount == 180_000
    assert desk.pay(case.officers[0], [payment.id], clock.today()) == 1
    assert (grant.state, grants.paid(grant)) == (S.PAID, 180_000)
    assert letters(session, case) == [
        "grant_confirmation_asked",
        "grant_application_received",
        "grant_offered",
        "grant_request_received",
        "grant_decided",
        "grant_report_received",
        "grant_settled",
        "grant_claim_received",
        "grant_paid",
    ]
    told = text_of(session, case, "grant_decided")
    assert "200,000円" in told and "成果を会員に公開すること。" in told and "2/3" in told
    assert "270,000円" in text_of(session, case, "grant_settled")


def test_another_person_of_the_body_confirms(session: Any) -> None:
    case = made.begun()
    applying.ask(case.writer, case.id, links=LINKS)
    with pytest.raises(RuleViolation, match="別の人"):
        applying.submit(case.writer, case.id)


def test_alone_nobody_can_apply(session: Any) -> None:
    case = made.begun()
    session.get_one(type(made.factories.account()), case.second.account_id).active = False
    with pytest.raises(RuleViolation, match="もう一人"):
        applying.ask(case.writer, case.id, links=LINKS)


def test_strangers_and_officers_do_not_act_for_a_body(session: Any) -> None:
    case, other = made.begun(), made.begun()
    for stranger in (other.writer, case.officers[0]):
        with pytest.raises(NotPermitted):
            applying.ask(stranger, case.id, links=LINKS)


def test_late_and_early_applications_are_refused(session: Any, at: At) -> None:
    under = made.call()
    case = made.begun(under)
    at(under.closes_on + timedelta(days=1))
    with pytest.raises(RuleViolation, match="終わりました"):
        made.begun(under)
    with pytest.raises(RuleViolation, match="期限"):
        case.submit()
    at(under.opens_on - timedelta(days=1))
    with pytest.raises(RuleViolation, match="始まります"):
        made.begun(under)


def test_nobody_applies_twice(session: Any) -> None:
    case = made.submitted()
    with pytest.raises(RuleViolation, match="すでに"):
        applying.begin(case.second, case.grant.call.public_id, made.content())


def test_changed_after_submission_is_a_new_version_and_the_old_one_stays(session: Any) -> None:
    case = made.submitted(None, 90_000)
    first = papers.last(case.grant, PaperKind.APPLICATION)
    assert first is not None and first.written_by != first.submitted_by
    before = (first.checksum, first.content)
    with pytest.raises(StaleState):
        papers.save(case.writer, case.id, PaperKind.APPLICATION, made.content(1), {})
    applying.take_back(case.writer, case.id)
    assert case.grant.place is None
    papers.save(case.writer, case.id, PaperKind.APPLICATION, made.content(60_000), {})
    case.submit()
    versions = [each.version for each in papers.of(case.grant)]
    assert versions == [1, 2] and (first.checksum, first.content) == before
    assert case.grant.asked == 40_000


def test_correction_keeps_the_place_and_lets_a_proposal_lapse(session: Any, at: At) -> None:
    case = made.submitted()
    decisions.propose(case.officers[0], case.id, GrantAct.OFFER)
    desk.send_back(case.officers[0], case.id, "見積書を付けてください。")
    assert (case.grant.state, case.grant.place) == (S.DRAFT, 1)
    assert decisions.pending(case.grant) is None
    case.grant.call.closes_on = TODAY - timedelta(days=1)
    session.flush()
    case.submit()
    assert case.grant.place == 1 and "見積書" in text_of(session, case, "grant_returned")


def test_one_officer_alone_decides_nothing(session: Any) -> None:
    case = made.submitted()
    one = case.officers[0]
    decisions.propose(one, case.id, GrantAct.OFFER)
    with pytest.raises(RuleViolation, match="提案した人"):
        decisions.release(one, case.id, GrantAct.OFFER)
    with pytest.raises(StaleState):
        decisions.propose(case.officers[1], case.id, GrantAct.REJECT, reason="x")
    assert case.grant.state is S.SUBMITTED


def test_first_come_is_decided_in_the_order_of_arrival(session: Any) -> None:
    under = made.call(choosing=Choosing.FIRST_COME)
    first, second = made.submitted(under), made.submitted(under)
    assert (first.grant.place, second.grant.place) == (1, 2)
    with pytest.raises(RuleViolation, match="先着順"):
        second.decide(GrantAct.OFFER)
    first.decide(GrantAct.REJECT, reason="対象外の経費のため")
    assert second.decide(GrantAct.OFFER).state is S.OFFERED


def test_places_and_budget_are_kept(session: Any) -> None:
    under = made.call(places=2, budget=390_000)
    cases = [made.submitted(under) for _each in range(3)]
    cases[0].decided()
    with pytest.raises(RuleViolation, match="予算の残り"):
        cases[1].decide(GrantAct.OFFER)
    cases[1].decide(GrantAct.OFFER, amount=190_000)
    with pytest.raises(RuleViolation, match="2団体"):
        cases[2].decide(GrantAct.OFFER, amount=1)
    meter = calls.meters([under])[under.id]
    assert (meter.decided, meter.asked, meter.left, meter.applied) == (200_000, 190_000, 0, 200_000)
    carrying_out.withdraw(cases[1].writer, cases[1].id, "中止のため")
    assert calls.meters([under])[under.id].left == 190_000


def test_without_prenotice_the_application_is_decided_on(session: Any) -> None:
    case = made.submitted(made.call(has_prenotice=False))
    assert decision_checks.allowed(case.grant) == (GrantAct.DECIDE, GrantAct.REJECT)
    assert case.decided().state is S.DECIDED


def test_withdrawal_is_possible_for_ten_days(session: Any, at: At) -> None:
    case, other = made.decided(), made.decided()
    at(TODAY + timedelta(days=10))
    assert carrying_out.withdraw(case.writer, case.id, "人手が足りない").amount == 0
    at(TODAY + timedelta(days=11))
    with pytest.raises(RuleViolation, match="10日以内"):
        carrying_out.withdraw(other.writer, other.id, "人手が足りない")


def test_small_change_is_in_force_at_once_and_a_large_one_asks(session: Any) -> None:
    case = made.decided(None, 100_000, 200_000)
    case.change(ChangeKind.CONTENT, made.content(110_000, 190_000))
    assert case.grant.state is S.DECIDED and case.grant.amount == 200_000
    lines = (
        Line(CostKind.PRINTING, "ちらし", 100_000),
        Line(CostKind.VENUE, "会場", 110_000),
    )
    case.change(ChangeKind.CONTENT, made.content(lines=lines))
    assert case.grant.state is S.CHANGE_ASKED and case.grant.asked == 140_000
    case.decide(GrantAct.CHANGE)
    assert (case.grant.state, case.grant.amount, case.grant.decided) == (
        S.DECIDED,
        140_000,
        140_000,
    )
    project = papers.project(case.grant)
    assert project is not None and project.said.lines == lines


def test_refused_change_leaves_the_project_as_it_was(session: Any) -> None:
    case = made.decided(None, 90_000)
    case.change(ChangeKind.CONTENT, made.content(300_000))
    case.decide(GrantAct.REFUSE_CHANGE, reason="予算がないため")
    assert (case.grant.state, case.grant.amount, case.grant.asked) == (S.DECIDED, 60_000, 60_000)
    project = papers.project(case.grant)
    assert project is not None and sum(project.said.eligible()) == 90_000


def test_suspended_and_abolished(session: Any) -> None:
    case = made.decided()
    case.change(ChangeKind.SUSPENSION, made.content())
    case.decide(GrantAct.CHANGE)
    assert case.grant.state is S.SUSPENDED
    carrying_out.resume(case.writer, case.id)
    case.change(ChangeKind.ABOLITION, made.content(30_000))
    case.decide(GrantAct.CHANGE)
    assert (case.grant.state, case.grant.amount) == (S.ABOLISHED, 20_000)
    case.report(made.receipts(30_000))
    assert case.settle().amount == 20_000


def test_receipts_before_the_decision_and_struck_ones_do_not_count(session: Any) -> None:
    case = made.decided()
    early = made.receipts(100_000, day=TODAY - timedelta(days=1)).lines
    said = made.receipts(90_000, 60_000)
    case.report(said.renewed(starts_on=TODAY, lines=early + said.lines))
    assert case.grant.asked == 100_000
    assert case.settle(struck=(2,)).amount == 60_000
    assert "対象になる明細1件" in text_of(session, case, "grant_settled")


def test_report_needs_each_receipt(session: Any) -> None:
    case = made.decided()
    papers.save(case.writer, case.id, PaperKind.REPORT, made.receipts(), {})
    with pytest.raises(RuleViolation, match="明細1の支払日、支払先、領収書"):
        carrying_out.report(case.writer, case.id)


def test_settled_is_never_more_than_decided(session: Any) -> None:
    case = made.decided(None, 150_000)
    case.report(made.receipts(300_000))
    assert case.settle().amount == 100_000


def test_proposal_of_another_inspection_is_stale(session: Any) -> None:
    case = made.decided()
    case.report(made.receipts(150_000, 60_000))
    desk.inspect(case.officers[0], case.id, [], "確認した。")
    decisions.propose(case.officers[0], case.id, GrantAct.SETTLE)
    desk.inspect(case.officers[1], case.id, [1], "対象外がある。")
    with pytest.raises(StaleState):
        decisions.release(case.officers[1], case.id, GrantAct.SETTLE)


def test_advance_is_set_off_and_what_is_too_much_comes_back(session: Any) -> None:
    case = made.decided(made.call(payment=Payment.ADVANCE))
    with pytest.raises(RuleViolation, match="1円から200,000円"):
        case.claim(200_001)
    case.claim(150_000)
    with pytest.raises(StaleState):
        case.claim(1)
    case.report(made.receipts(180_000))
    with pytest.raises(RuleViolation, match="支払われていない"):
        case.settle()
    (advance,) = grants.payments(case.grant)
    desk.pay(case.officers[0], [advance.id], TODAY)
    case.decide(GrantAct.SETTLE)
    assert (case.grant.state, case.grant.repay) == (S.REPAYING, 30_000)
    assert "返還額" in text_of(session, case, "grant_settled")
    desk.repay(case.officers[0], case.id, TODAY)
    assert case.grant.state is S.REPAID


def test_exact_advance_closes_the_grant(session: Any) -> None:
    case = made.decided(made.call(payment=Payment.ADVANCE))
    case.claim(200_000)
    (advance,) = grants.payments(case.grant)
    desk.pay(case.officers[0], [advance.id], TODAY)
    with pytest.raises(StaleState):
        desk.pay(case.officers[0], [advance.id], TODAY)
    case.report()
    assert case.settle().state is S.PAID


def test_revoked_after_the_payment_is_paid_back_in_part(session: Any) -> None:
    case = made.decided()
    case.report()
    case.settle()
    case.claim()
    (payment,) = grants.payments(case.grant)
    desk.pay(case.officers[0], [payment.id], TODAY)
    until = TODAY + timedelta(days=30)
    with pytest.raises(RuleViolation, match="期限"):
        case.decide(GrantAct.REVOKE, amount=50_000, reason="目的外の使用")
    case.decide(GrantAct.REVOKE, amount=50_000, reason="目的外の使用", until=until)
    grant = case.grant
    assert (grant.state, grant.amount, grant.repay, grant.due_on) == (
        *(S.REPAYING, 50_000, 150_000),
        until,
    )
    desk.repay(case.officers[0], case.id, TODAY)
    meter = calls.meters([grant.call])[grant.call_id]
    assert (meter.paid, meter.decided, meter.bodies) == (50_000, 50_000, 1)
    told = session.scalars(select(OutboxMessage).where(OutboxMessage.purpose == "grant_repaid"))
    assert "150,000円" in told.one().body


def test_who_pays_everything_back_leaves_its_place(session: Any) -> None:
    case = made.decided(made.call(payment=Payment.ADVANCE))
    case.claim(80_000)
    (payment,) = grants.payments(case.grant)
    desk.pay(case.officers[0], [payment.id], TODAY)
    until = TODAY + timedelta(days=30)
    case.decide(GrantAct.REVOKE, amount=0, reason="目的外の使用", until=until)
    call = case.grant.call
    assert calls.granted(call) == []
    meter = calls.meters([call])[call.id]
    assert (case.grant.repay, meter.bodies, meter.left) == (80_000, 0, call.budget)


def test_revoked_before_the_payment_ends(session: Any) -> None:
    case = made.decided()
    with pytest.raises(RuleViolation, match="理由"):
        case.decide(GrantAct.REVOKE)
    assert case.decide(GrantAct.REVOKE, reason="虚偽の申請").state is S.REVOKED
    assert calls.granted(case.grant.call) == []


def test_changed_terms_of_a_call_are_not_those_of_who_has_applied(session: Any) -> None:
    case = made.submitted()
    case.grant.call.rate_numerator = 1
    session.flush()
    case.decided()
    case.report()
    assert case.settle().amount == 200_000


def test_call_with_applications_stays(session: Any) -> None:
    case = made.begun()
    with pytest.raises(RuleViolation, match="応募のある"):
        calls.retire(case.officers[0], type(case.grant.call), case.grant.call.public_id, "誤り")


def test_application_on_paper_is_a_contact_of_its_day(session: Any, at: At) -> None:
    at(date(2026, 4, 1))
    body, call = factories.member(), made.call(closes_on=TODAY)
    at(TODAY)
    day = TODAY - timedelta(days=3)
    way = {"received_by": ReceivedBy.PAPER, "received_on": day}
    applying.enter(officer(), call.public_id, body.id, made.content(), {}, **way)
    session.refresh(body)
    assert body.last_contact_on == day

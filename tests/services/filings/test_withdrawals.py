"""Leaving: general members by notice, executive members by resolution only."""

from collections.abc import Callable
from datetime import date
from threading import Barrier, Thread
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app import clock
from app.errors import NotPermitted, RuleViolation, StaleState
from app.extensions import db
from app.models.filings.withdrawal import WithdrawalNotice
from app.models.membership.membership import Membership
from app.models.membership.organisation import Organisation
from app.models.post.outbox import OutboxMessage
from app.rules.membership.membership import (
    EndCause,
    ExpulsionGround,
    MemberKind,
    ReceivedBy,
    Standing,
)
from app.rules.states.filings.expulsion import ExpulsionState
from app.rules.states.filings.member import ChangeNoticeState, ConsentState, WithdrawalState
from app.rules.states.post.outbox import OutboxState
from app.security.guard import acting_as_system
from app.security.viewer import SYSTEM, Viewer
from app.services.filings import change_decisions, consents, expulsions, releases, withdrawals
from app.services.membership import memberships
from tests import factories
from tests.support.desk import officer
from tests.support.members import change, person_of

At = Callable[[date], None]


def general(**values: Any) -> tuple[Viewer, Organisation]:
    organisation = factories.member(**values)
    return person_of(organisation), organisation


def executive() -> tuple[Viewer, Organisation]:
    organisation = factories.member(MemberKind.EXECUTIVE)
    return person_of(organisation), organisation


def letter(session: Any, notice: str) -> OutboxMessage:
    found: OutboxMessage = session.scalars(
        select(OutboxMessage).where(OutboxMessage.dedupe_key == notice)
    ).one()
    return found


def test_notice_takes_effect_on_receipt(session: Any, at: At) -> None:
    at(date(2026, 4, 1))
    person, organisation = general(since=date(2025, 4, 1))
    at(date(2026, 6, 10))
    notice = withdrawals.file(person, effective_on=None, reason="活動を終えるため")

    membership = session.scalars(
        select(Membership).where(Membership.organisation_id == organisation.id)
    ).one()
    assert notice.state is WithdrawalState.EFFECTIVE
    assert (membership.ended_on, membership.end_cause) == (date(2026, 6, 10), EndCause.WITHDRAWAL)
    assert organisation.standing is Standing.FORMER
    assert organisation.next_question_on is None
    assert memberships.version_on(organisation.id, date(2026, 6, 9)) is not None
    assert memberships.version_on(organisation.id, date(2026, 6, 10)) is None


@pytest.mark.both_databases
def test_notice_takes_effect_on_the_later_day_it_states(session: Any, at: At) -> None:
    at(date(2026, 4, 1))
    person, organisation = general()
    notice = withdrawals.file(person, effective_on=date(2026, 5, 1), reason="")
    assert (notice.state, organisation.standing) == (WithdrawalState.RECEIVED, Standing.GENERAL)
    at(date(2026, 4, 30))
    assert withdrawals.take_effect_due(SYSTEM) == 0
    at(date(2026, 5, 3))  # the sweep was down
    assert withdrawals.take_effect_due(SYSTEM) == 1
    assert withdrawals.take_effect_due(SYSTEM) == 0

    loss = memberships.last_loss(organisation.id)
    assert loss is not None and loss.ended_on == date(2026, 5, 1)
    assert (notice.state, organisation.standing) == (WithdrawalState.EFFECTIVE, Standing.FORMER)


def test_day_before_receipt_is_replaced_by_the_day_of_receipt(session: Any, at: At) -> None:
    at(date(2026, 4, 1))
    person, _ = general()
    notice = withdrawals.file(person, effective_on=date(2026, 3, 1), reason="")
    assert notice.effective_on == date(2026, 4, 1)


def test_withdrawal_closes_everything_pending(session: Any) -> None:
    person, organisation = general()
    notice = change(person, organisation, phone="0857-00-0002")
    consent = consents.file(person, "県東部で居場所を開いています。")
    withdrawals.file(person, effective_on=None, reason="")

    assert (notice.state, notice.open_key) == (ChangeNoticeState.TAKEN_BACK, None)
    assert (consent.state, consent.open_key) == (ConsentState.TAKEN_BACK, None)
    with pytest.raises(StaleState):
        change_decisions.send_back(officer(), notice.id, "理由")


def test_second_notice_is_accepted_only_for_an_earlier_day(session: Any, at: At) -> None:
    at(date(2026, 4, 1))
    person, organisation = general()
    first = withdrawals.file(person, effective_on=date(2026, 9, 1), reason="")
    for day in (date(2026, 9, 1), date(2026, 9, 2)):
        with pytest.raises(StaleState, match="すでに受け付けています"):
            withdrawals.file(person, effective_on=day, reason="")
    second = withdrawals.file(person, effective_on=date(2026, 5, 1), reason="")
    assert withdrawals.waiting(organisation.id) is second
    at(date(2026, 5, 1))
    assert withdrawals.take_effect_due(SYSTEM) == 1
    assert {first.state, second.state} == {WithdrawalState.EFFECTIVE}
    loss = memberships.last_loss(organisation.id)
    assert loss is not None and loss.ended_on == date(2026, 5, 1)


def test_letter_states_the_effective_day_and_the_consequences(session: Any, at: At) -> None:
    at(date(2026, 4, 1))
    person, organisation = general()
    notice = withdrawals.file(person, effective_on=date(2026, 5, 1), reason="")
    found = letter(session, f"withdrawal:{notice.id}")
    assert found.recipient == organisation.business_contact_email
    assert found.subject.endswith(f"退会届を受理しました（受付番号 {notice.receipt_number}）")
    for part in (
        organisation.name,
        "（公印省略）",
        "規約第6条及び一般団体入会要領第4条第1項",
        "受付日：令和8年4月1日",
        "会員である最後の日：令和8年4月30日",
        "会員でなくなる日：令和8年5月1日",
        "団体名簿の登録を抹消します",
        "再入会を希望する理由を記した説明書",
    ):
        assert part in found.body, part


def test_secretariat_enters_a_notice_from_paper(session: Any) -> None:
    person, organisation = general()
    with pytest.raises(NotPermitted):
        withdrawals.enter(
            person,
            organisation.id,
            received_by=ReceivedBy.PAPER,
            effective_on=None,
            reason="",
            no_scan="原本を保管",
        )
    notice = withdrawals.enter(
        officer(),
        organisation.id,
        received_by=ReceivedBy.PAPER,
        effective_on=None,
        reason="",
        no_scan="原本を保管",
    )
    assert notice.received_by is ReceivedBy.PAPER
    assert organisation.standing is Standing.FORMER


def test_executive_member_leaves_only_by_resolution(session: Any) -> None:
    person, organisation = executive()
    with pytest.raises(RuleViolation, match="プラットフォーム会議が議決") as refusal:
        withdrawals.file(person, effective_on=None, reason="")
    assert str(refusal.value.article) == "規約第9条第2号"
    assert organisation.standing is Standing.EXECUTIVE


def test_notice_of_a_member_selected_as_executive_is_suspended(session: Any, at: At) -> None:
    at(date(2026, 4, 1))
    person, organisation = general()
    notice = withdrawals.file(person, effective_on=date(2026, 5, 1), reason="")
    memberships.end(SYSTEM, organisation, EndCause.SELECTION, on=date(2026, 4, 20))
    memberships.begin(
        SYSTEM, organisation, MemberKind.EXECUTIVE, on=date(2026, 4, 20), basis="決議"
    )
    at(date(2026, 5, 1))
    assert withdrawals.take_effect_due(SYSTEM) == 0
    assert notice.state is WithdrawalState.RECEIVED
    assert organisation.standing is Standing.EXECUTIVE


def test_member_expelled_before_its_withdrawal_day_stays_expelled(session: Any, at: At) -> None:
    at(date(2026, 4, 1))
    person, organisation = general()
    notice = withdrawals.file(person, effective_on=date(2026, 5, 1), reason="")
    memberships.end(SYSTEM, organisation, EndCause.EXPULSION, on=date(2026, 4, 20))
    at(date(2026, 5, 1))
    withdrawals.take_effect_due(SYSTEM)
    loss = memberships.last_loss(organisation.id)
    assert loss is not None and loss.end_cause is EndCause.EXPULSION
    assert notice.state is WithdrawalState.EFFECTIVE


def test_former_member_cannot_withdraw_again(session: Any) -> None:
    person, _ = general()
    withdrawals.file(person, effective_on=None, reason="")
    with pytest.raises(RuleViolation, match="会員でない"):
        withdrawals.file(person, effective_on=None, reason="")


@pytest.mark.both_databases
def test_concurrent_notices_count_once(app: Flask, session: Any) -> None:
    person, organisation = general()
    organisation_id = organisation.id
    session.commit()
    gate, outcomes = Barrier(2), []

    def leave() -> None:
        with app.app_context(), acting_as_system(db.session()):
            gate.wait()
            try:
                withdrawals.file(person, effective_on=None, reason="")
                db.session.commit()
                outcomes.append("done")
            except (StaleState, RuleViolation):
                db.session.rollback()
                outcomes.append("refused")

    threads = [Thread(target=leave) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["done", "refused"]
    session.expire_all()
    notices = select(WithdrawalNotice).where(WithdrawalNotice.organisation_id == organisation_id)
    assert len(session.scalars(notices).all()) == 1


def test_release_request_is_stored_and_changes_nothing(session: Any, at: At) -> None:
    at(date(2026, 4, 1))
    person, organisation = executive()
    request = releases.file(person, reason="組織の再編のため", becomes_general=True)
    assert organisation.standing is Standing.EXECUTIVE
    assert releases.open_request(organisation.id) is request
    with pytest.raises(StaleState, match="すでに受け付けています"):
        releases.file(person, reason="", becomes_general=False)
    found = letter(session, f"release:{request.id}")
    for part in (
        f"退会の申出を受け付けました（受付番号 {request.receipt_number}）",
        "議決されるまでは、引き続き幹事団体です",
        "受付日：令和8年4月1日",
        "退会後の希望：一般団体として会員を続ける",
        "理由：組織の再編のため",
    ):
        assert part in found.subject + found.body, part


def test_release_request_can_be_withdrawn_once(session: Any) -> None:
    person, organisation = executive()
    request = releases.file(person, reason="", becomes_general=False)
    with pytest.raises(NotPermitted):
        releases.take_back(executive()[0], request.id)
    releases.take_back(person, request.id)
    assert request.taken_back_at is not None
    assert releases.open_request(organisation.id) is None
    with pytest.raises(StaleState):
        releases.take_back(person, request.id)
    assert releases.file(person, reason="", becomes_general=False).id != request.id


def test_only_executive_members_request_release(session: Any) -> None:
    person, organisation = general()
    with pytest.raises(RuleViolation, match="退会届を提出"):
        releases.file(person, reason="", becomes_general=False)
    with pytest.raises(RuleViolation, match="幹事団体ではありません"):
        releases.enter(
            officer(),
            organisation.id,
            received_by=ReceivedBy.MAIL,
            reason="",
            becomes_general=False,
        )


def test_secretariat_sees_pending_release_requests(session: Any) -> None:
    person, organisation = executive()
    actor = officer()
    request = releases.enter(
        actor, organisation.id, received_by=ReceivedBy.MAIL, reason="", becomes_general=False
    )
    assert list(releases.waiting(actor)) == [request]
    with pytest.raises(NotPermitted):
        releases.waiting(person)


def test_member_without_any_address_is_answered_by_post(session: Any) -> None:
    organisation = factories.member(business_contact_email="", email="")
    notice = withdrawals.enter(
        officer(),
        organisation.id,
        received_by=ReceivedBy.PAPER,
        effective_on=None,
        reason="",
        no_scan="原本を保管",
    )
    found = letter(session, f"withdrawal:{notice.id}")
    assert (found.recipient, found.state) == ("", OutboxState.HELD)


def test_pending_expulsion_lapses_without_a_bar(session: Any) -> None:
    person, organisation = general()
    file = expulsions.open_file(
        officer(), organisation.id, ground=ExpulsionGround.BREACH, facts="規約に違反した。"
    )
    withdrawals.file(person, effective_on=None, reason="")
    assert (file.state, file.open_key) == (ExpulsionState.LAPSED, None)
    today = clock.today()
    verdict = memberships.readmission_verdict(organisation.id, today=today, has_statement=True)
    assert verdict is not None and verdict.allowed


def test_paper_notice_takes_effect_on_its_day_of_receipt(
    session: Any, at: Callable[[date], None]
) -> None:
    at(date(2026, 10, 15))
    organisation = factories.member(since=date(2026, 4, 1))
    clerk = officer()
    for day in (date(2026, 10, 16), date(2026, 3, 31)):
        with pytest.raises(RuleViolation):
            enter(clerk, organisation.id, received_on=day)
    notice = enter(clerk, organisation.id, received_on=date(2026, 10, 12))
    assert notice.effective_on == date(2026, 10, 12)
    assert clock.local(notice.received_at).date() == date(2026, 10, 12)
    loss = memberships.last_loss(organisation.id)
    assert loss is not None and loss.ended_on == date(2026, 10, 12)


def enter(actor: Viewer, organisation_id: int, *, received_on: date) -> WithdrawalNotice:
    """Enter a notice on paper that states no later day."""
    return withdrawals.enter(
        actor,
        organisation_id,
        received_by=ReceivedBy.PAPER,
        effective_on=None,
        reason="",
        no_scan="原本を保管",
        received_on=received_on,
    )

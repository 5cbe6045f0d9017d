"""Change notices: filed, compared, accepted in part or in full; roster history is preserved."""

from collections.abc import Callable
from datetime import date
from threading import Barrier, Thread
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.errors import NotPermitted, RuleViolation, StaleState
from app.extensions import db
from app.models.filings.change_notice import ChangeNotice
from app.models.membership.organisation import Organisation, OrganisationVersion
from app.models.post.outbox import OutboxMessage
from app.rules.membership.membership import EndCause, ReceivedBy
from app.rules.states.filings.member import ChangeNoticeState
from app.security.guard import acting_as_system
from app.security.viewer import SYSTEM
from app.services.filings import change_decisions, change_notices
from app.services.membership import memberships
from tests import factories
from tests.support.desk import officer
from tests.support.members import accept_all, change, person_of

At = Callable[[date], None]
State = ChangeNoticeState


def phones_on(organisation: Organisation, days: list[date]) -> list[str | None]:
    versions = [memberships.version_on(organisation.id, day) for day in days]
    return [version.profile["phone"] if version else None for version in versions]


def letters(session: Any, notice: ChangeNotice) -> list[OutboxMessage]:
    wanted = OutboxMessage.dedupe_key == f"change_notice:{notice.id}"
    return list(session.scalars(select(OutboxMessage).where(wanted)))


@pytest.mark.both_databases
def test_accepted_change_is_on_the_roster_from_the_day_of_acceptance(session: Any, at: At) -> None:
    at(date(2026, 1, 10))
    organisation = factories.member(since=date(2026, 1, 10), phone="0857-00-0001")
    at(date(2026, 3, 1))
    notice = change(person_of(organisation), organisation, phone="0857-00-0002")
    assert phones_on(organisation, [date(2026, 3, 1)]) == ["0857-00-0001"]
    at(date(2026, 3, 5))
    accept_all(officer(), notice)

    assert notice.state is State.ACCEPTED
    assert organisation.phone == "0857-00-0002"
    days = [date(2026, 1, 9), date(2026, 1, 10), date(2026, 3, 4), date(2026, 3, 5)]
    assert phones_on(organisation, days) == [None, "0857-00-0001", "0857-00-0001", "0857-00-0002"]


def test_backdated_change_does_not_rewrite_roster_history(session: Any, at: At) -> None:
    at(date(2026, 1, 10))
    organisation = factories.member(since=date(2026, 1, 10), phone="0857-00-0001")
    at(date(2026, 2, 1))
    accept_all(officer(), change(person_of(organisation), organisation, phone="0857-00-0002"))
    at(date(2026, 3, 1))
    notice = change(
        person_of(organisation), organisation, on=date(2026, 1, 15), phone="0857-00-0003"
    )
    accept_all(officer(), notice)

    days = [date(2026, 1, 20), date(2026, 2, 1), date(2026, 2, 28), date(2026, 3, 1)]
    assert phones_on(organisation, days) == [
        "0857-00-0001",
        "0857-00-0002",
        "0857-00-0002",
        "0857-00-0003",
    ]
    version = memberships.version_on(organisation.id, date(2026, 3, 1))
    assert version is not None
    assert version.source == f"変更届 {notice.receipt_number}（変更年月日 2026-01-15）"


def test_two_changes_on_one_day_leave_one_version(session: Any, at: At) -> None:
    at(date(2026, 1, 10))
    organisation = factories.member(since=date(2026, 1, 10), phone="0857-00-0001")
    at(date(2026, 2, 1))
    for phone in ("0857-00-0002", "0857-00-0003"):
        accept_all(officer(), change(person_of(organisation), organisation, phone=phone))

    assert phones_on(organisation, [date(2026, 1, 31), date(2026, 2, 1)]) == [
        "0857-00-0001",
        "0857-00-0003",
    ]
    open_versions = select(OrganisationVersion).where(
        OrganisationVersion.organisation_id == organisation.id,
        OrganisationVersion.valid_until.is_(None),
    )
    assert len(session.scalars(open_versions).all()) == 1


def test_version_before_the_first_one_is_an_error(session: Any, at: At) -> None:
    at(date(2026, 2, 1))
    organisation = factories.member(since=date(2026, 2, 1))
    with pytest.raises(ValueError, match="later"):
        memberships.write_version(organisation, date(2026, 1, 1), "import")


def test_partial_acceptance_line_by_line_with_a_reason(session: Any) -> None:
    organisation = factories.member(phone="0857-00-0001", fax="")
    notice = change(person_of(organisation), organisation, phone="0857-00-0002", fax="0857-00-0009")
    first = notice.lines[0]
    assert first.field == "phone"
    actor, seen = officer(), change_decisions.stamp(notice)
    with pytest.raises(RuleViolation, match="理由"):
        change_decisions.accept(actor, notice.id, lines={first.id}, seen=seen)
    change_decisions.accept(
        actor, notice.id, lines={first.id}, seen=seen, note="FAXは使われていない番号です。"
    )

    assert notice.state is State.PARTLY_ACCEPTED
    assert [line.accepted for line in notice.lines] == [True, False]
    assert (organisation.phone, organisation.fax) == ("0857-00-0002", "")
    [letter] = letters(session, notice)
    assert "一部を団体名簿に反映しました" in letter.subject
    for part in (
        "【反映】電話番号：変更前：0857-00-0001",
        "【反映せず】FAX番号：変更前：（なし）",
        "変更後：0857-00-0009",
        "反映しなかった理由：FAXは使われていない番号です。",
    ):
        assert part in letter.body


def test_letter_of_acceptance_holds_every_fact(session: Any, at: At) -> None:
    at(date(2026, 5, 1))
    organisation = factories.member(name="旧つながりの会", phone="0857-00-0001")
    notice = change(
        person_of(organisation),
        organisation,
        on=date(2026, 4, 20),
        name="新つながりの会",
        kind="voluntary",
        municipality_code="312029",
        activity_fields=["peer", "place"],
        disclosure={"phone": {"tier": "members", "reason": "自宅のため"}},
    )
    accept_all(officer(), notice)
    [letter] = letters(session, notice)
    assert letter.recipient == organisation.business_contact_email
    assert letter.organisation_id == organisation.id
    assert letter.subject.endswith(f"変更届を受理しました（受付番号 {notice.receipt_number}）")
    for part in (
        "新つながりの会",
        "（公印省略）",
        "令和8年5月1日\n",
        "要領第3条第2項",
        "遅滞なく変更届を提出",
        "受付日：令和8年5月1日",
        "変更年月日：令和8年4月20日",
        "団体名簿に反映した日：令和8年5月1日",
        "団体名：変更前：旧つながりの会",
        "変更後：任意団体",
        "変更前：鳥取市",
        "変更後：米子市",
        "変更後：ピアサポート、居場所づくり",
        "公開範囲（電話番号）：変更前：公開",
        "変更後：会員のみ（自宅のため）",
    ):
        assert part in letter.body, part
    assert organisation.disclosure["phone"] == {"tier": "members", "reason": "自宅のため"}


def test_returned_notice_has_a_reason_and_can_be_filed_again(session: Any) -> None:
    organisation = factories.member()
    person, actor = person_of(organisation), officer()
    notice = change(person, organisation, phone="0857-00-0002")
    with pytest.raises(RuleViolation, match="差し戻す理由"):
        change_decisions.send_back(actor, notice.id, "  ")
    change_decisions.send_back(actor, notice.id, "番号が違うようです。")

    assert (notice.state, notice.open_key) == (State.RETURNED, None)
    assert organisation.phone != "0857-00-0002"
    [letter] = letters(session, notice)
    assert "変更届をお返しします" in letter.subject
    assert "理由：番号が違うようです。" in letter.body
    assert "もう一度提出してください" in letter.body
    assert change(person, organisation, phone="0857-00-0003").state is State.SUBMITTED


def test_acceptance_without_lines_must_be_a_return(session: Any) -> None:
    notice = change(*both(), phone="0857-00-0002")
    with pytest.raises(RuleViolation, match="差し戻して"):
        change_decisions.accept(
            officer(), notice.id, lines=(), seen=change_decisions.stamp(notice), note="x"
        )


def both() -> tuple[Any, Organisation]:
    organisation = factories.member()
    return person_of(organisation), organisation


def test_decision_on_outdated_content_is_refused(session: Any) -> None:
    person, organisation = both()
    notice = change(person, organisation, phone="0857-00-0002")
    seen = change_decisions.stamp(notice)
    organisation.phone = "0857-00-0005"
    session.flush()

    assert [compared.is_stale for compared in change_decisions.compare(notice)] == [True]
    with pytest.raises(StaleState, match="名簿の内容が変わりました"):
        change_decisions.accept(officer(), notice.id, lines={notice.lines[0].id}, seen=seen)
    accept_all(officer(), notice)
    assert organisation.phone == "0857-00-0002"


def test_notice_can_be_withdrawn_only_while_undecided(session: Any) -> None:
    person, organisation = both()
    notice = change(person, organisation, phone="0857-00-0002")
    change_notices.take_back(person, notice.id)
    assert notice.state is State.TAKEN_BACK
    with pytest.raises(StaleState):
        change_notices.take_back(person, notice.id)
    second = change(person, organisation, phone="0857-00-0002")
    accept_all(officer(), second)
    with pytest.raises(StaleState):
        change_notices.take_back(person, second.id)


@pytest.mark.both_databases
def test_one_open_notice_at_a_time_and_one_per_submitted_form(session: Any) -> None:
    person, organisation = both()
    values = organisation.profile() | {"phone": "0857-00-0002"}
    today = date(2026, 1, 1)
    first = change_notices.file(person, values, changed_on=today, idempotency_key="same")
    again = change_notices.file(person, values, changed_on=today, idempotency_key="same")
    assert first is again
    with pytest.raises(StaleState, match="処理が済んでいない"):
        change(person, organisation, phone="0857-00-0003")


@pytest.mark.parametrize(
    ("on", "values", "message"),
    [
        (date(2026, 5, 2), {"phone": "0857-00-0002"}, "今日までの日"),
        (date(2026, 5, 1), {}, "変わったところがありません"),
    ],
)
def test_change_notices_that_are_refused(
    session: Any, at: At, on: date, values: dict[str, Any], message: str
) -> None:
    at(date(2026, 5, 1))
    person, organisation = both()
    with pytest.raises(RuleViolation, match=message):
        change(person, organisation, on=on, **values)


def test_notice_entered_from_paper_is_recorded_as_contact(session: Any, at: At) -> None:
    at(date(2026, 1, 1))
    organisation = factories.member()
    at(date(2026, 5, 1))
    notice = change_notices.enter(
        officer(),
        organisation.id,
        organisation.profile() | {"fax": "0857-00-0002"},
        changed_on=date(2026, 4, 1),
        received_by=ReceivedBy.FAX,
    )
    session.refresh(organisation)
    assert notice.received_by is ReceivedBy.FAX
    assert organisation.last_contact_on == date(2026, 5, 1)


def test_former_member_cannot_file_a_change_notice(session: Any) -> None:
    organisation = factories.former_member(EndCause.WITHDRAWAL, date(2025, 5, 1))
    with pytest.raises(RuleViolation, match="会員でない"):
        change_notices.enter(
            officer(),
            organisation.id,
            organisation.profile() | {"fax": "0857-00-0002"},
            changed_on=date(2025, 4, 1),
            received_by=ReceivedBy.PAPER,
        )


def test_permissions(session: Any) -> None:
    person, organisation = both()
    other, _ = both()
    notice = change(person, organisation, phone="0857-00-0002")
    line = {notice.lines[0].id}
    with pytest.raises(NotPermitted):
        change_notices.take_back(other, notice.id)
    with pytest.raises(NotPermitted):
        change_decisions.accept(person, notice.id, lines=line, seen="")
    with pytest.raises(NotPermitted):
        change_decisions.send_back(person, notice.id, "理由")
    with pytest.raises(NotPermitted):
        change_notices.page(person, state=None, number=1)


def test_member_without_mail_address_is_answered_in_the_web_application(session: Any) -> None:
    organisation = factories.member(business_contact_email="", email="")
    person = person_of(organisation)
    notice = change(person, organisation, phone="0857-00-0002")
    accept_all(officer(), notice)
    [letter] = letters(session, notice)
    assert letter.recipient.startswith("person")


@pytest.mark.both_databases
def test_concurrent_decisions_take_effect_once(app: Flask, session: Any) -> None:
    person, organisation = both()
    notice = change(person, organisation, phone="0857-00-0002")
    line, seen = notice.lines[0].id, change_decisions.stamp(notice)
    actors, notice_id = [officer(), officer()], notice.id
    session.commit()
    gate, outcomes = Barrier(2), []

    def decide(accept: bool) -> None:
        with app.app_context(), acting_as_system(db.session()):
            gate.wait()
            try:
                if accept:
                    change_decisions.accept(actors[0], notice_id, lines={line}, seen=seen)
                else:
                    change_decisions.send_back(actors[1], notice_id, "理由")
                db.session.commit()
                outcomes.append("done")
            except StaleState:
                db.session.rollback()
                outcomes.append("stale")

    threads = [Thread(target=decide, args=(accept,)) for accept in (True, False)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["done", "stale"]
    session.expire_all()
    assert len(letters(session, session.get_one(ChangeNotice, notice_id))) == 1


def test_open_notice_ends_with_the_membership(session: Any) -> None:
    person, organisation = both()
    notice = change(person, organisation, phone="0857-00-0002")
    change_notices.close_when_leaving(SYSTEM, organisation.id)
    assert (notice.state, notice.open_key) == (State.TAKEN_BACK, None)
    assert notice.decision_note == "会員でなくなったため終了"

"""Expulsion files: prepared with a hearing, without effect on their own."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app import clock
from app.errors import NotFound, NotPermitted, RuleViolation, StaleState
from app.models.common.timer import Timer
from app.models.filings.expulsion import Expulsion
from app.models.post.outbox import OutboxMessage
from app.rules.membership.membership import (
    ContactMeans,
    EndCause,
    ExpulsionGround,
    MemberKind,
    ReceivedBy,
    Standing,
)
from app.rules.states.filings.expulsion import ExpulsionState
from app.security import guard
from app.security.viewer import SYSTEM, Role, Viewer
from app.services.filings import contact_attempts, evidence, expulsions, hearings
from app.services.membership import memberships
from tests import factories
from tests.support.desk import LINKS, officer

BREACH = ExpulsionGround.BREACH
State = ExpulsionState
Clock = Callable[[Any], None]


def in_two_weeks() -> date:
    return clock.today() + timedelta(days=14)


def prepared(actor: Viewer, **values: Any) -> Expulsion:
    member = factories.member(**values)
    return expulsions.open_file(actor, member.id, ground=BREACH, facts="名簿を無断で転載した。")


def heard(actor: Viewer, **values: Any) -> Expulsion:
    return hearings.offer(actor, prepared(actor, **values).id, in_two_weeks(), links=LINKS)


def member_of(file: Expulsion) -> Viewer:
    account = factories.account(organisation=file.organisation)
    roles = frozenset({Role.GENERAL})
    return Viewer(account.id, account.get_full_name(), roles, file.organisation_id)


def letters(session: Any, file: Expulsion) -> list[OutboxMessage]:
    notice = OutboxMessage.dedupe_key == f"expulsion:{file.id}"
    return list(session.scalars(select(OutboxMessage).where(notice).order_by(OutboxMessage.id)))


@pytest.mark.both_databases
def test_preparation_ends_before_the_meeting_and_the_member_stays(session: Any) -> None:
    actor = officer()
    file = heard(actor)
    hearings.state_case(member_of(file), file.id, "転載は取り消しました。")
    hearings.conclude(actor, file.id)
    assert file.state is State.AWAITING_RESOLUTION
    assert file.organisation.standing is Standing.GENERAL
    assert memberships.current(file.organisation_id) is not None


def test_file_services_cannot_expel() -> None:
    verbs = {name for module in (expulsions, hearings, evidence) for name in vars(module)}
    assert not {"resolve", "expel", "end", "EndCause"} & verbs


@pytest.mark.parametrize(
    ("kind", "message"), [(MemberKind.EXECUTIVE, "一般団体だけ"), (None, "会員でない")]
)
def test_only_a_general_member_can_be_the_subject(
    session: Any, kind: MemberKind | None, message: str
) -> None:
    organisation = (
        factories.member(kind)
        if kind
        else factories.former_member(EndCause.WITHDRAWAL, date(2026, 3, 31))
    )
    with pytest.raises(RuleViolation, match=message):
        expulsions.open_file(officer(), organisation.id, ground=BREACH, facts="x")


def test_file_requires_facts(session: Any) -> None:
    with pytest.raises(RuleViolation):
        expulsions.open_file(officer(), factories.member().id, ground=BREACH, facts=" ")


def test_one_open_file_per_organisation(session: Any) -> None:
    actor = officer()
    file = prepared(actor)
    with pytest.raises(RuleViolation):
        expulsions.open_file(actor, file.organisation_id, ground=BREACH, facts="x")
    expulsions.drop(actor, file.id, "誤り")
    again = expulsions.open_file(actor, file.organisation_id, ground=BREACH, facts="x")
    assert expulsions.of_organisation(actor, file.organisation_id) == [again, file]


def test_ground_one_requires_the_full_year_and_a_failed_attempt(session: Any, at: Clock) -> None:
    def open_file() -> Expulsion:
        return expulsions.open_file(
            actor, member.id, ground=ExpulsionGround.OUT_OF_CONTACT, facts="連絡なし"
        )

    at(date(2024, 2, 29))
    actor, member = officer(), factories.member(since=date(2024, 1, 1))
    at(date(2025, 2, 28))
    contact_attempts.record(
        actor,
        member.id,
        means=ContactMeans.TELEPHONE,
        attempted_on=clock.today(),
        reached=False,
    )
    with pytest.raises(RuleViolation, match="令和7年3月1日"):
        open_file()
    at(date(2025, 3, 1))
    assert open_file().ground is ExpulsionGround.OUT_OF_CONTACT


def test_ground_one_lapses_when_the_member_answers(session: Any, at: Clock) -> None:
    at(date(2024, 3, 1))
    actor, member = officer(), factories.member(since=date(2024, 1, 1))
    at(date(2025, 4, 1))
    contact_attempts.record(
        actor, member.id, means=ContactMeans.POST, attempted_on=clock.today(), reached=False
    )
    file = expulsions.open_file(
        actor, member.id, ground=ExpulsionGround.OUT_OF_CONTACT, facts="連絡なし"
    )
    hearings.offer(actor, file.id, in_two_weeks(), links=LINKS)
    hearings.state_case(member_of(file), file.id, "移転していました。")
    with pytest.raises(RuleViolation, match="1年がたっていません"):
        hearings.conclude(actor, file.id)


def test_letter_states_ground_article_facts_and_deadline(session: Any, at: Clock) -> None:
    at(date(2026, 11, 23))
    file = heard(officer())
    (letter,) = letters(session, file)
    for fact in (
        "規約に違反した",
        "規約第6条第2号",
        "名簿を無断で転載した。",
        "令和8年12月7日",
        LINKS.hearing(file.id),
        letter.number,
    ):
        assert fact in letter.body


@pytest.mark.parametrize(("days", "allowed"), [(13, False), (14, True), (0, False), (-1, False)])
def test_member_has_at_least_two_weeks(session: Any, days: int, allowed: bool) -> None:
    actor = officer()
    file = prepared(actor)
    until = clock.today() + timedelta(days=days)
    if allowed:
        assert hearings.offer(actor, file.id, until, links=LINKS).hearing_until == until
    else:
        with pytest.raises(RuleViolation):
            hearings.offer(actor, file.id, until, links=LINKS)


def test_hearing_ends_with_the_deadline_or_a_statement(session: Any, at: Clock) -> None:
    at(date(2026, 11, 23))
    actor = officer()
    silent, speaking = heard(actor), heard(actor)
    session.commit()
    at(date(2026, 12, 7))
    with pytest.raises(RuleViolation, match="令和8年12月7日"):
        hearings.conclude(actor, silent.id)
    session.rollback()
    hearings.record(actor, speaking.id, "書面のとおり", ReceivedBy.PAPER)
    hearings.conclude(actor, speaking.id)
    at(date(2026, 12, 8))
    hearings.conclude(actor, silent.id)
    assert {silent.state, speaking.state} == {State.AWAITING_RESOLUTION}


def test_statements_are_accumulated_and_acknowledged(session: Any) -> None:
    actor = officer()
    file = heard(actor)
    hearings.state_case(member_of(file), file.id, "一つめ")
    hearings.record(actor, file.id, "二つめ", ReceivedBy.FAX)
    assert [(row.text, row.received_by) for row in file.statements] == [
        ("一つめ", ReceivedBy.WEB),
        ("二つめ", ReceivedBy.FAX),
    ]
    assert [letter.purpose for letter in letters(session, file)][1:] == ["statement_received"] * 2


def test_statement_is_recorded_as_contact(session: Any, at: Clock) -> None:
    at(date(2026, 1, 10))
    file = heard(officer())
    at(date(2026, 1, 20))
    hearings.state_case(member_of(file), file.id, "述べます")
    assert file.organisation.last_contact_on == date(2026, 1, 20)


def test_empty_statement_is_refused(session: Any) -> None:
    file = heard(officer())
    with pytest.raises(RuleViolation):
        hearings.state_case(member_of(file), file.id, "\n ")


def test_statement_after_the_hearing_is_refused(session: Any) -> None:
    actor = officer()
    file = heard(actor)
    hearings.record(actor, file.id, "x", ReceivedBy.PAPER)
    hearings.conclude(actor, file.id)
    with pytest.raises(StaleState):
        hearings.state_case(member_of(file), file.id, "まだある")


def test_member_reads_its_file_only_after_notification(session: Any) -> None:
    actor = officer()
    file = prepared(actor)
    member = member_of(file)
    with pytest.raises(NotFound):
        hearings.mine(member, file.id)
    hearings.offer(actor, file.id, in_two_weeks(), links=LINKS)
    assert hearings.mine(member, file.id) is file
    assert list(hearings.open_hearings(member)) == [file]


def test_another_member_cannot_find_the_file(session: Any) -> None:
    actor = officer()
    file = heard(actor)
    other = factories.member()
    viewer = Viewer(actor.account_id, "x", frozenset({Role.GENERAL}), other.id)
    file_id = file.id
    session.commit()
    guard.set_viewer(session, viewer)
    try:
        for look in (
            lambda: hearings.mine(viewer, file_id),
            lambda: hearings.state_case(viewer, file_id, "x"),
        ):
            with pytest.raises(NotFound):
                look()
        assert list(session.scalars(select(Expulsion))) == []
    finally:
        guard.set_viewer(session, SYSTEM)


def test_ground_and_facts_are_fixed_after_notification(session: Any) -> None:
    actor = officer()
    file = prepared(actor)
    expulsions.revise(actor, file.id, ground=ExpulsionGround.HINDRANCE, facts="別の事実")
    assert (file.ground, file.facts) == (ExpulsionGround.HINDRANCE, "別の事実")
    hearings.offer(actor, file.id, in_two_weeks(), links=LINKS)
    with pytest.raises(StaleState):
        expulsions.revise(actor, file.id, ground=BREACH, facts="x")


@pytest.mark.parametrize("told", [False, True])
def test_dropping_a_file_is_reported_to_a_notified_member(session: Any, told: bool) -> None:
    actor = officer()
    file = heard(actor) if told else prepared(actor)
    with pytest.raises(RuleViolation):
        expulsions.drop(actor, prepared(actor).id, " ")
    expulsions.drop(actor, file.id, "事実がないと分かった")
    purposes = [letter.purpose for letter in letters(session, file)]
    assert purposes == (["hearing_offered", "expulsion_dropped"] if told else [])
    assert (file.state, file.open_key) == (State.DROPPED, None)


@pytest.mark.both_databases
@pytest.mark.parametrize("stage", [State.PREPARING, State.HEARING, State.AWAITING_RESOLUTION])
def test_file_lapses_with_the_membership_and_is_kept(session: Any, stage: State) -> None:
    actor = officer()
    file = prepared(actor) if stage is State.PREPARING else heard(actor)
    if stage is State.AWAITING_RESOLUTION:
        hearings.record(actor, file.id, "x", ReceivedBy.PAPER)
        hearings.conclude(actor, file.id)
    memberships.end(SYSTEM, file.organisation, EndCause.WITHDRAWAL, on=clock.today())
    expulsions.lapse(SYSTEM, file.organisation_id)
    expulsions.lapse(SYSTEM, file.organisation_id)
    assert (file.state, file.open_key, file.facts) == (
        State.LAPSED,
        None,
        "名簿を無断で転載した。",
    )
    assert file.closed_at is not None


def test_withdrawing_member_can_make_its_own_file_lapse(session: Any) -> None:
    file = heard(officer())
    member, file_id = member_of(file), file.id
    session.commit()
    guard.set_viewer(session, member)
    try:
        expulsions.lapse(member, int(member.organisation_id or 0))
        session.commit()
    finally:
        guard.set_viewer(session, SYSTEM)
    assert session.get(Expulsion, file_id).state is State.LAPSED


def test_type_of_evidence_is_determined_by_content(session: Any) -> None:
    actor = officer()
    file = prepared(actor)
    kept = evidence.add(actor, file.id, description="写し", name="証拠.exe", content=b"%PDF-1.7 x")
    evidence.add(actor, file.id, description="聞き取り")
    assert (kept.file_name, kept.media_type) == ("証拠.pdf", "application/pdf")
    assert evidence.document(actor, file.id, kept.id).content == b"%PDF-1.7 x"
    assert len(file.evidence) == 2


def test_evidence_of_an_unsupported_type_is_refused(session: Any) -> None:
    actor = officer()
    file = prepared(actor)
    for content in (b"MZ\0", b"<html>", b"", b"\xff\xd8\xff" + b"0" * (10 * 1024 * 1024)):
        with pytest.raises(RuleViolation):
            evidence.add(actor, file.id, description="x", name="x.pdf", content=content)
    with pytest.raises(RuleViolation):
        evidence.add(actor, file.id, description=" ")


def test_evidence_is_found_under_its_own_file_only(session: Any) -> None:
    actor = officer()
    one, other = prepared(actor), prepared(actor)
    kept = evidence.add(actor, one.id, description="x", name="x", content=b"text")
    only_words = evidence.add(actor, one.id, description="x")
    for file_id, evidence_id in ((other.id, kept.id), (one.id, only_words.id), (one.id, 999)):
        with pytest.raises(NotFound):
            evidence.document(actor, file_id, evidence_id)


def test_closed_file_accepts_no_evidence(session: Any) -> None:
    actor = officer()
    file = prepared(actor)
    expulsions.drop(actor, file.id, "誤り")
    with pytest.raises(StaleState):
        evidence.add(actor, file.id, description="x")


@pytest.mark.parametrize("role", [r for r in Role if r not in (Role.SECRETARIAT, Role.SYSTEM)])
def test_only_the_secretariat_handles_files(session: Any, role: Role) -> None:
    file = heard(officer())
    who = Viewer(1, "someone", frozenset({role}), file.organisation_id)
    verbs: list[Callable[[], object]] = [
        lambda: expulsions.open_file(who, file.organisation_id, ground=BREACH, facts="x"),
        lambda: expulsions.revise(who, file.id, ground=BREACH, facts="x"),
        lambda: expulsions.drop(who, file.id, "x"),
        lambda: expulsions.page(who, only_open=False, number=1),
        lambda: expulsions.one(who, file.id),
        lambda: expulsions.of_organisation(who, file.organisation_id),
        lambda: expulsions.choices(who, "x"),
        lambda: evidence.add(who, file.id, description="x"),
        lambda: evidence.document(who, file.id, 1),
        lambda: hearings.offer(who, file.id, in_two_weeks(), links=LINKS),
        lambda: hearings.record(who, file.id, "x", ReceivedBy.PAPER),
        lambda: hearings.conclude(who, file.id),
    ]
    for verb in verbs:
        with pytest.raises(NotPermitted):
            verb()


@pytest.mark.parametrize("role", [Role.COUNCIL, Role.SECRETARIAT, Role.ADMINISTRATOR])
def test_only_the_member_makes_its_own_statement(session: Any, role: Role) -> None:
    file = heard(officer())
    with pytest.raises(NotPermitted):
        hearings.state_case(Viewer(1, "x", frozenset({role}), file.organisation_id), file.id, "x")


def test_day_after_the_bar_becomes_a_timer(session: Any) -> None:
    organisation = factories.former_member(EndCause.EXPULSION, date(2024, 2, 29))
    timer = session.scalars(select(Timer).where(Timer.subject_id == organisation.id)).one()
    assert timer.due_at == clock.at_start_of(date(2027, 3, 1))

"""The contact period: contacts reset it, questions are sent, answers are recorded."""

from collections.abc import Callable
from datetime import date, timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.errors import NotFound, NotPermitted, RuleViolation, StaleState
from app.extensions import db
from app.models.membership.contact import Contact, ContactAttempt
from app.models.membership.organisation import Organisation
from app.models.post.outbox import OutboxMessage
from app.rules.membership.membership import ContactKind, ContactMeans, EndCause, MemberKind
from app.rules.states.post.outbox import OutboxState
from app.security.guard import acting_as_system
from app.security.viewer import PUBLIC, SYSTEM
from app.services.filings import contact_attempts, contact_questions, out_of_contact
from app.services.filings.out_of_contact import Group
from app.services.membership import contacts, memberships
from tests import factories
from tests.support.desk import LINKS, officer
from tests.support.members import person_of

At = Callable[[date], None]


def silent_since(at: At, day: date, **values: Any) -> Organisation:
    at(day)
    return factories.member(since=day, **values)


def ask(at: At, day: date) -> int:
    at(day)
    return contact_questions.ask_due(SYSTEM, links=LINKS)


def questions(session: Any, organisation: Organisation) -> list[OutboxMessage]:
    return list(
        session.scalars(
            select(OutboxMessage)
            .where(OutboxMessage.organisation_id == organisation.id)
            .where(OutboxMessage.purpose == "contact_question")
            .order_by(OutboxMessage.id)
        )
    )


def token_in(message: OutboxMessage) -> str:
    start = message.body.index("/contact/") + len("/contact/")
    return message.body[start:].split()[0]


def only_ours(session: Any, organisation: Organisation) -> None:
    """Move the last contact of all other members out of the period under test."""
    for other in session.scalars(select(Organisation).where(Organisation.id != organisation.id)):
        other.last_contact_on = date(2080, 1, 1)
        other.next_question_on = None
    session.flush()


@pytest.mark.both_databases
def test_questions_are_sent_at_nine_eleven_and_twelve_months(session: Any, at: At) -> None:
    organisation = silent_since(at, date(2024, 2, 29))
    only_ours(session, organisation)
    for day, expected in (
        (date(2024, 11, 29), 0),
        (date(2024, 11, 30), 1),
        (date(2024, 12, 1), 0),
        (date(2025, 1, 31), 1),
        (date(2025, 2, 27), 0),
        (date(2025, 2, 28), 1),
        (date(2025, 3, 1), 0),
        (date(2026, 3, 1), 0),
    ):
        assert ask(at, day) == expected, day
    assert [message.period for message in questions(session, organisation)] == [
        "2024-02-29+9",
        "2024-02-29+11",
        "2024-02-29+12",
    ]


def test_after_downtime_only_the_latest_question_is_sent(session: Any, at: At) -> None:
    organisation = silent_since(at, date(2024, 2, 29))
    only_ours(session, organisation)
    assert ask(at, date(2025, 2, 10)) == 1
    assert [message.period for message in questions(session, organisation)] == ["2024-02-29+11"]
    assert ask(at, date(2025, 2, 28)) == 1
    assert ask(at, date(2025, 6, 1)) == 0


def test_question_explains_how_to_answer_and_the_consequences(session: Any, at: At) -> None:
    organisation = silent_since(at, date(2024, 2, 29))
    ask(at, date(2024, 11, 30))
    [letter] = questions(session, organisation)
    assert letter.recipient == organisation.business_contact_email
    assert letter.secret
    assert "連絡の確認のお願い（最後の連絡から9か月）" in letter.subject
    for part in (
        organisation.name,
        "令和6年2月29日を最後に",
        "http://localhost/contact/",
        "規約第6条第1号",
        "自動的に除名されることはありません",
        "連絡がないまま1年を超える日：令和7年3月1日",
    ):
        assert part in letter.body, part


def test_one_click_answers_and_restarts_the_contact_period(session: Any, at: At) -> None:
    organisation = silent_since(at, date(2024, 2, 29))
    ask(at, date(2024, 11, 30))
    token = token_in(questions(session, organisation)[0])
    at(date(2024, 12, 24))
    contact_questions.reply(PUBLIC, token)
    session.refresh(organisation)
    assert organisation.last_contact_on == date(2024, 12, 24)
    assert organisation.next_question_on == date(2025, 9, 24)
    with pytest.raises(StaleState, match="済んでいます"):
        contact_questions.reply(PUBLIC, token)


def test_invalid_expired_and_used_links_record_no_answer(session: Any, at: At) -> None:
    organisation = silent_since(at, date(2024, 2, 29))
    ask(at, date(2024, 11, 30))
    token = token_in(questions(session, organisation)[0])
    with pytest.raises(NotFound):
        contact_questions.reply(PUBLIC, "somethingelse")
    at(date(2025, 4, 1))
    with pytest.raises(StaleState, match="期限"):
        contact_questions.reply(PUBLIC, token)
    at(date(2024, 12, 1))
    memberships.end(SYSTEM, organisation, EndCause.WITHDRAWAL, on=date(2024, 12, 1))
    with pytest.raises(StaleState, match="会員ではなくなった"):
        contact_questions.reply(PUBLIC, token)


def test_member_without_mail_address_is_listed_for_a_call(session: Any, at: At) -> None:
    organisation = silent_since(at, date(2024, 2, 29), business_contact_email="", email="")
    only_ours(session, organisation)
    assert ask(at, date(2024, 11, 30)) == 1
    assert questions(session, organisation) == []
    assert listed(Group.CALL) == [organisation]
    assert ask(at, date(2024, 12, 1)) == 0


def listed(group: Group) -> list[Organisation]:
    return [row.organisation for row in out_of_contact.page(officer(), group, number=1)]


@pytest.mark.both_databases
def test_concurrent_sweeps_ask_each_member_once(app: Flask, session: Any, at: At) -> None:
    organisation = silent_since(at, date(2024, 2, 29))
    only_ours(session, organisation)
    at(date(2024, 11, 30))
    session.commit()
    gate = Barrier(2)

    def sweep() -> None:
        with app.app_context(), acting_as_system(db.session()):
            gate.wait()
            contact_questions.ask_due(SYSTEM, links=LINKS)
            db.session.commit()

    threads = [Thread(target=sweep) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(questions(session, organisation)) == 1


@pytest.mark.both_databases
def test_every_kind_of_contact_moves_the_date_and_leaves_one_record(session: Any, at: At) -> None:
    organisation = silent_since(at, date(2026, 1, 1))
    at(date(2026, 3, 1))
    person = person_of(organisation)
    for kind in ContactKind:
        contacts.record_contact(person, organisation.id, kind)
        contacts.record_contact(person, organisation.id, kind)
    session.refresh(organisation)
    assert organisation.last_contact_on == date(2026, 3, 1)
    rows = session.scalars(select(Contact).where(Contact.organisation_id == organisation.id)).all()
    assert sorted(row.kind for row in rows) == sorted(ContactKind)


def test_contact_recorded_late_does_not_move_the_date_back(session: Any, at: At) -> None:
    organisation = silent_since(at, date(2026, 1, 1))
    at(date(2026, 3, 1))
    contacts.record_contact(SYSTEM, organisation.id, ContactKind.LOGIN)
    contacts.record_contact(SYSTEM, organisation.id, ContactKind.CALL, on=date(2026, 2, 1))
    session.refresh(organisation)
    assert organisation.last_contact_on == date(2026, 3, 1)


def test_contact_period_restarts_if_readmitted_on_the_day_of_leaving(session: Any, at: At) -> None:
    organisation = silent_since(at, date(2026, 1, 1))
    contacts.record_contact(SYSTEM, organisation.id, ContactKind.FORM)
    memberships.end(SYSTEM, organisation, EndCause.WITHDRAWAL, on=date(2026, 1, 1))
    contacts.start_clock(organisation)
    assert organisation.next_question_on == date(2026, 10, 1)


def test_contact_period_continues_when_the_member_kind_changes(session: Any, at: At) -> None:
    organisation = silent_since(at, date(2026, 1, 1))
    at(date(2026, 11, 1))
    memberships.end(SYSTEM, organisation, EndCause.SELECTION, on=date(2026, 11, 1))
    memberships.begin(
        SYSTEM, organisation, MemberKind.EXECUTIVE, on=date(2026, 11, 1), basis="決議"
    )
    assert organisation.last_contact_on == date(2026, 1, 1)
    assert organisation.next_question_on == date(2026, 12, 1)


def attempt(
    organisation: Organisation, day: date, *, reached: bool, means: ContactMeans
) -> ContactAttempt:
    return contact_attempts.record(
        officer(),
        organisation.id,
        means=means,
        attempted_on=day,
        reached=reached,
        note="担当者不在",
    )


@pytest.mark.both_databases
def test_ground_one_applies_after_the_full_year_with_a_failed_attempt(session: Any, at: At) -> None:
    organisation = silent_since(at, date(2024, 2, 29))
    only_ours(session, organisation)
    at(date(2025, 2, 28))
    attempt(organisation, date(2025, 2, 10), reached=False, means=ContactMeans.TELEPHONE)
    assert listed(Group.GROUND) == []
    at(date(2025, 3, 1))
    [row] = out_of_contact.page(officer(), Group.GROUND, number=1)
    assert row.organisation is organisation
    assert row.verdict and row.out_of_contact_from == date(2025, 3, 1)
    assert [(a.means, a.reached) for a in row.attempts] == [(ContactMeans.TELEPHONE, False)]
    assert out_of_contact.counts(officer()) == {
        Group.SILENT: 1,
        Group.CALL: 0,
        Group.YEAR: 0,
        Group.GROUND: 1,
    }


def test_full_year_without_a_failed_attempt_is_no_ground(session: Any, at: At) -> None:
    organisation = silent_since(at, date(2024, 2, 29))
    only_ours(session, organisation)
    at(date(2025, 3, 1))
    assert (listed(Group.YEAR), listed(Group.GROUND)) == ([organisation], [])
    [row] = out_of_contact.page(officer(), Group.YEAR, number=1)
    assert not row.verdict and "記録がありません" in row.verdict.reason


def test_executive_member_is_listed_but_cannot_be_expelled(session: Any, at: At) -> None:
    at(date(2024, 2, 29))
    prefecture = factories.founding_member("鳥取県")
    only_ours(session, prefecture)
    contacts.start_clock(prefecture)
    at(date(2025, 3, 1))
    attempt(prefecture, date(2025, 3, 1), reached=False, means=ContactMeans.POST)
    [row] = out_of_contact.page(officer(), Group.GROUND, number=1)
    assert row.verdict and not row.expellable


@pytest.mark.parametrize(
    ("means", "kind"),
    [
        (ContactMeans.TELEPHONE, ContactKind.CALL),
        (ContactMeans.VISIT, ContactKind.CALL),
        (ContactMeans.POST, ContactKind.REPLY),
        (ContactMeans.MAIL, ContactKind.REPLY),
    ],
)
def test_successful_attempt_is_a_contact_on_its_day(
    session: Any, at: At, means: ContactMeans, kind: ContactKind
) -> None:
    organisation = silent_since(at, date(2024, 2, 29))
    at(date(2025, 3, 10))
    attempt(organisation, date(2025, 3, 7), reached=True, means=means)
    session.refresh(organisation)
    assert organisation.last_contact_on == date(2025, 3, 7)
    contact = session.scalars(
        select(Contact).where(Contact.organisation_id == organisation.id)
    ).one()
    assert (contact.kind, contact.contacted_on) == (kind, date(2025, 3, 7))


def test_attempt_in_the_future_or_for_a_former_member_is_refused(session: Any, at: At) -> None:
    organisation = silent_since(at, date(2026, 1, 1))
    with pytest.raises(RuleViolation, match="今日までの日"):
        attempt(organisation, date(2026, 1, 2), reached=False, means=ContactMeans.POST)
    memberships.end(SYSTEM, organisation, EndCause.WITHDRAWAL, on=date(2026, 1, 1))
    with pytest.raises(RuleViolation, match="会員でない"):
        attempt(organisation, date(2026, 1, 1), reached=False, means=ContactMeans.POST)


@pytest.mark.both_databases
def test_undelivered_question_can_be_recorded_once_as_a_failed_attempt(
    session: Any, at: At
) -> None:
    organisation = silent_since(at, date(2024, 2, 29))
    only_ours(session, organisation)
    ask(at, date(2024, 11, 30))
    [message] = questions(session, organisation)
    actor = officer()
    with pytest.raises(StaleState):
        contact_attempts.record_undelivered(actor, message.organisation_id, message.id)
    message.state, message.reply = OutboxState.FAILED, "550 no such user"
    session.flush()
    assert listed(Group.CALL) == [organisation]

    made = contact_attempts.record_undelivered(actor, message.organisation_id, message.id)
    assert (made.means, made.reached) == (ContactMeans.MAIL, False)
    assert made.attempted_on == date(2024, 11, 30)
    assert "550 no such user" in made.note
    with pytest.raises(StaleState):
        contact_attempts.record_undelivered(actor, message.organisation_id, message.id)


def test_sweep_and_secretariat_functions_are_not_permitted_to_members(session: Any) -> None:
    organisation = factories.member()
    person = person_of(organisation)
    with pytest.raises(NotPermitted):
        contact_questions.ask_due(person, links=LINKS)
    with pytest.raises(NotPermitted):
        contact_attempts.record(
            person,
            organisation.id,
            means=ContactMeans.VISIT,
            attempted_on=date(2026, 1, 1),
            reached=True,
        )
    with pytest.raises(NotPermitted):
        out_of_contact.page(person, Group.SILENT, number=1)


def test_groups_agree_with_the_rule_on_every_day_around_the_limits(session: Any, at: At) -> None:
    at(date(2024, 1, 1))
    organisations = [factories.member(since=date(2024, 1, 1)) for _ in range(12)]
    for other in session.scalars(select(Organisation)):
        other.last_contact_on = date(2080, 1, 1)
    today = date(2025, 2, 28)
    at(today)
    for number, organisation in enumerate(organisations):
        organisation.last_contact_on = date(2024, 2, 22) + timedelta(days=number)
        attempt(organisation, today, reached=False, means=ContactMeans.TELEPHONE)
    rows = out_of_contact.page(officer(), Group.SILENT, number=1)
    assert len(rows) == 12
    by_rule = [row.organisation for row in rows if row.verdict]
    assert listed(Group.GROUND) == by_rule
    assert 0 < len(by_rule) < 12

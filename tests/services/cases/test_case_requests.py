"""Requests under 法第16条第3項: numbered, read by the addressee, answered, with reminders."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app import clock
from app.documents.cases import request as case_request
from app.errors import NotFound, NotPermitted, RuleViolation, StaleState
from app.models.cases.case import SupportCase
from app.models.post.outbox import OutboxMessage
from app.rules.cases.access import Level, PassingOnBasis, Section
from app.rules.cases.passing_on import Terms
from app.rules.states.cases.case import CaseRequestState
from app.security.viewer import SYSTEM
from app.services.cases import participations, passing_on, received_requests
from app.services.cases import requests as case_requests
from app.services.cases.participations import live
from app.services.common import numbers
from app.tasks.front import timers as sweeps
from tests.support.canaries import CANARY, encodings_found
from tests.support.cases import person, work_as
from tests.support.sharing import LINKS, Shared, a_request, shared


@pytest.fixture
def made(session: Any) -> Shared:
    return shared()


def sent(made: Shared, **values: Any) -> str:
    row = case_requests.draft(made.actor, made.case_id, made.other.id, a_request(**values))
    return case_requests.send(made.actor, made.case_id, row.id, LINKS).id


def letters(session: Any) -> list[str]:
    """Return the recipients, one entry per letter."""
    return list(session.scalars(select(OutboxMessage.recipient).order_by(OutboxMessage.id)))


@pytest.mark.both_databases
def test_request_from_draft_to_response(session: Any, made: Shared) -> None:
    row = case_requests.draft(made.actor, made.case_id, made.other.id, a_request())
    assert row.state is CaseRequestState.DRAFT
    assert letters(session) == []
    reader = work_as(made.other)
    with pytest.raises(NotFound):
        received_requests.request(reader, row.id)
    assert received_requests.requests(reader) == []

    work_as(made.manager)
    case_requests.send(made.actor, made.case_id, row.id, LINKS)
    assert row.number.startswith("協第")
    assert letters(session) == [made.other.account.email]
    assert CANARY.encode() not in row.content

    work_as(made.other)
    assert received_requests.requests(reader) == [received_requests.request(reader, row.id)]
    assert session.scalars(select(SupportCase)).all() == []  # sees the request and no case
    with pytest.raises(RuleViolation):
        received_requests.answer(reader, row.id, "  ", LINKS)
    session.expire(row)
    received_requests.answer(reader, row.id, "毎週通っています。", LINKS)
    assert letters(session) == [made.other.account.email, made.manager.account.email]
    with pytest.raises(StaleState):
        received_requests.refuse(reader, row.id, "応じられません。", LINKS)

    work_as(made.manager)
    found = case_requests.one(made.actor, made.case_id, row.id)
    assert case_requests.answer_of(found) == "毎週通っています。"
    assert (found.state, found.remind_on) == (CaseRequestState.ANSWERED, None)


def test_sent_request_is_logged_as_passing_on_and_grants_no_access(made: Shared) -> None:
    request_id = sent(made)
    [passed] = passing_on.log(made.actor, made.case_id)
    terms, opened = passing_on.content(passed)
    assert (passed.basis, passed.recipient_id) == (PassingOnBasis.REQUEST, made.other.id)
    assert (terms.source_id, opened) == (request_id, {})
    assert live(made.case_id, made.other.id) == []


def test_access_may_be_based_on_the_request(made: Shared) -> None:
    request_id = sent(made)
    terms = Terms(PassingOnBasis.REQUEST, "意見を述べるため", source_id=request_id)
    passing_on.pass_on(made.actor, made.case_id, made.other.id, {Section.BASIC: Level.READ}, terms)
    case_requests.withdraw(made.actor, made.case_id, request_id, LINKS)
    with pytest.raises(RuleViolation, match="協力の求めだけ"):
        passing_on.check(made.case_id, made.other.id, terms)


def test_refusal_needs_a_reason(made: Shared) -> None:
    request_id = sent(made)
    reader = work_as(made.other)
    with pytest.raises(RuleViolation, match="理由"):
        received_requests.refuse(reader, request_id, "", LINKS)


def test_only_the_addressee_responds_and_only_the_manager_sends(made: Shared) -> None:
    request_id = sent(made)
    neighbour = person("鳥取市", of=made.other.body)
    for who in (neighbour, made.manager, made.colleague):
        reader = work_as(who)
        with pytest.raises(NotFound):
            received_requests.answer(reader, request_id, "回答", LINKS)
        with pytest.raises(NotFound):
            received_requests.request(reader, request_id)
    reader = work_as(made.other)
    with pytest.raises(NotFound):
        case_requests.withdraw(reader, made.case_id, request_id, LINKS)
    with pytest.raises(NotFound):
        case_requests.draft(reader, made.case_id, made.other.id, a_request())


def test_writer_who_is_not_a_manager_makes_no_requests(made: Shared) -> None:
    everything = dict.fromkeys(set(Section) - {Section.MANAGEMENT}, Level.WRITE)
    participations.add(
        SYSTEM, made.case_id, made.colleague.id, everything, live(made.case_id)[0].basis
    )
    writer = work_as(made.colleague)
    with pytest.raises(NotPermitted):
        case_requests.draft(writer, made.case_id, made.other.id, a_request())
    with pytest.raises(NotPermitted):
        case_requests.of_case(writer, made.case_id)


def test_sent_request_cannot_be_changed(made: Shared) -> None:
    request_id = sent(made)
    with pytest.raises(StaleState):
        case_requests.revise(made.actor, made.case_id, request_id, a_request(what="別のこと"))
    with pytest.raises(StaleState):
        case_requests.send(made.actor, made.case_id, request_id, LINKS)
    made.other.body.name = "改称した機関"
    row = case_requests.one(made.actor, made.case_id, request_id)
    assert case_requests.paper(made.actor, row).body == "鳥取市"


def test_paper_holds_the_content_and_letters_hold_nothing(session: Any, made: Shared) -> None:
    request_id = sent(made)
    reader = work_as(made.other)
    row = received_requests.request(reader, request_id)
    paper = case_request.pdf(case_requests.paper(reader, row))
    assert encodings_found(paper)
    session.expire_all()
    for letter in session.scalars(select(OutboxMessage)):
        told = f"{letter.subject}{letter.body}{letter.letter}{letter.dedupe_key}{letter.period}"
        assert not encodings_found(told.encode())
        for secret in (made.case_id, made.alias, request_id, row.number):
            assert secret not in told
        assert "https://kodoku.example.jp/cases/" in letter.body


def test_request_withdrawn_before_sending_notifies_nobody(session: Any, made: Shared) -> None:
    row = case_requests.draft(made.actor, made.case_id, made.other.id, a_request())
    case_requests.withdraw(made.actor, made.case_id, row.id, LINKS)
    assert letters(session) == []
    second = sent(made)
    case_requests.withdraw(made.actor, made.case_id, second, LINKS)
    assert letters(session) == [made.other.account.email] * 2


@pytest.mark.both_databases
def test_reminders_are_sent_before_and_after_the_deadline(
    session: Any, made: Shared, at: Any
) -> None:
    due = clock.today() + timedelta(days=13)
    work_as(made.manager)
    sent(made, due_on=due)
    addressee, manager = made.other.account.email, made.manager.account.email
    session.info["viewer"] = SYSTEM
    written = {}
    for days in (*range(-4, -1), *range(3), *range(7, 10), 22):
        at(due + timedelta(days=days))
        before = len(letters(session))
        sweeps.sweep()
        sweeps.sweep()
        if new := letters(session)[before:]:
            written[days] = sorted(new)
    assert written == {
        -3: [addressee],
        1: sorted([addressee, manager]),
        8: sorted([addressee, manager]),
    }


def test_manager_is_notified_if_the_addressees_term_has_ended(session: Any, made: Shared) -> None:
    request_id = sent(made)
    made.other.ends_at = clock.now()
    row = case_requests.one(made.actor, made.case_id, request_id)
    row.remind_on = clock.today()
    session.info["viewer"] = SYSTEM
    before = len(letters(session))
    assert received_requests.remind_due(SYSTEM, LINKS) == 1
    assert letters(session)[before:] == [made.manager.account.email]


def test_case_requests_leave_no_gap_in_the_secretariats_numbers(made: Shared) -> None:
    _year, before = numbers.next_number("document")
    sent(made)
    assert numbers.next_number("document")[1] == before + 1

"""Offers to join, to leave and to take the lead: nothing is opened before they are accepted."""

from typing import Any

import pytest
from sqlalchemy import select

from app import clock
from app.errors import NotFound, NotPermitted, RuleViolation, StaleState
from app.models.cases.case import SupportCase
from app.models.post.outbox import OutboxMessage
from app.rules.cases.access import Level, PassingOnBasis, Section
from app.rules.cases.fields import RecordKind, RecordState
from app.rules.cases.passing_on import Terms
from app.rules.states.cases.case import CaseState, OfferState
from app.services.cases import cases, emergencies, offer_answers, participations, passing_on
from app.services.cases import offers as case_offers
from app.services.cases import records as case_records
from tests.support.canaries import CANARY
from tests.support.cases import add_participant, filled, person, viewer_of, work_as
from tests.support.sharing import DANGER, LINKS, READ_BASICS, Shared, shared

MESSAGE = f"居場所づくりの支援への参加をお願いします（{CANARY}）"


@pytest.fixture
def made(session: Any) -> Shared:
    return shared()


def invited(made: Shared, terms: Terms = DANGER) -> str:
    return case_offers.invite(
        made.actor,
        made.case_id,
        made.other.id,
        message=MESSAGE,
        grants=READ_BASICS,
        terms=terms,
        links=LINKS,
    ).id


def test_offer_to_join_says_why(made: Shared) -> None:
    with pytest.raises(RuleViolation) as refused:
        case_offers.invite(
            *(made.actor, made.case_id, made.other.id),
            **{"message": " ", "grants": READ_BASICS, "terms": DANGER, "links": LINKS},
        )
    assert refused.value.field == "message"


@pytest.mark.both_databases
def test_offer_to_join_grants_access_on_acceptance(session: Any, made: Shared) -> None:
    offer_id = invited(made)
    receiver = work_as(made.other)
    offer = offer_answers.offer(receiver, offer_id)
    assert case_offers.message_of(offer) == MESSAGE
    assert session.scalars(select(SupportCase)).all() == []
    assert participations.held(receiver, made.case_id) == {}

    offer_answers.accept(receiver, offer_id, "お受けします。", LINKS)

    assert cases.one(receiver, made.case_id).id == made.case_id
    assert participations.held(receiver, made.case_id) == READ_BASICS
    work_as(made.manager)
    part = next(p for p in participations.live(made.case_id) if p.person_id == made.other.id)
    assert part.granted_by_id == made.actor.account_id, "nobody grants anything to themselves"
    [passed] = passing_on.log(made.actor, made.case_id)
    assert passing_on.content(passed) == (DANGER, READ_BASICS)
    assert (passed.recipient_id, passed.passed_by_id) == (
        made.other.id,
        made.actor.account_id,
    )
    told = list(session.scalars(select(OutboxMessage.recipient).order_by(OutboxMessage.id)))
    assert told == [made.other.account.email, made.manager.account.email]


def test_refused_offer_grants_nothing(made: Shared) -> None:
    offer_id = invited(made)
    receiver = work_as(made.other)
    offer_answers.refuse(receiver, offer_id, "", LINKS)
    for verb in (offer_answers.accept, offer_answers.refuse):
        with pytest.raises(StaleState):
            verb(receiver, offer_id, "", LINKS)
    assert participations.live(made.case_id, made.other.id) == []


def test_offer_to_another_person_is_not_found(made: Shared) -> None:
    offer_id = invited(made)
    for who in (person("鳥取市", of=made.other.body), made.colleague, made.manager):
        other = work_as(who)
        for verb in (offer_answers.accept, offer_answers.refuse):
            with pytest.raises(NotFound):
                verb(other, offer_id, "", LINKS)
        with pytest.raises(NotFound):
            offer_answers.offer(other, offer_id)
        assert offer_answers.offers(other) == []


def test_offer_without_basis_or_second_offer_is_refused(made: Shared) -> None:
    with pytest.raises(RuleViolation):
        invited(made, Terms(PassingOnBasis.DANGER, "安否の確認"))
    invited(made)
    with pytest.raises(StaleState):
        invited(made)


@pytest.mark.parametrize("change", ["consent", "closed", "served"])
def test_conditions_are_checked_again_on_acceptance(made: Shared, change: str) -> None:
    said = filled(RecordKind.CONSENT) | {
        "recipients": [made.other.body_id],
        "expires_on": None,
        "withdrawn_on": None,
    }
    consent = case_records.write(made.actor, made.case_id, RecordKind.CONSENT, said)
    terms = Terms(PassingOnBasis.CONSENT, "支援のため", source_id=consent.id, within_consent=True)
    offer_id = invited(made, terms)
    refusal: type[Exception] = RuleViolation
    match change:
        case "consent":
            case_records.change(
                made.actor, consent.id, said, version=1, state=RecordState.WITHDRAWN
            )
        case "closed":
            cases.one(made.actor, made.case_id).state = CaseState.CLOSED
        case "served":
            made.other.ends_at = clock.now()
            refusal = NotFound
    receiver = work_as(made.other)
    with pytest.raises(refusal) as refused:
        offer_answers.accept(receiver, offer_id, "", LINKS)
    assert "同意" not in str(refused.value)  # nothing of the case
    assert participations.live(made.case_id, made.other.id) == []


def test_lead_passes_to_the_receivers_body(made: Shared) -> None:
    offer_id = case_offers.offer_lead(
        made.actor, made.case_id, made.other.id, message=MESSAGE, terms=DANGER, links=LINKS
    ).id
    receiver = work_as(made.other)
    offer_answers.accept(receiver, offer_id, "", LINKS)

    assert cases.one(receiver, made.case_id).lead_body_id == made.other.body_id
    assert participations.held(receiver, made.case_id) == cases.EVERYTHING
    before = participations.held(viewer_of(made.manager), made.case_id)
    assert before == cases.EVERYTHING | {Section.MANAGEMENT: Level.READ}


def test_body_leaves_with_all_its_persons(session: Any, made: Shared) -> None:
    case, second = cases.one(made.actor, made.case_id), person("鳥取市", of=made.other.body)
    for who in (made.other, second):
        add_participant(case, who, Section.BASIC)
    work_as(made.manager)
    offer_id = case_offers.ask_to_leave(
        made.actor, made.case_id, made.other.id, message=MESSAGE, links=LINKS
    ).id
    receiver = work_as(made.other)
    offer_answers.accept(receiver, offer_id, "", LINKS)
    for who in (made.other, second):
        assert participations.held(viewer_of(who), made.case_id) == {}


def test_body_that_wishes_to_leave_asks_the_case_manager(session: Any, made: Shared) -> None:
    add_participant(cases.one(made.actor, made.case_id), made.other, Section.BASIC)
    leaving = work_as(made.other)
    first = case_offers.wish_to_leave(
        leaving, made.case_id, made.manager.id, message=MESSAGE, links=LINKS
    ).id
    assert [offer.id for offer in case_offers.of_case(leaving, made.case_id)] == [first]
    assert case_offers.withdraw(leaving, made.case_id, first, LINKS).state is OfferState.WITHDRAWN
    second = case_offers.wish_to_leave(
        leaving, made.case_id, made.manager.id, message=MESSAGE, links=LINKS
    ).id
    assert participations.held(leaving, made.case_id) == READ_BASICS

    work_as(made.manager)
    offer_answers.accept(made.actor, second, "", LINKS)
    assert participations.held(viewer_of(made.other), made.case_id) == {}


def test_lead_body_cannot_leave(made: Shared) -> None:
    add_participant(cases.one(made.actor, made.case_id), made.colleague, Section.BASIC)
    with pytest.raises(RuleViolation, match="引き継"):
        case_offers.ask_to_leave(
            made.actor, made.case_id, made.colleague.id, message=MESSAGE, links=LINKS
        )
    leaving = work_as(made.colleague)
    with pytest.raises(RuleViolation, match="引き継"):
        case_offers.wish_to_leave(
            leaving, made.case_id, made.manager.id, message=MESSAGE, links=LINKS
        )


def test_non_manager_makes_no_offers_and_sees_no_offers_to_others(made: Shared) -> None:
    offer_id = invited(made)
    add_participant(cases.one(made.actor, made.case_id), made.colleague, Section.BASIC)
    reader = work_as(made.colleague)
    with pytest.raises(NotPermitted):
        case_offers.offer_lead(
            reader, made.case_id, made.other.id, message="", terms=DANGER, links=LINKS
        )
    with pytest.raises(NotFound):
        case_offers.withdraw(reader, made.case_id, offer_id, LINKS)
    assert case_offers.of_case(reader, made.case_id) == []


@pytest.mark.parametrize("why", ["let go", "serves no more", "disabled", "emergency alone"])
def test_offer_of_a_manager_without_access_grants_nothing(
    session: Any, made: Shared, why: str
) -> None:
    case = cases.one(made.actor, made.case_id)
    add_participant(case, made.colleague, level=Level.WRITE)
    offer_id = invited(made)
    who = work_as(made.colleague)
    if why == "serves no more":
        made.manager.ends_at = clock.now()
    elif why == "disabled":
        made.manager.account.active = False
    else:
        participations.end(who, made.case_id, made.manager.id)
    if why == "emergency alone":
        emergencies.begin(
            work_as(made.manager),
            term_id=made.manager.id,
            alias=made.alias,
            reason=CANARY,
            links=LINKS,
        )
    session.flush()
    with pytest.raises(RuleViolation) as refused:
        offer_answers.accept(work_as(made.other), offer_id, "", LINKS)
    assert refused.value.message == offer_answers.CHANGED

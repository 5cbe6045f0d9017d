"""Consents to serve: filed, stored, withdrawn; without a resolution they have no further effect."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from app.errors import NotPermitted, RuleViolation, StaleState
from app.models.post.outbox import OutboxMessage
from app.rules.membership.membership import MemberKind, ReceivedBy, Standing
from app.rules.states.filings.member import ConsentState
from app.services.filings import consents
from tests import factories
from tests.support.desk import officer
from tests.support.members import person_of

STATEMENT = "県中部で相談の窓口を開き、会議に毎回出席します。"


def test_filing_a_consent_keeps_a_member_general(session: Any, at: Callable[[date], None]) -> None:
    at(date(2026, 4, 1))
    organisation = factories.member()
    consent = consents.file(person_of(organisation), STATEMENT)
    assert consent.state is ConsentState.FILED
    assert organisation.standing is Standing.GENERAL
    assert consents.open_consent(organisation.id) is consent

    letter = session.scalars(
        select(OutboxMessage).where(OutboxMessage.dedupe_key == f"consent:{consent.id}")
    ).one()
    for part in (
        f"内諾書を受け付けました（受付番号 {consent.receipt_number}）",
        "規約第5条第1項",
        "プラットフォーム会議の議決により選出",
        "受付日：令和8年4月1日",
        STATEMENT,
        "取り下げることができます",
    ):
        assert part in letter.subject + letter.body, part


def test_one_open_consent_per_member(session: Any) -> None:
    organisation = factories.member()
    person = person_of(organisation)
    first = consents.file(person, STATEMENT)
    with pytest.raises(StaleState, match="すでに提出"):
        consents.file(person, STATEMENT)
    consents.take_back(person, first.id)
    assert (first.state, first.open_key) == (ConsentState.TAKEN_BACK, None)
    with pytest.raises(StaleState):
        consents.take_back(person, first.id)
    assert consents.file(person, STATEMENT).state is ConsentState.FILED


@pytest.mark.parametrize(
    ("kind", "statement", "message"),
    [
        (MemberKind.EXECUTIVE, STATEMENT, "すでに幹事団体"),
        (MemberKind.GENERAL, " \n ", "県内で担う役割"),
    ],
)
def test_refused_consents(session: Any, kind: MemberKind, statement: str, message: str) -> None:
    person = person_of(factories.member(kind))
    with pytest.raises(RuleViolation, match=message):
        consents.file(person, statement)


def test_another_member_cannot_withdraw_a_consent(session: Any) -> None:
    consent = consents.file(person_of(factories.member()), STATEMENT)
    with pytest.raises(NotPermitted):
        consents.take_back(person_of(factories.member()), consent.id)
    assert consents.take_back(officer(), consent.id).state is ConsentState.TAKEN_BACK


def test_outside_candidate_is_entered_without_becoming_a_member(session: Any) -> None:
    actor = officer()
    consent = consents.enter_candidate(
        actor,
        factories.profile(name="株式会社よなご福祉"),
        received_by=ReceivedBy.PAPER,
        statement=STATEMENT,
    )
    assert consent.organisation.standing is Standing.FORMER
    assert consent.organisation.memberships == []
    assert consent.organisation.last_contact_on is None
    with pytest.raises(RuleViolation, match="すでにあります"):
        consents.enter_candidate(
            actor,
            factories.profile(name="よなご福祉（株）"),
            received_by=ReceivedBy.PAPER,
            statement=STATEMENT,
        )


def test_only_the_secretariat_enters_consents_on_behalf(session: Any) -> None:
    person = person_of(factories.member())
    with pytest.raises(NotPermitted):
        consents.enter(
            person, factories.member().id, received_by=ReceivedBy.PAPER, statement=STATEMENT
        )
    with pytest.raises(NotPermitted):
        consents.enter_candidate(
            person, factories.profile(), received_by=ReceivedBy.PAPER, statement=STATEMENT
        )

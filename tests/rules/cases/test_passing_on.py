"""Legal bases for the passing on of case information (法第18条, 第16条第3項)."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from app.rules.cases.access import PassingOnBasis
from app.rules.cases.passing_on import Consent, RequestBasis, Terms, is_live, may_pass_on
from app.rules.common import articles
from app.rules.states.cases.case import CaseRequestState

TODAY = date(2026, 11, 25)
BODY, OTHER = 3, 4
CONSENT = Consent(frozenset({BODY}), "就労の支援", date(2026, 10, 1))
BY_CONSENT = Terms(PassingOnBasis.CONSENT, "就労の相談のため", within_consent=True)


def allowed(
    terms: Terms, *, consent: Consent | None = None, asked: RequestBasis | None = None
) -> bool:
    return bool(may_pass_on(terms, body=BODY, today=TODAY, consent=consent, asked=asked))


@pytest.mark.parametrize(
    "basis", [basis for basis in PassingOnBasis if basis is not PassingOnBasis.COORDINATION]
)
@pytest.mark.parametrize("purpose", ["", " 　"])
def test_every_basis_requires_a_purpose(basis: PassingOnBasis, purpose: str) -> None:
    terms = Terms(basis, purpose, "危険", "児童虐待の防止等に関する法律第6条", within_consent=True)
    asked = RequestBasis(BODY, CaseRequestState.SENT)
    assert not allowed(terms, consent=CONSENT, asked=asked)
    assert allowed(replace(terms, purpose="支援のため"), consent=CONSENT, asked=asked)


@pytest.mark.parametrize(
    ("change", "right"),
    [
        ({}, True),
        ({"bodies": frozenset({OTHER})}, False),
        ({"bodies": frozenset()}, False),
        ({"bodies": frozenset({OTHER, BODY})}, True),
        ({"purposes": ""}, False),
        ({"is_current": False}, False),
        ({"given_on": TODAY}, True),
        ({"given_on": TODAY + timedelta(days=1)}, False),
        ({"expires_on": TODAY}, True),
        ({"expires_on": TODAY - timedelta(days=1)}, False),
        ({"withdrawn_on": TODAY}, False),
        ({"withdrawn_on": TODAY + timedelta(days=1)}, True),
    ],
)
def test_consent_is_limited_to_its_bodies_and_period(change: dict[str, Any], right: bool) -> None:
    consent = replace(CONSENT, **change)
    assert allowed(BY_CONSENT, consent=consent) is right
    if {"given_on", "expires_on", "withdrawn_on", "is_current"} & change.keys():
        assert is_live(consent, TODAY) is right


def test_consent_must_be_named_and_compared() -> None:
    assert not allowed(BY_CONSENT)
    assert not allowed(replace(BY_CONSENT, within_consent=False), consent=CONSENT)


@pytest.mark.parametrize("state", CaseRequestState)
def test_request_is_a_basis_while_sent_or_answered(state: CaseRequestState) -> None:
    terms = Terms(PassingOnBasis.REQUEST, "意見を求めるため")
    right = state in (CaseRequestState.SENT, CaseRequestState.ANSWERED)
    assert allowed(terms, asked=RequestBasis(BODY, state)) is right
    assert not allowed(terms, asked=RequestBasis(OTHER, state))
    assert not allowed(terms)
    refusal = may_pass_on(terms, body=BODY, today=TODAY, consent=None, asked=None)
    assert refusal.article == articles.COUNCIL_REQUEST


@pytest.mark.parametrize(
    ("law", "right"),
    [
        ("", False),
        (" ", False),
        ("孤独・孤立対策推進法第16条", False),
        ("児童虐待の防止等に関する法律第6条第1項", True),
    ],
)
def test_other_law_must_be_named_and_be_a_different_law(law: str, right: bool) -> None:
    assert allowed(Terms(PassingOnBasis.OTHER_LAW, "通告のため", law=law)) is right


def test_danger_must_be_described() -> None:
    assert not allowed(Terms(PassingOnBasis.DANGER, "保護のため"))
    assert allowed(
        Terms(PassingOnBasis.DANGER, "保護のため", reason="連絡が途絶え、室内に人影がある")
    )


def test_refusal_repeats_none_of_the_input() -> None:
    word = "かささぎ"
    for basis in PassingOnBasis:
        terms = Terms(basis, word, law=f"{word}孤独・孤立対策推進法")
        verdict = may_pass_on(terms, body=BODY, today=TODAY, consent=None, asked=None)
        assert not verdict
        assert word not in verdict.reason


def test_coordination_begins_with_a_naming_and_never_with_a_passing_on() -> None:
    asked = RequestBasis(BODY, CaseRequestState.SENT)
    terms = Terms(PassingOnBasis.COORDINATION, "調整のため", "危険", "法律", within_consent=True)
    assert not allowed(terms, consent=CONSENT, asked=asked)

"""Conditions for passing on case information (法第18条). The Act has no clause replacing consent.

Every passing-on has one basis, one named recipient of a constituent body, and a purpose. The
text of a refusal reveals nothing about the case.
"""

from dataclasses import dataclass
from datetime import date

from app.rules import Article, Verdict
from app.rules.cases.access import PassingOnBasis
from app.rules.common import articles
from app.rules.states.cases.case import CaseRequestState

THIS_ACT = "孤独・孤立対策推進法"


@dataclass(frozen=True)
class Terms:
    """The basis and purpose of a passing-on, as stated by the person passing on."""

    basis: PassingOnBasis
    purpose: str
    reason: str = ""
    """For a danger to life or body: what it is, and why it cannot wait."""
    law: str = ""
    """For another law: its name and article."""
    source_id: str = ""
    """The record of the consent, or the request under 法第16条第3項."""
    within_consent: bool = False
    """Whether purpose and content were confirmed to be within the consent."""


@dataclass(frozen=True)
class Consent:
    """The contents of a consent record that matter for passing on."""

    bodies: frozenset[int]
    purposes: str
    given_on: date
    expires_on: date | None = None
    withdrawn_on: date | None = None
    is_current: bool = True
    """Neither withdrawn nor struck out."""


@dataclass(frozen=True)
class RequestBasis:
    """A request under 法第16条第3項: its addressee and state."""

    body: int
    state: CaseRequestState


def may_pass_on(
    terms: Terms, *, body: int, today: date, consent: Consent | None, asked: RequestBasis | None
) -> Verdict:
    """Whether these terms allow passing on to a person of this constituent body (法第18条).

    consent, asked: what `terms.source_id` refers to, for the bases that need it; None if missing.
    """
    if not terms.purpose.strip():
        return _no(articles.SECRECY, "提供の目的を入力してください。")
    match terms.basis:
        case PassingOnBasis.CONSENT:
            return _by_consent(terms, body, today, consent)
        case PassingOnBasis.REQUEST:
            return _by_request(body, asked)
        case PassingOnBasis.DANGER if not terms.reason.strip():
            return _no(
                articles.SECRECY, "生命・身体の危険の内容と、急を要する理由を入力してください。"
            )
        case PassingOnBasis.OTHER_LAW:
            return _by_other_law(terms.law)
        case PassingOnBasis.COORDINATION:
            return _no(
                articles.COORDINATION, "調整機関の調整は、調整担当の指名によってのみ始まります。"
            )
    return Verdict(True, articles.SECRECY, "提供の根拠が示されています。")


def is_live(consent: Consent, today: date) -> bool:
    """Whether a consent is valid on this day: given, not withdrawn, not expired (inclusive)."""
    return (
        consent.is_current
        and consent.given_on <= today
        and (consent.withdrawn_on is None or consent.withdrawn_on > today)
        and (consent.expires_on is None or consent.expires_on >= today)
    )


def _by_consent(terms: Terms, body: int, today: date, consent: Consent | None) -> Verdict:
    if consent is None:
        return _no(articles.SECRECY, "根拠とする同意の記録を選んでください。")
    if not is_live(consent, today):
        return _no(
            articles.SECRECY,
            "この同意は、撤回されたか、期限が過ぎたか、まだ始まっていません。今の同意を選んでください。",
        )
    if body not in consent.bodies:
        return _no(
            articles.SECRECY,
            "この同意は、提供先の構成機関等への提供を認めていません。本人から改めて同意を得てください。",
        )
    if not consent.purposes.strip():
        return _no(articles.SECRECY, "この同意の記録には、提供の目的がありません。")
    if not terms.within_consent:
        return _no(
            articles.SECRECY,
            "提供の目的と内容が同意の範囲内であることを確かめ、確認の欄に印を付けてください。",
        )
    return Verdict(True, articles.SECRECY, "本人の同意があります。")


def _by_request(body: int, asked: RequestBasis | None) -> Verdict:
    if asked is None or asked.body != body:
        return _no(
            articles.COUNCIL_REQUEST, "提供先の構成機関等に対する協力の求めを選んでください。"
        )
    if asked.state not in (CaseRequestState.SENT, CaseRequestState.ANSWERED):
        return _no(
            articles.COUNCIL_REQUEST,
            "根拠にできるのは、回答待ち又は回答済みの協力の求めだけです。",
        )
    return Verdict(True, articles.COUNCIL_REQUEST, "協力の求めがあります。")


def _by_other_law(law: str) -> Verdict:
    if not law.strip():
        return _no(articles.SECRECY, "根拠とする法令の名称と条項を入力してください。")
    if THIS_ACT in law:
        return _no(
            articles.SECRECY,
            f"{THIS_ACT}には、本人の同意に代わる規定がありません。ほかの根拠を選んでください。",
        )
    return Verdict(True, articles.SECRECY, "根拠とする法令が示されています。")


def _no(article: Article, reason: str) -> Verdict:
    return Verdict(False, article, reason)

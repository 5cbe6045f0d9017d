"""Who may join, and which findings admission requires (規約第5条第2項, 要領第1条, 第2条第3項)."""

import pytest

from app.rules.common import articles
from app.rules.membership.eligibility import (
    Check,
    OrganisationKind,
    may_accept,
    may_apply,
    required_checks,
)
from app.rules.membership.readmission import LossCause, may_readmit
from tests.rules.dates import day

OUTSIDE = (OrganisationKind.ADMINISTRATIVE, OrganisationKind.SOCIAL_WELFARE_COUNCIL)
ORDINARY = [
    kind for kind in OrganisationKind if kind not in (*OUTSIDE, OrganisationKind.INDIVIDUAL)
]
THREE = (Check.RELEVANT_ACTIVITY, Check.NO_ANTI_SOCIAL_TIES, Check.ELIGIBLE_KIND)
BARRED = may_readmit(
    day("2024-04-10"), LossCause.EXPULSION, today=day("2025-01-01"), has_statement=True
)


def test_individual_is_refused_with_the_article():
    verdict = may_apply(OrganisationKind.INDIVIDUAL)
    assert not verdict
    assert str(verdict.article) == "要領第2条第3項第3号"
    assert "個人" in verdict.reason


def test_individual_is_refused_regardless_of_findings():
    findings = dict.fromkeys(Check, True)
    assert not may_accept(OrganisationKind.INDIVIDUAL, findings)


@pytest.mark.parametrize("kind", ORDINARY)
def test_organisation_may_apply_under_the_guideline(kind):
    assert may_apply(kind)
    assert required_checks(kind) == THREE


@pytest.mark.parametrize("kind", OUTSIDE)
def test_bodies_outside_the_guideline_need_only_the_bylaws_finding(kind):
    assert may_apply(kind).article == articles.ADMISSION
    assert required_checks(kind) == (Check.SUITABLE,)
    assert may_accept(kind, {Check.SUITABLE: True})
    assert not may_accept(kind, dict.fromkeys(THREE, True))


@pytest.mark.parametrize("missing", THREE)
@pytest.mark.parametrize("finding", [None, False, "nothing"])
def test_each_of_the_three_checks_is_required(missing, finding):
    findings = dict.fromkeys(THREE, True)
    if finding == "nothing":
        del findings[missing]
    else:
        findings[missing] = finding
    verdict = may_accept(OrganisationKind.NPO, findings)
    assert not verdict
    assert verdict.article == missing.article
    assert missing.label in verdict.reason


def test_three_positive_findings_allow_acceptance():
    verdict = may_accept(OrganisationKind.NPO, dict.fromkeys(THREE, True))
    assert verdict
    assert str(verdict.article) == "要領第2条第3項"


def test_negative_finding_is_reported_before_a_missing_one():
    verdict = may_accept(
        OrganisationKind.NPO, {Check.RELEVANT_ACTIVITY: None, Check.ELIGIBLE_KIND: False}
    )
    assert verdict.article == Check.ELIGIBLE_KIND.article


def test_acceptance_is_refused_during_the_bar():
    findings = dict.fromkeys(THREE, True)
    assert may_accept(OrganisationKind.NPO, findings, readmission=BARRED) == BARRED


@pytest.mark.parametrize("kind", OUTSIDE)
def test_bar_does_not_apply_to_bodies_outside_the_guideline(kind):
    assert may_accept(kind, {Check.SUITABLE: True}, readmission=BARRED)


def test_every_kind_and_check_has_its_own_label():
    assert len({kind.label for kind in OrganisationKind}) == len(OrganisationKind)
    assert len({check.label for check in Check}) == len(Check)

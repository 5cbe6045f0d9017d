"""Eligibility for general membership and its checks (規約第5条第2項, 要領第1条, 第2条第3項)."""

from collections.abc import Collection, Mapping

from app.rules import Article, Verdict
from app.rules.common import articles
from app.rules.common.labelled import Labelled


class OrganisationKind(Labelled):
    """団体の種別."""

    NPO = "npo", "NPO法人"
    SOCIAL_WELFARE_CORPORATION = "social_welfare_corporation", "社会福祉法人"
    FOUNDATION = "foundation", "財団法人"
    ASSOCIATION = "association", "社団法人"
    VOLUNTARY = "voluntary", "任意団体"
    COMPANY = "company", "民間企業"
    COOPERATIVE = "cooperative", "労働者協同組合等"
    PROFESSIONAL_BODY = "professional_body", "専門職団体・経済団体"
    OTHER_BODY = "other_body", "その他の団体"
    ADMINISTRATIVE = "administrative", "行政機関"
    SOCIAL_WELFARE_COUNCIL = "social_welfare_council", "社会福祉協議会"
    INDIVIDUAL = "individual", "個人"

    @property
    def outside_guideline(self) -> bool:
        """行政機関 and 社会福祉協議会: the guideline does not apply to them (要領第1条)."""
        return self in (self.ADMINISTRATIVE, self.SOCIAL_WELFARE_COUNCIL)


class Check(Labelled):
    """A finding that the secretariat records before acceptance."""

    RELEVANT_ACTIVITY = "relevant_activity", "団体等の活動が孤独・孤立対策の推進に関連があること"
    NO_ANTI_SOCIAL_TIES = "no_anti_social_ties", "暴力団等反社会的勢力と関係がないこと"
    ELIGIBLE_KIND = "eligible_kind", "入会できる種別の団体等であること"
    SUITABLE = "suitable", "入会が適切であること"

    @property
    def article(self) -> Article:
        """The provision that requires it."""
        return _REQUIRED_BY[self]


_REQUIRED_BY = {
    Check.RELEVANT_ACTIVITY: articles.CHECK_ACTIVITY,
    Check.NO_ANTI_SOCIAL_TIES: articles.CHECK_ANTI_SOCIAL,
    Check.ELIGIBLE_KIND: articles.CHECK_KIND,
    Check.SUITABLE: articles.ADMISSION,
}


def may_apply(kind: OrganisationKind) -> Verdict:
    """Whether an application of this kind is received at all."""
    if kind is OrganisationKind.INDIVIDUAL:
        return Verdict(
            False,
            articles.CHECK_KIND,
            "個人での入会は認められていません。団体としてお申し込みください。",
        )
    if kind.outside_guideline:
        return Verdict(
            True,
            articles.ADMISSION,
            f"{kind.label}には入会要領を適用せず、規約により事務局が適切かどうかを認めます。",
        )
    return Verdict(True, articles.CHECK_KIND, f"{kind.label}は入会を申し込むことができます。")


def required_checks(kind: OrganisationKind) -> tuple[Check, ...]:
    """Return the findings required before acceptance, in the order of the provisions."""
    if kind.outside_guideline:
        return (Check.SUITABLE,)
    return (Check.RELEVANT_ACTIVITY, Check.NO_ANTI_SOCIAL_TIES, Check.ELIGIBLE_KIND)


def has_pledged(kind: OrganisationKind, *, pledged: bool, consented: bool) -> Verdict:
    """Whether pledge and consents are there, without which nothing is accepted (要領第2条第3項第2号).

    The guideline, and with it the pledge, does not apply to kinds outside it (要領第1条).
    """
    if kind.outside_guideline:
        return Verdict(True, articles.SCOPE, f"{kind.label}には誓約を求めません。")
    if not pledged:
        return Verdict(
            False,
            articles.CHECK_ANTI_SOCIAL,
            "反社会的勢力と関係がないことの誓約がありません。補正を求めてください。",
        )
    if not consented:
        return Verdict(
            False,
            articles.APPLICATION,
            "規約・要領と個人情報の取扱いへの同意がありません。補正を求めてください。",
        )
    return Verdict(True, articles.CHECK_ANTI_SOCIAL, "誓約と同意があります。")


def may_accept(
    kind: OrganisationKind,
    checks: Mapping[Check, bool | None],
    *,
    readmission: Verdict | None = None,
    given: Verdict | None = None,
    again: Collection[Check] = (),
) -> Verdict:
    """Whether the secretariat may accept.

    `checks` holds True (found), False (found not to hold) or None/nothing (not yet checked).
    `readmission` is may_readmit's verdict for a former member, None for a new one; it is ignored
    for kinds outside the guideline, because 要領第5条 does not apply to them. `given` is
    has_pledged's verdict. `again` holds the checks to be repeated after a correction (要再確認).
    """
    applying = may_apply(kind)
    if not applying:
        return applying
    if readmission is not None and not readmission and not kind.outside_guideline:
        return readmission
    if given is not None and not given:
        return given
    required = required_checks(kind)
    for check in required:
        if check in again:
            return Verdict(
                False,
                check.article,
                f"「{check.label}」は要再確認です。補正の後の内容を確認して記録してください。",
            )
        if checks.get(check) is False:
            return Verdict(False, check.article, f"「{check.label}」が認められません。")
    for check in required:
        if checks.get(check) is None:
            return Verdict(
                False,
                check.article,
                f"「{check.label}」の確認が済んでいません。確認して記録してください。",
            )
    basis = articles.ADMISSION if kind.outside_guideline else articles.CHECKS
    return Verdict(True, basis, "確認がすべて済み、入会を認めることができます。")

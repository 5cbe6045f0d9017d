"""Figures of this wing: needs and offers, patronage, referrals."""

from collections.abc import Mapping

from app.models.exchange.need_offer import NeedOffer
from app.models.exchange.patronage import Patronage
from app.models.exchange.referral import Referral
from app.rules.exchange.need_offers import NeedKind
from app.rules.states.exchange.patronage import PatronageStage
from app.rules.states.exchange.referral import ReferralStage
from app.services.common.figures import Figure, by_label, count, within

GROUP = "会員どうしのつながり"
GRANTED = (PatronageStage.GRANTED, PatronageStage.REPORTED)


def _posted(year: int) -> Mapping[str, int]:
    return by_label(NeedOffer.kind, NeedKind, within(NeedOffer.created_at, year))


def _matched(year: int) -> Mapping[str, int]:
    return by_label(NeedOffer.kind, NeedKind, within(NeedOffer.matched_on, year))


def _patronage(year: int) -> int:
    return count(Patronage.stage.in_(GRANTED), within(Patronage.decided_on, year))


def _joined(year: int) -> int:
    return count(Referral.stage == ReferralStage.JOINED, within(Referral.moved_on, year))


FIGURES = (
    Figure(
        "needs.posted",
        *(GROUP, "つなぎたい・手伝える", "件"),
        "年度内に会員が載せた数",
        _posted,
    ),
    Figure(
        "needs.matched",
        *(GROUP, "つながったもの", "件"),
        "年度内に、相手が見つかったと会員が記録した数",
        _matched,
    ),
    Figure(
        "patronage.granted",
        *(GROUP, "後援名義の承認", "件"),
        "年度内に使用を承認した数。承認の後に取り下げられたものは数えない",
        _patronage,
    ),
    Figure(
        "referrals.joined",
        *(GROUP, "紹介による入会", "団体"),
        "年度内に、会員の紹介・声かけから入会した団体の数",
        _joined,
    ),
)

"""Referrals (紹介・声かけ): from the idea to the membership."""

from collections.abc import Mapping
from enum import StrEnum

from app.rules.states.common.table import State


class ReferralStage(State):
    """声かけの段階."""

    NOTED = "noted", "これから"
    APPROACHED = "approached", "声をかけた"
    APPLIED = "applied", "申込みあり"
    JOINED = "joined", "入会"
    DECLINED = "declined", "見送り"


class ReferralVerb(StrEnum):
    """Actions on a referral. ARRIVE, JOIN: the application tells it by itself."""

    NOTE = "note"
    APPROACH = "approach"
    ARRIVE = "arrive"
    JOIN = "join"
    DECLINE = "decline"
    TAKE_UP = "take_up"


_S, _V = ReferralStage, ReferralVerb
REFERRAL: Mapping[tuple[ReferralStage | None, ReferralVerb], ReferralStage] = {
    (None, _V.NOTE): _S.NOTED,
    (_S.NOTED, _V.APPROACH): _S.APPROACHED,
    (_S.NOTED, _V.ARRIVE): _S.APPLIED,
    (_S.NOTED, _V.DECLINE): _S.DECLINED,
    (_S.APPROACHED, _V.ARRIVE): _S.APPLIED,
    (_S.APPROACHED, _V.DECLINE): _S.DECLINED,
    (_S.DECLINED, _V.ARRIVE): _S.APPLIED,
    (_S.DECLINED, _V.TAKE_UP): _S.NOTED,
    (_S.APPLIED, _V.JOIN): _S.JOINED,
    (_S.APPLIED, _V.DECLINE): _S.DECLINED,
}

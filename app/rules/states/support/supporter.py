"""The stages of a supporter (サポーターの段階)."""

from collections.abc import Mapping
from enum import StrEnum

from app.rules.states.common.table import State


class SupporterStage(State):
    """サポーターの段階."""

    APPLIED = "applied", "申込み"
    TRAINED = "trained", "研修修了"
    APPOINTED = "appointed", "任命"
    REFRESHER = "refresher", "再研修の時期"
    ENDED = "ended", "終了"


SERVING = (SupporterStage.APPOINTED, SupporterStage.REFRESHER)


class SupporterVerb(StrEnum):
    """Actions on a supporter."""

    APPLY = "apply"
    TRAIN = "train"
    APPOINT = "appoint"
    REMIND = "remind"
    RENEW = "renew"
    END = "end"


_S, _V = SupporterStage, SupporterVerb
SUPPORTER: Mapping[tuple[SupporterStage | None, SupporterVerb], SupporterStage] = {
    (None, _V.APPLY): _S.APPLIED,
    (_S.APPLIED, _V.TRAIN): _S.TRAINED,
    (_S.TRAINED, _V.APPOINT): _S.APPOINTED,
    (_S.APPOINTED, _V.REMIND): _S.REFRESHER,
    (_S.REFRESHER, _V.RENEW): _S.APPOINTED,
    (_S.APPLIED, _V.END): _S.ENDED,
    (_S.TRAINED, _V.END): _S.ENDED,
    (_S.APPOINTED, _V.END): _S.ENDED,
    (_S.REFRESHER, _V.END): _S.ENDED,
}

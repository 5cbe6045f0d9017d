"""Patronage (後援名義): applied for, decided, reported."""

from collections.abc import Mapping
from enum import StrEnum

from app.rules.states.common.table import State


class PatronageStage(State):
    """後援名義の段階."""

    APPLIED = "applied", "申請"
    GRANTED = "granted", "承認"
    REFUSED = "refused", "不承認"
    REPORTED = "reported", "報告済み"
    WITHDRAWN = "withdrawn", "取下げ"


class PatronageVerb(StrEnum):
    """Actions on an application for patronage."""

    APPLY = "apply"
    GRANT = "grant"
    REFUSE = "refuse"
    REPORT = "report"
    WITHDRAW = "withdraw"


_S, _V = PatronageStage, PatronageVerb
PATRONAGE: Mapping[tuple[PatronageStage | None, PatronageVerb], PatronageStage] = {
    (None, _V.APPLY): _S.APPLIED,
    (_S.APPLIED, _V.GRANT): _S.GRANTED,
    (_S.APPLIED, _V.REFUSE): _S.REFUSED,
    (_S.APPLIED, _V.WITHDRAW): _S.WITHDRAWN,
    (_S.GRANTED, _V.REPORT): _S.REPORTED,
    (_S.GRANTED, _V.WITHDRAW): _S.WITHDRAWN,
}

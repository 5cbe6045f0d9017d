"""The minutes of a meeting (議事録)."""

from collections.abc import Mapping
from enum import StrEnum

from app.rules.states.common.table import State


class MinutesState(State):
    """議事録の状態."""

    DRAFT = "draft", "作成中"
    CONFIRMED = "confirmed", "確定"


class MinutesVerb(StrEnum):
    """Actions on minutes. CONFIRMED is final."""

    DRAFT = "draft"
    REVISE = "revise"
    CONFIRM = "confirm"


_S, _V = MinutesState, MinutesVerb
MINUTES: Mapping[tuple[MinutesState | None, MinutesVerb], MinutesState] = {
    (None, _V.DRAFT): _S.DRAFT,
    (_S.DRAFT, _V.DRAFT): _S.DRAFT,
    (_S.DRAFT, _V.REVISE): _S.DRAFT,
    (_S.DRAFT, _V.CONFIRM): _S.CONFIRMED,
}

"""An expulsion file (除名, 規約第6条, 第9条第3号): expulsion requires a resolution."""

from collections.abc import Mapping
from enum import StrEnum

from app.rules.states.common.table import State


class ExpulsionState(State):
    """除名手続の状態."""

    PREPARING = "preparing", "準備中"
    HEARING = "hearing", "弁明の機会"
    AWAITING_RESOLUTION = "awaiting_resolution", "議決待ち"
    RESOLVED = "resolved", "除名議決"
    NOT_PASSED = "not_passed", "否決"
    DROPPED = "dropped", "取りやめ"
    LAPSED = "lapsed", "失効"


class ExpulsionVerb(StrEnum):
    """Actions on a file. RESOLVE and NOT_PASSED are reserved to the platform meeting."""

    PREPARE = "prepare"
    OFFER_HEARING = "offer_hearing"
    CONCLUDE_HEARING = "conclude_hearing"
    RESOLVE = "resolve"
    NOT_PASSED = "not_passed"
    DROP = "drop"
    LAPSE = "lapse"


_S, _V = ExpulsionState, ExpulsionVerb
OPEN_EXPULSION_STATES = (_S.PREPARING, _S.HEARING, _S.AWAITING_RESOLUTION)
EXPULSION: Mapping[tuple[ExpulsionState | None, ExpulsionVerb], ExpulsionState] = {
    (None, _V.PREPARE): _S.PREPARING,
    (_S.PREPARING, _V.OFFER_HEARING): _S.HEARING,
    (_S.HEARING, _V.CONCLUDE_HEARING): _S.AWAITING_RESOLUTION,
    (_S.AWAITING_RESOLUTION, _V.RESOLVE): _S.RESOLVED,
    (_S.AWAITING_RESOLUTION, _V.NOT_PASSED): _S.NOT_PASSED,
    **{(state, _V.DROP): _S.DROPPED for state in OPEN_EXPULSION_STATES},
    **{(state, _V.LAPSE): _S.LAPSED for state in OPEN_EXPULSION_STATES},
}

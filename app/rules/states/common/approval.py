"""A proposal that another person releases (二人での決定)."""

from collections.abc import Mapping
from enum import StrEnum

from app.rules.states.common.table import State


class ApprovalState(State):
    """二人での決定の状態."""

    PROPOSED = "proposed", "承認待ち"
    RELEASED = "released", "承認済み"
    RETURNED = "returned", "差戻し"
    TAKEN_BACK = "taken_back", "取下げ"
    LAPSED = "lapsed", "失効"


class ApprovalVerb(StrEnum):
    """Actions on a proposal. LAPSE: its object no longer allows it."""

    PROPOSE = "propose"
    RELEASE = "release"
    RETURN = "return"
    TAKE_BACK = "take_back"
    LAPSE = "lapse"


_A, _AV = ApprovalState, ApprovalVerb
APPROVAL: Mapping[tuple[ApprovalState | None, ApprovalVerb], ApprovalState] = {
    (None, _AV.PROPOSE): _A.PROPOSED,
    (_A.PROPOSED, _AV.RELEASE): _A.RELEASED,
    (_A.PROPOSED, _AV.RETURN): _A.RETURNED,
    (_A.PROPOSED, _AV.TAKE_BACK): _A.TAKEN_BACK,
    (_A.PROPOSED, _AV.LAPSE): _A.LAPSED,
}

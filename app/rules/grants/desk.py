"""How the secretariat and a body see where a grant stands: tabs, steps, whose turn it is."""

from enum import Enum
from typing import NamedTuple

from app.rules.states.grants.grant import GrantState as S


class Tab(Enum):
    """A tab of the secretariat's list, with its states, in the order of the work. Each state is in one."""

    REVIEW = (S.SUBMITTED,)
    REQUEST = (S.OFFERED, S.REQUESTED)
    RUNNING = (S.DECIDED, S.SUSPENDED)
    CHANGE = (S.CHANGE_ASKED,)
    REPORT = (S.REPORTED, S.INSPECTED, S.ABOLISHED)
    PAYMENT = (S.SETTLED, S.CLAIMED)
    REPAYMENT = (S.REPAYING,)
    OVER = (S.PAID, S.REPAID, S.REJECTED, S.WITHDRAWN, S.REVOKED)
    DRAFT = (S.DRAFT, S.TO_CONFIRM)

    @property
    def key(self) -> str:
        """Its name in addresses."""
        return self.name.lower()


class Way(NamedTuple):
    """The step line of a grant and the place in it, from 1."""

    steps: tuple[str, ...]
    place: int


_PLACES = {
    S.DRAFT: "応募",
    S.TO_CONFIRM: "応募",
    S.SUBMITTED: "審査",
    S.OFFERED: "交付申請",
    S.REQUESTED: "交付決定",
    S.DECIDED: "事業",
    S.CHANGE_ASKED: "事業",
    S.SUSPENDED: "事業",
    S.ABOLISHED: "実績報告",
    S.REPORTED: "検査・確定",
    S.INSPECTED: "検査・確定",
    S.SETTLED: "請求",
    S.CLAIMED: "支払",
}


def way(state: S, *, has_prenotice: bool) -> Way | None:
    """Return the step line; None for a grant that has left the way."""
    asking = ("交付申請", "交付決定") if has_prenotice else ()
    steps = ("応募", "審査", *asking, "事業", "実績報告", "検査・確定", "請求", "支払")
    if state is S.PAID:
        return Way(steps, len(steps) + 1)
    step = _PLACES.get(state)
    return Way(steps, steps.index(step) + 1) if step in steps else None

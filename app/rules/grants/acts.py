"""What the secretariat decides on a grant, each by two officers, with its letter."""

from app.rules.common.labelled import Labelled
from app.rules.states.grants.grant import GRANT, GrantState, GrantVerb


class GrantAct(Labelled):
    """A decision (決定). Its value is the verb's."""

    OFFER = "offer", "内示"
    DECIDE = "decide", "交付決定"
    CHANGE = "change", "変更等の承認"
    SETTLE = "settle", "額の確定"
    REJECT = "reject", "不採択"
    REFUSE_CHANGE = "refuse_change", "変更等の不承認"
    REVOKE = "revoke", "交付決定等の取消し"

    @property
    def verb(self) -> GrantVerb:
        """The verb of the state table."""
        return GrantVerb(self.value)

    @property
    def takes_amount(self) -> bool:
        """Whether the officer enters an amount; else it is worked out."""
        return self in (GrantAct.OFFER, GrantAct.DECIDE)

    @property
    def needs_reason(self) -> bool:
        """Whether it is refused without a reason."""
        return self in (GrantAct.REJECT, GrantAct.REFUSE_CHANGE, GrantAct.REVOKE)


def possible(state: GrantState, *, has_prenotice: bool) -> tuple[GrantAct, ...]:
    """Return the decisions that the state allows. Without 内示 an application is decided on."""
    new = GrantAct.DECIDE if has_prenotice else GrantAct.OFFER
    return tuple(
        act
        for act in GrantAct
        if (state, act.verb) in GRANT and not (state is GrantState.SUBMITTED and act is new)
    )

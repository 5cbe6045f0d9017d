"""The states of a grant (補助金): from the application to the payment."""

from collections.abc import Mapping
from enum import StrEnum

from app.rules.states.common.table import State


class GrantState(State):
    """補助金の状態."""

    DRAFT = "draft", "応募書の作成中"
    TO_CONFIRM = "to_confirm", "団体内の確認待ち"
    SUBMITTED = "submitted", "審査中"
    REJECTED = "rejected", "不採択"
    OFFERED = "offered", "内示"
    REQUESTED = "requested", "交付申請中"
    DECIDED = "decided", "交付決定"
    CHANGE_ASKED = "change_asked", "変更等の申請中"
    SUSPENDED = "suspended", "中止"
    ABOLISHED = "abolished", "廃止"
    REPORTED = "reported", "実績報告済み"
    INSPECTED = "inspected", "検査済み"
    SETTLED = "settled", "額の確定"
    CLAIMED = "claimed", "請求済み"
    PAID = "paid", "支払済み"
    WITHDRAWN = "withdrawn", "取下げ"
    REVOKED = "revoked", "取消し"
    REPAYING = "repaying", "返還待ち"
    REPAID = "repaid", "返還済み"


class GrantVerb(StrEnum):
    """Actions on a grant."""

    BEGIN = "begin"
    ASK = "ask"
    """Ask a second person of the body to confirm (団体内の確認を頼む)."""
    REWORK = "rework"
    SUBMIT = "submit"
    ENTER = "enter"
    """The secretariat enters an application that came on paper (代行入力)."""
    TAKE_BACK = "take_back"
    RETURN = "return"
    OFFER = "offer"
    REJECT = "reject"
    REQUEST = "request"
    DECIDE = "decide"
    WITHDRAW = "withdraw"
    ASK_CHANGE = "ask_change"
    CHANGE = "change"
    REFUSE_CHANGE = "refuse_change"
    SUSPEND = "suspend"
    RESUME = "resume"
    ABOLISH = "abolish"
    REPORT = "report"
    INSPECT = "inspect"
    SETTLE = "settle"
    CLAIM = "claim"
    PAY = "pay"
    CLOSE = "close"
    """Nothing is left to be paid, because all was paid in advance."""
    REVOKE = "revoke"
    DEMAND = "demand"
    REPAY = "repay"


_S, _V = GrantState, GrantVerb
WRITING = (_S.DRAFT, _S.TO_CONFIRM)
APPLIED = (_S.SUBMITTED,)
ASKED = (_S.OFFERED, _S.REQUESTED)
RUNNING = (_S.DECIDED, _S.CHANGE_ASKED, _S.SUSPENDED)
FINAL = (_S.SETTLED, _S.CLAIMED, _S.PAID)
COMMITTED = (*RUNNING, _S.ABOLISHED, _S.REPORTED, _S.INSPECTED, *FINAL, _S.REPAYING, _S.REPAID)
DESKS_TURN = (_S.SUBMITTED, _S.REQUESTED, _S.CHANGE_ASKED, _S.REPORTED, _S.INSPECTED, _S.CLAIMED)
BODYS_TURN = (
    *(_S.DRAFT, _S.TO_CONFIRM, _S.OFFERED, _S.DECIDED, _S.SUSPENDED, _S.ABOLISHED, _S.SETTLED),
    _S.REPAYING,
)
OVER = (_S.REJECTED, _S.PAID, _S.WITHDRAWN, _S.REVOKED, _S.REPAID)
REVOCABLE = (*ASKED, *RUNNING, _S.ABOLISHED, _S.REPORTED, _S.INSPECTED, *FINAL)
GRANT: Mapping[tuple[GrantState | None, GrantVerb], GrantState] = {
    (None, _V.BEGIN): _S.DRAFT,
    (_S.DRAFT, _V.ASK): _S.TO_CONFIRM,
    (_S.DRAFT, _V.ENTER): _S.SUBMITTED,
    (_S.TO_CONFIRM, _V.REWORK): _S.DRAFT,
    (_S.TO_CONFIRM, _V.SUBMIT): _S.SUBMITTED,
    (_S.SUBMITTED, _V.TAKE_BACK): _S.DRAFT,
    (_S.SUBMITTED, _V.RETURN): _S.DRAFT,
    (_S.SUBMITTED, _V.OFFER): _S.OFFERED,
    (_S.SUBMITTED, _V.DECIDE): _S.DECIDED,
    (_S.SUBMITTED, _V.REJECT): _S.REJECTED,
    (_S.OFFERED, _V.REQUEST): _S.REQUESTED,
    (_S.DRAFT, _V.WITHDRAW): _S.WITHDRAWN,
    (_S.OFFERED, _V.WITHDRAW): _S.WITHDRAWN,
    (_S.REQUESTED, _V.RETURN): _S.OFFERED,
    (_S.REQUESTED, _V.DECIDE): _S.DECIDED,
    (_S.REQUESTED, _V.REJECT): _S.REJECTED,
    (_S.REQUESTED, _V.WITHDRAW): _S.WITHDRAWN,
    (_S.DECIDED, _V.WITHDRAW): _S.WITHDRAWN,
    (_S.DECIDED, _V.ASK_CHANGE): _S.CHANGE_ASKED,
    (_S.CHANGE_ASKED, _V.CHANGE): _S.DECIDED,
    (_S.CHANGE_ASKED, _V.REFUSE_CHANGE): _S.DECIDED,
    (_S.CHANGE_ASKED, _V.SUSPEND): _S.SUSPENDED,
    (_S.CHANGE_ASKED, _V.ABOLISH): _S.ABOLISHED,
    (_S.SUSPENDED, _V.RESUME): _S.DECIDED,
    (_S.DECIDED, _V.REPORT): _S.REPORTED,
    (_S.ABOLISHED, _V.REPORT): _S.REPORTED,
    (_S.REPORTED, _V.RETURN): _S.DECIDED,
    (_S.REPORTED, _V.INSPECT): _S.INSPECTED,
    (_S.INSPECTED, _V.INSPECT): _S.INSPECTED,
    (_S.INSPECTED, _V.SETTLE): _S.SETTLED,
    (_S.SETTLED, _V.CLAIM): _S.CLAIMED,
    (_S.SETTLED, _V.CLOSE): _S.PAID,
    (_S.SETTLED, _V.DEMAND): _S.REPAYING,
    (_S.CLAIMED, _V.PAY): _S.PAID,
    **{(state, _V.REVOKE): _S.REVOKED for state in REVOCABLE},
    (_S.REVOKED, _V.DEMAND): _S.REPAYING,
    (_S.REPAYING, _V.REPAY): _S.REPAID,
}

"""The states of a proposal to the prefecture (政策提言)."""

from collections.abc import Mapping
from enum import StrEnum

from app.rules.states.common.table import State


class ProposalState(State):
    """政策提言の段階."""

    DRAFT = "draft", "起案中"
    SUBMITTED = "submitted", "会議に付議"
    NOT_PASSED = "not_passed", "否決"
    DECIDED = "decided", "決定"
    HANDED_OVER = "handed_over", "提出済み"
    CONSIDERED = "considered", "県で検討中"
    ANSWERED = "answered", "回答あり"
    CLOSED = "closed", "終了"


class ProposalVerb(StrEnum):
    """Actions on a proposal."""

    DRAFT = "draft"
    SUBMIT = "submit"
    SEND_BACK = "send_back"
    PASS = "pass"  # noqa: S105
    NOT_PASS = "not_pass"  # noqa: S105
    REVISE = "revise"
    HAND_OVER = "hand_over"
    CONSIDER = "consider"
    ANSWER = "answer"
    CLOSE = "close"


_S, _V = ProposalState, ProposalVerb
PROPOSAL: Mapping[tuple[ProposalState | None, ProposalVerb], ProposalState] = {
    (None, _V.DRAFT): _S.DRAFT,
    (_S.DRAFT, _V.SUBMIT): _S.SUBMITTED,
    (_S.SUBMITTED, _V.SEND_BACK): _S.DRAFT,
    (_S.SUBMITTED, _V.PASS): _S.DECIDED,
    (_S.SUBMITTED, _V.NOT_PASS): _S.NOT_PASSED,
    (_S.NOT_PASSED, _V.REVISE): _S.DRAFT,
    (_S.DECIDED, _V.HAND_OVER): _S.HANDED_OVER,
    (_S.HANDED_OVER, _V.CONSIDER): _S.CONSIDERED,
    (_S.HANDED_OVER, _V.ANSWER): _S.ANSWERED,
    (_S.CONSIDERED, _V.CONSIDER): _S.CONSIDERED,
    (_S.CONSIDERED, _V.ANSWER): _S.ANSWERED,
    (_S.ANSWERED, _V.ANSWER): _S.ANSWERED,
    (_S.ANSWERED, _V.CLOSE): _S.CLOSED,
    (_S.CLOSED, _V.ANSWER): _S.ANSWERED,
}
"""An answer may follow an answer: each is a row of its own, the last one counts."""
WAITING = (ProposalState.HANDED_OVER, ProposalState.CONSIDERED)
"""The prefecture owes an answer."""
WITH_ANSWER = (*WAITING, ProposalState.ANSWERED, ProposalState.CLOSED)
"""Handed over: whatever the prefecture says or does is recorded."""

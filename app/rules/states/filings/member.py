"""Members' filings: change notice (変更届), withdrawal notice (退会届), consent (内諾書)."""

from collections.abc import Mapping
from enum import StrEnum

from app.rules.states.common.table import State


class ChangeNoticeState(State):
    """変更届の状態 (要領第3条第2項)."""

    SUBMITTED = "submitted", "提出済み"
    ACCEPTED = "accepted", "反映済み"
    PARTLY_ACCEPTED = "partly_accepted", "一部反映"
    RETURNED = "returned", "差戻し"
    TAKEN_BACK = "taken_back", "取下げ"


class ChangeNoticeVerb(StrEnum):
    """Actions on a change notice."""

    SUBMIT = "submit"
    ACCEPT = "accept"
    ACCEPT_IN_PART = "accept_in_part"
    RETURN = "return"
    TAKE_BACK = "take_back"


_N, _NV = ChangeNoticeState, ChangeNoticeVerb
CHANGE_NOTICE: Mapping[tuple[ChangeNoticeState | None, ChangeNoticeVerb], ChangeNoticeState] = {
    (None, _NV.SUBMIT): _N.SUBMITTED,
    (_N.SUBMITTED, _NV.ACCEPT): _N.ACCEPTED,
    (_N.SUBMITTED, _NV.ACCEPT_IN_PART): _N.PARTLY_ACCEPTED,
    (_N.SUBMITTED, _NV.RETURN): _N.RETURNED,
    (_N.SUBMITTED, _NV.TAKE_BACK): _N.TAKEN_BACK,
}


class WithdrawalState(State):
    """退会届の状態 (規約第6条, 要領第4条). There is no refusal."""

    RECEIVED = "received", "受理済み"
    EFFECTIVE = "effective", "退会済み"


class WithdrawalVerb(StrEnum):
    """Actions on a withdrawal notice."""

    FILE = "file"
    TAKE_EFFECT = "take_effect"


_W, _WV = WithdrawalState, WithdrawalVerb
WITHDRAWAL: Mapping[tuple[WithdrawalState | None, WithdrawalVerb], WithdrawalState] = {
    (None, _WV.FILE): _W.RECEIVED,
    (_W.RECEIVED, _WV.TAKE_EFFECT): _W.EFFECTIVE,
}


class ConsentState(State):
    """幹事団体加入内諾書の状態 (規約第5条第1項)."""

    FILED = "filed", "提出済み"
    SELECTED = "selected", "選出"
    DECLINED = "declined", "選出されず"
    TAKEN_BACK = "taken_back", "取下げ"


class ConsentVerb(StrEnum):
    """Actions on a consent: selection and refusal only by resolution."""

    FILE = "file"
    SELECT = "select"
    DECLINE = "decline"
    TAKE_BACK = "take_back"


_C, _CV = ConsentState, ConsentVerb
CONSENT: Mapping[tuple[ConsentState | None, ConsentVerb], ConsentState] = {
    (None, _CV.FILE): _C.FILED,
    (_C.FILED, _CV.SELECT): _C.SELECTED,
    (_C.FILED, _CV.DECLINE): _C.DECLINED,
    (_C.FILED, _CV.TAKE_BACK): _C.TAKEN_BACK,
}

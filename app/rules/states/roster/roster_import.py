"""The secretariat's import of a roster file (名簿の取込み): checked first, then entered at once."""

from collections.abc import Mapping
from enum import StrEnum

from app.rules.states.common.table import State


class RosterImportState(State):
    """取込みの状態."""

    CHECKING = "checking", "確認中"
    CHECKED = "checked", "確認済み"
    IMPORTING = "importing", "取込み中"
    IMPORTED = "imported", "取込み済み"
    FAILED = "failed", "読み取れません"
    CANCELLED = "cancelled", "取りやめ"


class RosterImportVerb(StrEnum):
    """Actions on an import."""

    UPLOAD = "upload"
    NOTE_CHECKED = "note_checked"
    START = "start"
    CHECK_AGAIN = "check_again"
    FINISH = "finish"
    FAIL = "fail"
    CANCEL = "cancel"


_S, _V = RosterImportState, RosterImportVerb
ROSTER_IMPORT: Mapping[tuple[RosterImportState | None, RosterImportVerb], RosterImportState] = {
    (None, _V.UPLOAD): _S.CHECKING,
    (_S.CHECKING, _V.NOTE_CHECKED): _S.CHECKED,
    (_S.CHECKED, _V.START): _S.IMPORTING,
    (_S.CHECKED, _V.CHECK_AGAIN): _S.CHECKING,
    (_S.IMPORTING, _V.CHECK_AGAIN): _S.CHECKING,
    (_S.IMPORTING, _V.FINISH): _S.IMPORTED,
    (_S.CHECKING, _V.FAIL): _S.FAILED,
    (_S.IMPORTING, _V.FAIL): _S.FAILED,
    (_S.CHECKING, _V.CANCEL): _S.CANCELLED,
    (_S.CHECKED, _V.CANCEL): _S.CANCELLED,
}


class RowOutcome(State):
    """The outcome for one row of the file."""

    NEW = "new", "新規"
    CHANGE = "change", "変更"
    SAME = "same", "変更なし"
    WRONG = "wrong", "誤り"

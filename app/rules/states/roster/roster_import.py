"""The secretariat's import of a roster file (名簿の取込み): checked, entered at once, undone."""

from collections.abc import Mapping
from enum import StrEnum

from app.rules.states.common.table import State


class RosterImportState(State):
    """取込みの状態."""

    CHECKING = "checking", "確認中"
    MAPPING = "mapping", "列の割当て待ち"
    CHECKED = "checked", "確認済み"
    AWAITING = "awaiting", "承認待ち"
    IMPORTING = "importing", "取込み中"
    IMPORTED = "imported", "取込み済み"
    UNDOING = "undoing", "取消し中"
    UNDONE = "undone", "取消し済み"
    FAILED = "failed", "読み取れません"
    CANCELLED = "cancelled", "取りやめ"


class RosterImportVerb(StrEnum):
    """Actions on an import."""

    UPLOAD = "upload"
    ASK_COLUMNS = "ask_columns"
    MAP_COLUMNS = "map_columns"
    MAP_AGAIN = "map_again"
    NOTE_CHECKED = "note_checked"
    PROPOSE = "propose"
    RETURN = "return"
    START = "start"
    CHECK_AGAIN = "check_again"
    FINISH = "finish"
    FAIL = "fail"
    CANCEL = "cancel"
    UNDO = "undo"
    NOTE_UNDONE = "note_undone"
    GIVE_UP_UNDO = "give_up_undo"


_S, _V = RosterImportState, RosterImportVerb
ROSTER_IMPORT: Mapping[tuple[RosterImportState | None, RosterImportVerb], RosterImportState] = {
    (None, _V.UPLOAD): _S.CHECKING,
    (_S.CHECKING, _V.ASK_COLUMNS): _S.MAPPING,
    (_S.MAPPING, _V.MAP_COLUMNS): _S.CHECKING,
    (_S.CHECKED, _V.MAP_AGAIN): _S.MAPPING,
    (_S.CHECKING, _V.NOTE_CHECKED): _S.CHECKED,
    (_S.CHECKED, _V.START): _S.IMPORTING,
    (_S.CHECKED, _V.PROPOSE): _S.AWAITING,
    (_S.AWAITING, _V.START): _S.IMPORTING,
    (_S.AWAITING, _V.RETURN): _S.CHECKED,
    (_S.CHECKED, _V.CHECK_AGAIN): _S.CHECKING,
    (_S.IMPORTING, _V.CHECK_AGAIN): _S.CHECKING,
    (_S.IMPORTING, _V.FINISH): _S.IMPORTED,
    (_S.CHECKING, _V.FAIL): _S.FAILED,
    (_S.IMPORTING, _V.FAIL): _S.FAILED,
    (_S.CHECKING, _V.CANCEL): _S.CANCELLED,
    (_S.MAPPING, _V.CANCEL): _S.CANCELLED,
    (_S.CHECKED, _V.CANCEL): _S.CANCELLED,
    (_S.IMPORTED, _V.UNDO): _S.UNDOING,
    (_S.UNDOING, _V.NOTE_UNDONE): _S.UNDONE,
    (_S.UNDOING, _V.GIVE_UP_UNDO): _S.IMPORTED,
}


class RowOutcome(State):
    """The outcome for one row of the file."""

    NEW = "new", "新規"
    CHANGE = "change", "変更"
    SAME = "same", "変更なし"
    QUESTION = "question", "要回答"
    WRONG = "wrong", "誤り"

"""The import of a table into a register (台帳への取込み): read, mapped, checked, entered."""

from collections.abc import Mapping
from enum import StrEnum

from app.rules.states.common.table import State


class RegisterImportState(State):
    """取込みの状態."""

    READING = "reading", "読取り中"
    MAPPING = "mapping", "列の割当て待ち"
    CHECKING = "checking", "確認中"
    CHECKED = "checked", "確認済み"
    AWAITING = "awaiting", "承認待ち"
    ENTERING = "entering", "取込み中"
    ENTERED = "entered", "取込み済み"
    FAILED = "failed", "読み取れません"
    CANCELLED = "cancelled", "取りやめ"


class RegisterImportVerb(StrEnum):
    """Actions on an import."""

    UPLOAD = "upload"
    ASK_COLUMNS = "ask_columns"
    MAP_COLUMNS = "map_columns"
    NOTE_CHECKED = "note_checked"
    PROPOSE = "propose"
    RETURN = "return"
    START = "start"
    FINISH = "finish"
    FAIL = "fail"
    CANCEL = "cancel"


_S, _V = RegisterImportState, RegisterImportVerb
REGISTER_IMPORT: Mapping[
    tuple[RegisterImportState | None, RegisterImportVerb], RegisterImportState
] = {
    (None, _V.UPLOAD): _S.READING,
    (_S.READING, _V.ASK_COLUMNS): _S.MAPPING,
    (_S.MAPPING, _V.MAP_COLUMNS): _S.CHECKING,
    (_S.CHECKED, _V.MAP_COLUMNS): _S.CHECKING,
    (_S.CHECKING, _V.NOTE_CHECKED): _S.CHECKED,
    (_S.CHECKED, _V.START): _S.ENTERING,
    (_S.CHECKED, _V.PROPOSE): _S.AWAITING,
    (_S.AWAITING, _V.START): _S.ENTERING,
    (_S.AWAITING, _V.RETURN): _S.CHECKED,
    (_S.ENTERING, _V.FINISH): _S.ENTERED,
    (_S.READING, _V.FAIL): _S.FAILED,
    (_S.CHECKING, _V.FAIL): _S.FAILED,
    (_S.ENTERING, _V.FAIL): _S.FAILED,
    (_S.MAPPING, _V.CANCEL): _S.CANCELLED,
    (_S.CHECKED, _V.CANCEL): _S.CANCELLED,
}


class RowFate(State):
    """What becomes of a row of the file."""

    NEW = "new", "新規"
    CHANGE = "change", "変更"
    SAME = "same", "変更なし"
    WRONG = "wrong", "誤り"

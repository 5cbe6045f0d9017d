"""Numbers that a spreadsheet has damaged, repaired where there is only one way, else explained.

A leading zero is lost where a number stands as a number; a long one becomes 7.00002E+12.
"""

import re
import unicodedata
from typing import NamedTuple

from app.rules.common.identifiers import corporate_number_valid

_POWER = re.compile(r"[0-9]+(?:\.[0-9]+)?E\+[0-9]+", re.IGNORECASE)
_AROUND = re.compile(
    r"^(?:TEL|ＴＥＬ|電話|℡)\s*[:：]?\s*|\s*[(（](?:代表|代|直通|電話)[)）]$", re.IGNORECASE
)


class Repaired(NamedTuple):
    """The text to read, and what was done to it: Japanese, "" where nothing was."""

    text: str
    note: str = ""


def _digits(text: str) -> str:
    return re.sub(r"[-\s()]", "", unicodedata.normalize("NFKC", text)).removesuffix(".0")


def _refuse_power(text: str) -> None:
    if _POWER.fullmatch(text.strip()):
        raise ValueError(
            f"「{text.strip()}」は桁が失われた数です。元の番号を、セルの書式を文字列にして入れてください。"
        )


def phone(text: str) -> Repaired:
    """Return a telephone number without words around it, with the leading zero that was dropped."""
    _refuse_power(text)
    plain = _AROUND.sub("", text.strip())
    digits = _digits(plain)
    mobile = re.fullmatch("[5-9]0[0-9]{8}", digits)
    fixed = re.fullmatch("[1-9][0-9]{8}", digits)
    if not (mobile or fixed):
        return Repaired(plain)
    whole = f"0{plain.removesuffix('.0')}"
    return Repaired(whole, f"先頭の0が落ちていたため補いました（{whole}）。")


def postal_code(text: str) -> Repaired:
    """Return a postal code with the leading zero that a spreadsheet dropped."""
    digits = _digits(text).removeprefix("〒")
    if not re.fullmatch("[1-9][0-9]{5}", digits):
        return Repaired(text)
    whole = f"0{digits[:2]}-{digits[2:]}"
    return Repaired(whole, f"先頭の0が落ちていたため補いました（{whole}）。")


def corporate_number(text: str) -> Repaired:
    """Return a corporate number (法人番号). Raises ValueError where digits are lost, with a proposal.

    Twelve digits are the company's register number (会社法人等番号), or lack the check digit: whose
    they are is not ours to say.
    """
    _refuse_power(text)
    digits = _digits(text)
    if re.fullmatch("[0-9]{12}", digits):
        whole = next(f"{n}{digits}" for n in range(1, 10) if corporate_number_valid(f"{n}{digits}"))
        raise ValueError(
            "法人番号は13桁ですが、12桁しかありません（会社法人等番号か、先頭の1桁が落ちた番号です）。"
            f"先頭に検査用数字を付けた番号は {whole} です。確かめて入れてください。"
        )
    return Repaired(text.strip().removesuffix(".0") if digits.isdigit() else text)

"""Numbers and addresses as entered, converted to the one form that is stored.

Full-width digits and any hyphen are accepted. Every function raises ValueError with a Japanese
message that explains how to correct the entry.
"""

import re
import unicodedata

_HYPHENS = re.compile(
    "[\u002d\u00ad\u02d7\u2010-\u2015\u2043\u207b\u208b\u2212\u2500\u2501\u30fc\u4e00\ufe58\ufe63\uff0d\uff70]"
)
_CORPORATE_DIGITS = 13
_EMAIL = re.compile(r"(?P<local>[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+)@(?P<domain>[A-Za-z0-9.-]+)")
_DOMAIN_LABEL = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?")
MAX_EMAIL, _MAX_LOCAL = 254, 64


def _narrow(text: str) -> str:
    """Return the text half-width and stripped, with every hyphen (also ー, 一 and ─) as "-"."""
    return _HYPHENS.sub("-", unicodedata.normalize("NFKC", _HYPHENS.sub("-", text))).strip()


def normalise_postal_code(text: str) -> str:
    """Return 680-0831. Accepts 〒, seven digits without a hyphen, full-width digits."""
    digits = re.sub(r"[-\s]", "", _narrow(text).removeprefix("〒"))
    if not re.fullmatch("[0-9]{7}", digits):
        raise ValueError("郵便番号は7桁の数字で入力してください（例：680-8570）。")
    return f"{digits[:3]}-{digits[3:]}"


def phone_digits(text: str) -> str:
    """Return the digits alone, for comparing numbers: 0857267111 for +81-857-26-7111."""
    narrow = re.sub(r"^\+81[-\s]*(?:\(0\)|0)?", "0", _narrow(text))
    return re.sub(r"[^0-9]", "", narrow)


def normalise_phone(text: str) -> str:
    """Return 0857-26-7111: a Japanese telephone or FAX number, grouped as entered or as usual."""
    narrow = re.sub(r"^\+81[-\s]*(?:\(0\)|0)?", "0", _narrow(text))
    grouped = re.sub(r"[-\s()]+", "-", narrow).strip("-")
    digits = grouped.replace("-", "")
    length = 11 if re.match("0[256789]0", digits) else 10
    if not re.fullmatch("0[0-9]+", digits) or len(digits) != length or digits[1:3] == "00":
        raise ValueError(
            "電話番号・FAX番号は市外局番から数字で入力してください（例：0857-26-7111）。"
        )
    return grouped if "-" in grouped else _usual_groups(digits)


def _usual_groups(digits: str) -> str:
    if digits.startswith("0800"):
        sizes = (4, 3)
    elif len(digits) == 11:
        sizes = (3, 4)
    elif digits.startswith(("0120", "0570", "0180", "0990")):
        sizes = (4, 3)
    elif digits.startswith(("0857", "0858", "0859")):
        sizes = (4, 2)
    elif digits.startswith(("03", "06")):
        sizes = (2, 4)
    else:
        return digits
    first, second = sizes
    return f"{digits[:first]}-{digits[first : first + second]}-{digits[first + second :]}"


def corporate_number_valid(number: str) -> bool:
    """Whether the check digit (the first one) of thirteen ASCII digits is correct."""
    if not re.fullmatch(f"[0-9]{{{_CORPORATE_DIGITS}}}", number):
        return False
    weighted = sum(
        int(digit) * (1 if place % 2 else 2)
        for place, digit in enumerate(reversed(number[1:]), start=1)
    )
    return int(number[0]) == 9 - weighted % 9


def normalise_corporate_number(text: str) -> str:
    """Return 法人番号 as 13 digits, check digit verified. Accepts hyphens, spaces, invoice T."""
    digits = re.sub(r"[-\s]", "", _narrow(text)).upper().removeprefix("T")
    if not re.fullmatch(f"[0-9]{{{_CORPORATE_DIGITS}}}", digits):
        raise ValueError("法人番号は13桁の数字で入力してください。")
    if not corporate_number_valid(digits):
        raise ValueError("法人番号の検査用数字が合いません。番号を確かめて入力し直してください。")
    return digits


def normalise_email(text: str) -> str:
    """Return one mail address, half-width, its domain in lower case.

    Consecutive dots and a dot before the @ are accepted: Japanese mobile carriers issued such
    addresses.
    """
    narrow = unicodedata.normalize("NFKC", text).strip()
    match = _EMAIL.fullmatch(narrow)
    if match is None:
        raise ValueError(
            "メールアドレスは name@example.jp の形で、半角の英数字で入力してください。"
        )
    local, domain = match["local"], match["domain"].lower()
    labels = domain.split(".")
    if len(labels) < 2 or not all(_DOMAIN_LABEL.fullmatch(label) for label in labels):
        raise ValueError("メールアドレスの@より後ろが正しくありません（例：name@example.jp）。")
    if local.startswith(".") or len(local) > _MAX_LOCAL or len(narrow) > MAX_EMAIL:
        raise ValueError("メールアドレスの@より前が正しくありません（例：name@example.jp）。")
    return f"{local}@{domain}"

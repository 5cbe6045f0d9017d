"""The label of a case (符号) as somebody types it: off a paper, in a hurry, with a Japanese keyboard."""

import unicodedata

DASHES = str.maketrans(dict.fromkeys("ー−‐‑–—―ｰ", "-"))


def as_label(typed: str) -> str:
    """The label meant: wide signs, small letters and other dashes are the same to whoever types."""
    return unicodedata.normalize("NFKC", typed.translate(DASHES)).strip().upper()

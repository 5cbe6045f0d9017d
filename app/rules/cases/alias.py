"""The alias of a case (符号) as entered: from a paper, in a hurry, on a Japanese keyboard."""

import unicodedata

DASHES = str.maketrans(dict.fromkeys("ー−‐‑–—―ｰ", "-"))


def normalise_alias(typed: str) -> str:
    """Return the intended alias: full-width signs, small letters and other dashes are folded."""
    return unicodedata.normalize("NFKC", typed.translate(DASHES)).strip().upper()

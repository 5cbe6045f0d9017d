"""The alias of a case (符号) as entered: from a paper, in a hurry, on a Japanese keyboard."""

from app.rules.council.council import fold_alias


def normalise_alias(typed: str) -> str:
    """Return the intended alias: full-width signs, small letters and other dashes are folded."""
    return fold_alias(typed).strip().upper()

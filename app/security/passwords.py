"""Password rules and hashing."""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import NamedTuple

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST = 12
LONGEST = 128
COMMON = Path(__file__).parent.parent / "data" / "common_passwords.txt"
PART_OF_NAME = 4
"""Minimum length from which a part of a name is refused in the password."""
REST = 8
"""Letters that have to be left of a password without the words of the platform."""
ALPHABETS = ("abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm")
LOOKALIKES = str.maketrans("@4301$5!7", "aaeolssit")
OURS = frozenset(
    {
        *(
            "tottori",
            "kodoku",
            "koritsu",
            "tsunagari",
            "platform",
            "jimukyoku",
            "kaigi",
            "kyogikai",
        ),
        *("とっとり", "鳥取", "孤独", "孤立", "対策", "つながり", "プラットフォーム", "官民連携"),
        *("事務局", "幹事団体", "一般団体", "協議会", "県庁", "団体"),
    }
)
"""Words of the platform, which an attacker tries first. They count as nothing in a password."""
FRILLS = re.compile(r"^[\d\W_]+|[\d\W_]+$")
"""Digits and signs before or after a word."""
UNUSABLE = "!"
"""Stored in place of a hash: no password is right until its owner sets one by mail."""

# 19 MiB, two passes, as OWASP recommends; a worker stays small under concurrent log-ins.
_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


class Match(NamedTuple):
    """Whether the password was right, and a new hash if the stored one is out of date."""

    right: bool
    new_hash: str | None = None


def normalise(password: str) -> str:
    """Return the password as hashed: full-width and composed letters equal plain ones."""
    return unicodedata.normalize("NFKC", password)


def hashed(password: str) -> str:
    """Return the argon2id hash of a password."""
    return _hasher.hash(normalise(password))


@cache
def _nobodys() -> str:
    return hashed("nobody has this password")


def verify(password_hash: str | None, password: str) -> Match:
    """Compare the password with the hash. Takes as long without a hash, to hide which names exist."""
    if len(password) > LONGEST * 4:
        password = ""
    if password_hash == UNUSABLE:
        password_hash = None
    try:
        _hasher.verify(password_hash or _nobodys(), normalise(password))
    except (VerificationError, InvalidHashError):
        return Match(False)
    if not password_hash:
        return Match(False)
    out_of_date = _hasher.check_needs_rehash(password_hash)
    return Match(True, hashed(password) if out_of_date else None)


def fault(password: str, names: Iterable[str] = ()) -> str | None:
    """Return what is wrong with a new password, in Japanese, or None.

    names: log-in name, mail address, the person's names: the first guesses of an attacker.
    """
    plain = normalise(password)
    if len(plain) < SHORTEST:
        return f"パスワードは{SHORTEST}文字以上にしてください（今は{len(plain)}文字です）。"
    if len(plain) > LONGEST:
        return f"パスワードは{LONGEST}文字以内にしてください（今は{len(plain)}文字です）。"
    folded = plain.casefold()
    if any(part in folded for part in _parts(names)):
        return "ログイン名やメールアドレス、氏名を含まないパスワードにしてください。"
    if _is_common(folded) or _is_ours(folded):
        return "よく使われる、推測されやすいパスワードです。関係のない言葉をいくつか並べるなど、別のものにしてください。"
    return None


def _parts(names: Iterable[str]) -> set[str]:
    """Return each name as a whole, and the local part of a mail address."""
    found: set[str] = set()
    for name in names:
        folded = normalise(name).casefold()
        found |= {folded, folded.partition("@")[0]}
    return {part for part in found if len(part) >= PART_OF_NAME}


def _is_common(folded: str) -> bool:
    """Whether it is listed, a listed word with digits or signs around it, a repetition, or a key row."""
    bare = FRILLS.sub("", folded)
    if len(bare) < PART_OF_NAME or _is_repeated(folded) or _is_row(bare):
        return True
    likely = {
        folded,
        bare,
        bare.translate(LOOKALIKES),
        FRILLS.sub("", folded.translate(LOOKALIKES)),
    }
    return any(_is_listed(form) for form in likely)


def _is_ours(folded: str) -> bool:
    """Whether little is left of it without the words of the platform, digits and signs."""
    rest = folded.translate(LOOKALIKES)
    for word in sorted(OURS, key=len, reverse=True):
        rest = rest.replace(word, "")
    return rest != folded.translate(LOOKALIKES) and len(FRILLS.sub("", rest)) < REST


def _is_listed(text: str) -> bool:
    half = len(text) // 2
    return text in _common() or (text[:half] * 2 == text and text[:half] in _common())


def _is_repeated(text: str) -> bool:
    """Whether it repeats one piece of up to four characters."""
    return any((text[:size] * len(text))[: len(text)] == text for size in range(1, 5))


def _is_row(text: str) -> bool:
    return any(text in alphabet * 2 or text in alphabet[::-1] * 2 for alphabet in ALPHABETS)


@cache
def _common() -> frozenset[str]:
    return frozenset(COMMON.read_text(encoding="utf-8").split())

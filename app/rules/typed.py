"""How typed values are brought into their stored form: a function takes text, gives text.

Each raises ValueError with a Japanese message that says what is wrong and how to mend it. Forms and
imports use the same ones.
"""

import re
import unicodedata
from collections.abc import Callable
from urllib.parse import urlsplit

from app.rules.text import single_line

Normalise = Callable[[str], str]

_HIRAGANA_TO_KATAKANA = {code: code + 0x60 for code in (*range(0x3041, 0x3097), 0x309D, 0x309E)}
_KANA = re.compile(r"[゠-ヿㇰ-ㇿ0-9A-Za-z &()'.,/・～〜-]+")
_HOST_LABEL = re.compile(r"(?!-)[\w-]{1,63}(?<!-)")
_URL_WRONG = (
    "ウェブサイトは https:// から始まるアドレスを入力してください（例：https://www.example.jp/）。"
)


def katakana(text: str) -> str:
    """フリガナ: hiragana and half-width katakana become katakana."""
    wide = unicodedata.normalize("NFKC", text).translate(_HIRAGANA_TO_KATAKANA)
    if not _KANA.fullmatch(wide):
        raise ValueError("フリガナはカタカナで入力してください（例：トットリツナガリノカイ）。")
    return wide


def url(text: str) -> str:
    """An address of a web site: http or https, a host name with a dot, no user name in it."""
    narrow = unicodedata.normalize("NFKC", text)
    if "://" not in narrow:
        narrow = f"https://{narrow}"
    try:
        parts = urlsplit(narrow)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise ValueError(_URL_WRONG) from error
    labels = host.rstrip(".").split(".")
    wrong = (
        parts.scheme.lower() not in ("http", "https")
        or "@" in parts.netloc
        or port == 0
        or len(labels) < 2
        or not all(_HOST_LABEL.fullmatch(label) for label in labels)
        or re.search(r"[\s<>\"\\^`{|}]", narrow)
    )
    if wrong:
        raise ValueError(_URL_WRONG)
    return narrow


def line(text: str, *, limit: int, then: Normalise | None = None) -> str:
    """One line that `then` brings into its form, of at most `limit` characters when stored.

    What is typed may be longer: 〒 in front, brackets, spaces.
    """
    if then is None:
        return single_line(text, limit=limit)
    plain = single_line(text, limit=limit * 4)
    return single_line(then(plain), limit=limit) if plain else ""

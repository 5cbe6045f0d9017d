"""Conversion of input to its stored form: text in, text out.

Each function raises ValueError with a Japanese message on the fault and its correction. Forms
and imports share them.
"""

import re
import unicodedata
from collections.abc import Callable
from urllib.parse import urlsplit

from app.rules.common.text import single_line

Normalise = Callable[[str], str]

_HIRAGANA_TO_KATAKANA = {code: code + 0x60 for code in (*range(0x3041, 0x3097), 0x309D, 0x309E)}
_KANA = re.compile(r"[゠-ヿㇰ-ㇿ0-9A-Za-z &()'.,/・～〜!?+「」『』☆★♪♡#:;@*%-]+")
_VOICED = str.maketrans("゛゜", "\u3099\u309a")
_HOST_LABEL = re.compile(r"(?!-)[\w-]{1,63}(?<!-)")
_URL_WRONG = (
    "ウェブサイトは https:// から始まるアドレスを入力してください（例：https://www.example.jp/）。"
)


def katakana(text: str) -> str:
    """Return フリガナ with hiragana and half-width katakana as katakana."""
    joined = unicodedata.normalize("NFKC", text.translate(_VOICED))
    wide = unicodedata.normalize("NFC", joined.translate(_HIRAGANA_TO_KATAKANA))
    wrong = dict.fromkeys(sign for sign in wide if not _KANA.fullmatch(sign))
    if wrong:
        raise ValueError(
            "フリガナはカタカナで入力してください（例：トットリツナガリノカイ）。"
            f"使えない文字：{'、'.join(list(wrong)[:8])}"
        )
    return wide


def url(text: str) -> str:
    """Return a web address: http or https, a host name with a dot, no user name."""
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
    """Return one line, converted by `then`, of at most `limit` characters when stored.

    The input may be longer: 〒 in front, brackets, spaces.
    """
    if then is None:
        return single_line(text, limit=limit)
    plain = single_line(text, limit=limit * 4)
    return single_line(then(plain), limit=limit) if plain else ""

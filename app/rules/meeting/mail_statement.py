"""Parsing of a member's mail about the resolutions of a meeting (規約第12条第4項).

A line such as 「議案第1号：賛成」 is clear. Any other expression for or against is a doubt, to
be resolved by a person.
"""

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass

from app.rules.meeting.roll import Choice

_CHOICES = {"賛成": Choice.FOR, "反対": Choice.AGAINST}
_CLEAR = re.compile(
    r"[・*●○\-\s]*(?:議案)?第?\s*(\d{1,3})\s*号?(?:議案)?\s*[:：は,、]?\s*(?:に(?:ついて)?)?\s*"
    r"(賛成|反対)\s*(?:します|いたします|致します|です|する)?\s*[。.]?"
)
_SPEAKS = re.compile("賛成|反対|棄権|保留")
_QUOTES = (">", "|", "＞", "│")
_INTRODUCES = re.compile(r"on .+ wrote:|.+(?:のメール|書きました|wrote)\s*[:：]?", re.IGNORECASE)
"""Introduces a quotation with marked lines; the reply may follow below it."""
_ORIGINAL = re.compile(
    r"-{2,}\s*(?:original message|元のメッセージ|転送メッセージ|forwarded message)\s*-{2,}"
    r"|_{10,}|(?:差出人|from)\s*[:：].*",
    re.IGNORECASE,
)
"""Everything from here on is the quoted original."""
_SIGNATURE = re.compile(r"-- ?|[-=_*＝ー─━]{8,}")


@dataclass(frozen=True)
class ParsedStatement:
    """The result: resolution number → choice, and the reasons for a manual check, if any."""

    choices: dict[int, Choice]
    doubts: tuple[str, ...]


def parse(text: str, numbers: Collection[int]) -> ParsedStatement:
    """Parse the mail's text. numbers: of the meeting's resolutions (議案第…号).

    The quoted original and the signature are ignored.
    """
    choices: dict[int, Choice] = {}
    doubts: list[str] = []
    for line in own_lines(text):
        clear = _CLEAR.fullmatch(line)
        if clear is None:
            if _SPEAKS.search(line):
                doubts.append(f"決まった書き方でない行があります：「{line[:60]}」")
            continue
        number, choice = int(clear[1]), _CHOICES[clear[2]]
        if number not in numbers:
            doubts.append(f"議案第{number}号は、この会議の議案ではありません。")
        elif choices.setdefault(number, choice) is not choice:
            doubts.append(f"議案第{number}号に、賛成と反対の両方が書かれています。")
    if not choices and not doubts:
        doubts.append("議案への賛否が読み取れません。")
    return ParsedStatement(choices, tuple(dict.fromkeys(doubts)))


def own_lines(text: str) -> list[str]:
    """Return the sender's own lines in normal form, up to the quoted original or the signature."""
    lines = []
    for raw in text.splitlines():
        line = unicodedata.normalize("NFKC", raw).strip()
        if _SIGNATURE.fullmatch(raw.rstrip("\r\n")) or _ORIGINAL.fullmatch(line):
            break
        quoted = raw.lstrip().startswith(_QUOTES) or _INTRODUCES.fullmatch(line)
        if line and not quoted:
            lines.append(line)
    return lines

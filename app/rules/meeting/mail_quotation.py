"""Which lines of a member's mail quote a letter of ours (規約第12条第4項).

A line counts as quoted only if it stands in a letter that we sent to this member about this
meeting: whole lines of it, in any selection, perhaps wrapped otherwise by the mail program. Marked
lines (`>`) may stand anywhere; unmarked ones only after the head that mail programs write.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from app.rules.meeting.mail_words import SECRETARIAT, folded, made_of

_MARKS = re.compile(r"\s*([>＞]\s*)+\ufeff?")  # iOS writes U+FEFF before what it quotes
_REPLY = re.compile(r"\A((re|返信)\s*(\[[0-9]+\])?\s*:\s*)+", re.IGNORECASE)
_ORIGINAL = re.compile(
    r"-{2,}\s?(original message|元のメッセージ|元のメール|受信メール)\s?-{2,}|_{5,}", re.IGNORECASE
)
_FIELD = re.compile(
    r"(?P<from>from|差出人|送信元)|(?P<moment>sent|date|送信日時|日時|日付)|(?P<to>to|cc|宛先)"
    r"|(?P<subject>subject|件名)",
    re.IGNORECASE,
)
_NUMBERS = [str(digit) for digit in range(10)]
_UNITS = ["年", "月", "日", "時", "分", "秒", "午前", "午後", "am", "pm", "gmt", "jst", "utc"]
_WEEKDAYS = [
    *"月火水木金土日",
    *(f"{day}曜日" for day in "月火水木金土日"),
    *("mon", "tue", "wed", "thu", "fri", "sat", "sun", "monday", "tuesday", "wednesday"),
    *("thursday", "friday", "saturday", "sunday"),
]
_MONTHS = [
    *("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"),
    *("january", "february", "march", "april", "june", "july", "august", "september"),
    *("october", "november", "december"),
]
_MOMENT = frozenset((*_NUMBERS, *_UNITS, *_WEEKDAYS, *_MONTHS))
_WROTE = _MOMENT | {"on", "at", "に", "wrote", "のメール", "さん", "は書きました", "が書きました"}
_LONGEST_HEAD = 12
"""Lines of the head of an original."""
_LONGEST_QUOTE = 200
"""Lines over which one line of ours may be wrapped."""


@dataclass(frozen=True)
class Notice:
    """A letter that we sent to the member about the meeting, as mailed."""

    subject: str
    text: str
    _lines: tuple[str, ...] = field(init=False, repr=False)
    _starts: Mapping[str, Sequence[int]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Prepare its lines for comparing: without spaces, and found by their first letter."""
        lines = tuple(filter(None, map(_bare, self.text.splitlines())))
        starts: dict[str, list[int]] = {}
        for number, line in enumerate(lines):
            starts.setdefault(line[0], []).append(number)
        object.__setattr__(self, "_lines", lines)
        object.__setattr__(self, "_starts", starts)

    def whole_lines(self, quoted: Sequence[str]) -> int:
        """Return how many of the lines at the beginning are whole lines of this letter; 0 if none.

        quoted: without marks and spaces; the mail program may have wrapped them otherwise.
        """
        starts = self._starts.get(quoted[0][:1], ())
        return min(filter(None, (self._matched(start, quoted) for start in starts)), default=0)

    def _matched(self, start: int, quoted: Sequence[str]) -> int:
        ours, theirs, used = self._lines[start], "", start
        for count, line in enumerate(quoted, start=1):
            theirs += line
            while len(ours) < len(theirs) and used + 1 < len(self._lines):
                used += 1
                ours += self._lines[used]
            if not ours.startswith(theirs):
                return 0
            if ours == theirs:
                return count
        return 0


@dataclass(frozen=True)
class Correspondents:
    """Who wrote and who is written to, and what we wrote."""

    notices: tuple[Notice, ...]
    registered: frozenset[str]
    """The member's registered names, telephone numbers, mail and other addresses."""
    ours: frozenset[str]
    """Our names and mail addresses, as letters bear them."""


def quoted_lines(lines: Sequence[str], known: Correspondents) -> tuple[frozenset[int], int]:
    """Return the indexes of the lines that quote a letter of ours or introduce a quotation.

    With them the index from which on the mail is an unmarked original: what stands there and is
    none of ours is nobody's statement.
    """
    found: set[int] = set()
    marks = [_MARKS.match(line) for line in lines]
    marked = {number for number, mark in enumerate(marks) if mark}
    unmarked = [
        line[mark.end() :] if mark else line for line, mark in zip(lines, marks, strict=True)
    ]
    number = 0
    while number < len(lines):
        last = number
        while last in marked:
            last += 1
        if last > number:
            head = _head(unmarked[number:last], known)
            found |= {*range(number, number + head)}
            found |= {*_of_notices(unmarked, number + head, last, known)}
            number = last
        elif head := _head(lines[number : number + 3], known):
            quotation = next((n for n in range(number + head, len(lines)) if lines[n].strip()), -1)
            found |= {*range(number, number + head)} if quotation in marked else set()
            number += head
        elif original := _original(lines[number : number + _LONGEST_HEAD], known):
            found |= {*range(number, number + original)}
            found |= {*_of_notices(lines, number + original, len(lines), known)}
            return frozenset(found), number
        else:
            number += 1
    return frozenset(found), len(lines)


def answers_notice(subject: str, notices: Sequence[Notice]) -> bool:
    """Whether the subject is that of one of our letters, with or without Re:."""
    asked = _bare(_REPLY.sub("", folded(subject), count=1))
    return any(asked == _bare(notice.subject) for notice in notices)


def _of_notices(
    lines: Sequence[str], first: int, last: int, known: Correspondents
) -> Iterator[int]:
    """Yield the indexes from first to last whose lines are whole lines of a letter of ours."""
    bare = [_bare(line) for line in lines[first:last]]
    number = 0
    while number < len(bare):
        ahead = bare[number : number + _LONGEST_QUOTE]
        count = 1
        if bare[number]:
            count = max((notice.whole_lines(ahead) for notice in known.notices), default=0)
        yield from range(first + number, first + number + count)
        number += max(count, 1)


def _head(lines: Sequence[str], known: Correspondents) -> int:
    """Return over how many lines it says who wrote the quoted letter when; 0 if it does not.

    Such as 「2026年11月25日(水) 10:00 事務局 <…>:」; a long one is wrapped.
    """
    for count in (1, 2, 3):
        head = folded("".join(lines[:count]))
        if count > len(lines) or not lines[count - 1].strip():
            return 0
        if head.endswith((":", "wrote", "書きました")) and _is_ours(head, known, _WROTE):
            return count
    return 0


def _original(lines: Sequence[str], known: Correspondents) -> int:
    """Return over how many lines the head of an unmarked original goes; 0 if there is none."""
    if not lines[0].strip():
        return 0
    ruled = _ORIGINAL.fullmatch(folded(lines[0])) is not None
    count, names_us = int(ruled), ruled and "_" not in lines[0]
    for line in lines[count:]:
        kind = _field(line, known) if line.strip() else "blank"
        if not kind:
            break
        names_us = names_us or kind == "from"
        count += 1
    return count if names_us else 0


def _field(line: str, known: Correspondents) -> str:
    """Return which field of our letter the line repeats; "" for none, or another value."""
    label, colon, value = folded(line).partition(":")
    named = _FIELD.fullmatch(label.strip(" *"))
    if not colon or named is None:
        return ""
    kind = str(named.lastgroup)
    if kind == "from":
        true = _is_ours(value, known)
    elif kind == "moment":
        true = made_of(value, _MOMENT)
    elif kind == "to":
        true = made_of(value, known.registered, known.ours)
    else:
        true = answers_notice(value, known.notices)
    return kind if true else ""


def _is_ours(text: str, known: Correspondents, linking: frozenset[str] = frozenset()) -> bool:
    """Whether the text names us, beside these other words only."""
    return made_of(text, known.ours, SECRETARIAT, linking=linking)


def _bare(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())

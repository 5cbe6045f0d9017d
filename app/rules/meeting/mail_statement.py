"""What a member's mail says about the resolutions of a meeting (規約第12条第4項).

The small language that is recorded without a person. *reading*: a mail is recorded by itself only
when every line that its writer wrote is understood; whatever else stands in it, a person reads.

    mail      = { preface } , item , { item } , { postscript } ;
    preface   = courtesy | name ;
    postscript= courtesy | signature ;
    signature = [ rule ] , signed , { signed } , [ rule ] ;
    signed    = name | contact | device ;
    item      = [ "・" ] , label , [ link ] , vote , [ verb ] , [ "。" ] ;
    label     = "議案第" , number , "号" | "第" , number , "号" , [ "議案" ] | "議案" , number ;
    link      = "：" | "、" | "," | "は" | "に" | "には" | "について" | "に対して" ;
    vote      = "賛成" | "反対" | "（賛成）" | "（反対）" ;
    verb      = "します" | "いたします" | "致します" | "です" | "する" ;
    number    = digit , [ digit ] , [ digit ] ;            (* of the meeting; each once *)
    rule      = three or more of one sign: "-" | "=" | "_" | "*" | "─" | "━" | "ー" | "~" ; or "--"

Quotations of our own notice (mail_quotation.py) and blank lines may stand between any two lines.
courtesy, device and the words of name and contact are listed in mail_words.py; a name and a
contact are registered ones. Letters, digits and signs may be full-width or half-width.
"""

import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from app.rules.common.labelled import Labelled
from app.rules.meeting import mail_words
from app.rules.meeting.mail_quotation import Correspondents, answers_notice, quoted_lines
from app.rules.meeting.roll import Choice

LONGEST = 60_000
"""Characters of a mail that is read; a longer one goes to a person unread."""

MOST_LINES = 2_000

_CHOICES = {"賛成": Choice.FOR, "反対": Choice.AGAINST}
_ITEM = re.compile(
    r"(?:・ ?)?"
    r"(?:議案 ?第 ?(?P<a>[1-9][0-9]{0,2}) ?号|第 ?(?P<b>[1-9][0-9]{0,2}) ?号(?: ?議案)?"
    r"|議案 ?(?P<c>[1-9][0-9]{0,2})) ?"
    r"(?:[:、,は]|に対して|について|には|に)? ?"
    r"(?:(?P<d>賛成|反対)|\( ?(?P<e>賛成|反対) ?\)) ?"
    r"(?:します|いたします|致します|です|する)? ?。?"
)
_RULE = re.compile(r"([-=_*─━ー~])\1{2,}|--")
_HARMLESS = "\t\n"
_INVISIBLE = ("Cc", "Cf", "Co", "Cn", "Cs", "Mn", "Me", "Mc", "Zl", "Zp")
_HIDDEN_LETTERS = frozenset("\u115f\u1160\u3164\uffa0\u2800")


class Mark(Labelled):
    """As what a line is understood."""

    ITEM = "item", "賛否"
    COURTESY = "courtesy", "あいさつ"
    SIGNATURE = "signature", "署名"
    QUOTED = "quoted", "通知の引用"
    BLANK = "blank", ""
    UNKNOWN = "unknown", "読み取れない行"


@dataclass(frozen=True)
class Line:
    """A line as written, and as what it is understood."""

    text: str
    mark: Mark


@dataclass(frozen=True)
class Reading:
    """Resolution number → choice, the reasons for a manual check, if any, and every line."""

    choices: dict[int, Choice]
    doubts: tuple[str, ...]
    lines: tuple[Line, ...]

    def written(self) -> tuple[str, ...]:
        """Return the writer's own lines, for comparing two versions of one mail."""
        own = (line.text for line in self.lines if line.mark not in (Mark.QUOTED, Mark.BLANK))
        return tuple("".join(mail_words.folded(text).split()) for text in own)


def read(text: str, numbers: Collection[int], known: Correspondents) -> Reading:
    """Read the mail's text. numbers: of the meeting's resolutions (議案第…号).

    A vote is returned only for an item on which the text says one thing, in the form's words.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if len(text) > LONGEST or len(lines) > MOST_LINES:
        whole = tuple(Line(line, Mark.UNKNOWN) for line in lines)
        return Reading({}, (f"本文が長すぎます（{LONGEST:,}字、{MOST_LINES:,}行まで）。",), whole)
    marks = _marks(lines, known)
    choices, doubts = _votes(lines, marks, numbers)
    doubts += [
        f"決まった書き方でない行があります：「{_shown(line)}」"
        for line, mark in zip(lines, marks, strict=True)
        if mark is Mark.UNKNOWN
    ]
    if not choices and not doubts:
        doubts.append("議案への賛否が読み取れません。")
    return Reading(choices, tuple(dict.fromkeys(doubts)), tuple(map(Line, lines, marks)))


def read_versions(
    texts: Sequence[str], numbers: Collection[int], known: Correspondents
) -> tuple[dict[int, Choice], tuple[str, ...], tuple[Reading, ...]]:
    """Read each version of a mail's text (plain, HTML): all must say the same.

    Returns the votes on which all versions agree, the reasons for a manual check, the readings.
    """
    readings = tuple(read(text, numbers, known) for text in texts)
    if not readings:
        return {}, ("本文がありません。",), ()
    first = readings[0]
    doubts = [doubt for reading in readings for doubt in reading.doubts]
    if any(other.written() != first.written() for other in readings):
        doubts.append("テキスト形式の本文とHTML形式の本文が違います。")
    agreed = {
        number: choice
        for number, choice in first.choices.items()
        if all(other.choices.get(number) is choice for other in readings)
    }
    return agreed, tuple(dict.fromkeys(doubts)), readings


def doubts_of_subject(subject: str, known: Correspondents) -> tuple[str, ...]:
    """Return a doubt about a subject that may say something: neither the notice's nor neutral."""
    if answers_notice(subject, known.notices):
        return ()
    if mail_words.is_neutral_subject(subject, known.registered):
        return ()
    return (f"件名が通知のものでなく、決まった書き方でもありません：「{_shown(subject)}」",)


def _marks(lines: Sequence[str], known: Correspondents) -> list[Mark]:
    quoted, end = quoted_lines(lines, known)
    marks = [
        Mark.QUOTED if number in quoted else _alone(line, known) if number < end else Mark.UNKNOWN
        for number, line in enumerate(lines)
    ]
    items = [number for number, mark in enumerate(marks) if mark is Mark.ITEM]
    first, last = (items[0], items[-1]) if items else (-1, -1)
    for number, line in enumerate(lines):
        in_place = {
            Mark.COURTESY: not first <= number <= last,
            Mark.SIGNATURE: number > last or (number < first and _is_name(line, known)),
        }
        if not in_place.get(marks[number], True):
            marks[number] = Mark.UNKNOWN
    return _without_idle_rules(lines, marks)


def _alone(line: str, known: Correspondents) -> Mark:
    """Return as what a line of the writer's is understood by itself."""
    plain = mail_words.folded(line)
    if not _is_plain(line):
        return Mark.UNKNOWN
    if not plain:
        return Mark.BLANK
    if _ITEM.fullmatch(plain):
        return Mark.ITEM
    if mail_words.is_courtesy(line):
        return Mark.COURTESY
    if _RULE.fullmatch(plain) or mail_words.is_device(line) or _is_name(line, known):
        return Mark.SIGNATURE
    return Mark.UNKNOWN


def _is_name(line: str, known: Correspondents) -> bool:
    return mail_words.is_signature(line, known.registered)


def _without_idle_rules(lines: Sequence[str], marks: Sequence[Mark]) -> list[Mark]:
    """Return the marks; a rule that neither begins nor ends a signature is not understood."""
    own = [n for n, mark in enumerate(marks) if mark not in (Mark.BLANK, Mark.QUOTED)]
    ruled = {n for n in own if _RULE.fullmatch(mail_words.folded(lines[n]))}
    kinds = ["", *("rule" if n in ruled else marks[n].value for n in own), ""]
    found = list(marks)
    for place, n in enumerate(own, start=1):
        beside = (kinds[place - 1], kinds[place + 1])
        signs = [kind == Mark.SIGNATURE.value for kind in beside]
        if n in ruled and (not any(signs) or all(signs) or "rule" in beside):
            found[n] = Mark.UNKNOWN
    return found


def _votes(
    lines: Sequence[str], marks: Sequence[Mark], numbers: Collection[int]
) -> tuple[dict[int, Choice], list[str]]:
    said: dict[int, list[Choice]] = {}
    for line, mark in zip(lines, marks, strict=True):
        if mark is Mark.ITEM and (found := _ITEM.fullmatch(mail_words.folded(line))):
            number = int(found["a"] or found["b"] or found["c"])
            said.setdefault(number, []).append(_CHOICES[found["d"] or found["e"]])
    choices, doubts = {}, []
    for number, words in said.items():
        if number not in numbers:
            doubts.append(f"議案第{number}号は、この会議の議案ではありません。")
        elif len(set(words)) > 1:
            doubts.append(f"議案第{number}号に、賛成と反対の両方が書かれています。")
        elif len(words) > 1:
            doubts.append(f"議案第{number}号が{len(words)}回書かれています。")
        else:
            choices[number] = words[0]
    return choices, doubts


def _is_plain(line: str) -> bool:
    """Whether the line has no invisible, combining or direction-changing character."""
    return not any(
        (unicodedata.category(sign) in _INVISIBLE and sign not in _HARMLESS)
        or sign in _HIDDEN_LETTERS
        for sign in unicodedata.normalize("NFC", line)
    )


def visible(line: str) -> str:
    """Return the line for a person: invisible and combining characters by their number."""
    return "".join(sign if _is_plain(sign) else f"［U+{ord(sign):04X}］" for sign in line)


def _shown(line: str) -> str:
    return visible(line.strip())[:60] or "（空白）"

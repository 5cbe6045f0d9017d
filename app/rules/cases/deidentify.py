"""Detection of identifying text in issue sheets (課題票), which leave the council.

The scan flags; a person decides, except that names, addresses, telephone numbers, names of
documents and aliases always go. It finds matches with the case's own content, and anything that
looks like a telephone number, an exact age, a date or a place. The absence of flags proves
nothing: the checklist is completed by a person.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from app.rules.common.labelled import Labelled
from app.rules.council.council import case_aliases


class ChecklistPoint(Labelled):
    """A point that the author of an issue sheet confirms by hand."""

    NO_NAME = "no_name", "氏名、呼び名、機関・学校・勤め先の名など、本人や関係者を特定する名がない"
    NO_AGE = "no_age", "正確な年齢がない（「40歳代」「高齢」などにした）"
    NO_DATE = "no_date", "日付や、日付の分かる出来事がない"
    NO_PLACE = "no_place", "市町村、町名、施設など、場所の分かる記載がない"
    NO_RARE = (
        "no_rare",
        "まれな病気、職業、家族構成、出来事など、組み合わせると本人の分かる記載がない",
    )


class FindingKind(Labelled):
    """Why a passage is flagged."""

    NAME = "name", "ケースにある氏名と同じ"
    ADDRESS = "address", "ケースにある住所と同じ"
    PHONE = "phone", "電話番号"
    ALIAS = "alias", "ケースの符号"
    BODY = "body", "関わっている機関の名と同じ"
    DAY = "day", "ケースにある日と同じ"
    SENTENCE = "sentence", "ケースの記録と同じ文"
    DOCUMENT = "document", "添付文書の名にある語句"
    AGE = "age", "正確な年齢"
    DATE = "date", "日付"
    PLACE = "place", "地名・施設"


@dataclass(frozen=True, order=True)
class Finding:
    """A passage of the text that needs review."""

    sign: FindingKind
    words: str

    @property
    def key(self) -> str:
        """The key under which the response to the finding is stored."""
        return f"{self.sign.value}:{self.words}"

    @property
    def must_go(self) -> bool:
        """Whether the words must leave the text: no reason makes them harmless."""
        return self.sign in MUST_GO

    def is_settled(self, reason: str) -> bool:
        """Whether the words may stay for this reason, which has to be in words."""
        return not self.must_go and is_in_words(reason)


@dataclass(frozen=True)
class CaseTerms:
    """The case's own identifying content, by category."""

    names: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()
    days: tuple[str, ...] = ()
    """ISO days."""
    texts: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    """Names of attached documents, without their extensions."""


MUST_GO = frozenset(
    {
        FindingKind.NAME,
        FindingKind.ADDRESS,
        FindingKind.PHONE,
        FindingKind.DOCUMENT,
        FindingKind.ALIAS,
    }
)
"""They identify a person or a case by themselves."""
SHORTEST_REASON = 4
SENTENCE = 12
"""A match of this many characters is no coincidence."""
SHORTEST = 2
SHORTEST_PHONE = 6
LENGTHS_OF_PHONE = (10, 11)
SHORTEST_DOCUMENT = 4
"""A shorter part of a document's name (診断書, 写真) tells the type, not the person."""
TITLES = "さん|氏|様|くん|君|ちゃん|先生"
_PHONE = re.compile(r"(?<![0-9])0[0-9]{1,4}[-()]{0,2}[0-9]{1,4}[-()]{0,2}[0-9]{3,4}(?![0-9])")
_NUMBER = "[0-9〇一二三四五六七八九十百]+"
_AGE = re.compile(f"{_NUMBER}(?:歳|才)(?!代|前後|未満|以上)(?:[0-9]+か?月)?")
_DATE = re.compile(
    r"(?:(?:明治|大正|昭和|平成|令和|[MTSHR])(?:[0-9]{1,2}|元)[年./-]|[12][0-9]{3}[年./-])"
    r"(?:[0-9]{1,2}(?:月|[./-])(?:[0-9]{1,2}日?)?)?"
    rf"|{_NUMBER}月{_NUMBER}日|(?<![0-9])[0-9]{{1,2}}/[0-9]{{1,2}}(?![0-9/])"
)
_PLACE = re.compile(
    "[一-鿿々〆ヶァ-ヺー]{1,8}(?:市|町|村|丁目|番地|地区|団地|小学校|中学校|高校|高等学校|大学|病院|医院|駅)"
)
_NO_PLACE = re.compile("(?:各?市町村?|町村|都市|全市|朝市|下町)$")
_BETWEEN = re.compile(r"[\s_\-.・,、()（）【】「」]+")
_PART = re.compile(r"[^\s0-9\-,、]+?[都道府県市区郡町村]|[^\s0-9\-,、都道府県市区郡町村]+")


def scan(text: str, own: CaseTerms, municipalities: Iterable[str]) -> tuple[Finding, ...]:
    """Return everything in the text that could identify a person, each once, by Sign.

    municipalities: names such as 鳥取市. Width, kana and whitespace make no difference.
    """
    flat, folded = flatten(text), fold(text)
    found = {
        *_named(folded, own.names),
        *_equal(folded, own.addresses, FindingKind.ADDRESS),
        *_phones(folded, own.phones),
        *(Finding(FindingKind.ALIAS, alias) for alias in case_aliases(text)),
        *_equal(folded, own.bodies, FindingKind.BODY),
        *_days(folded, own.days),
        *_sentences(folded, own.texts),
        *_documents(folded, own.documents),
        *(Finding(FindingKind.AGE, match[0]) for match in _AGE.finditer(flat)),
        *(Finding(FindingKind.DATE, match[0]) for match in _DATE.finditer(flat)),
        *_places(flat, municipalities),
    }
    order = list(FindingKind)
    return tuple(sorted(found, key=lambda each: (order.index(each.sign), each.words)))


def is_in_words(reason: str) -> bool:
    """Whether a reason says something: a few different letters, not a sign or a single word of one."""
    letters = [sign for sign in flatten(reason) if sign.isalpha()]
    return len(letters) >= SHORTEST_REASON and len(set(letters)) >= SHORTEST_REASON - 1


def flatten(text: str) -> str:
    """Return the text in NFKC without whitespace."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def fold(text: str) -> str:
    """Return one form for all spellings: `flatten`, with hiragana as katakana."""
    return "".join(
        chr(ord(sign) + 0x60) if "ぁ" <= sign <= "ゖ" else sign for sign in flatten(text)
    )


def _named(text: str, names: Iterable[str]) -> Iterator[Finding]:
    """Find a full name, each of its parts, and a one-character part followed by a title."""
    for name in names:
        for part in {fold(name), *(fold(each) for each in re.split(r"[\s・]+", name))}:
            if len(part) >= SHORTEST and part in text:
                yield Finding(FindingKind.NAME, part)
            elif len(part) == 1 and (
                match := re.search(f"{re.escape(part)}(?:{fold_titles()})", text)
            ):
                yield Finding(FindingKind.NAME, match[0])


def fold_titles() -> str:
    """Return the titles as they appear in a folded text."""
    return fold(TITLES)


def _equal(text: str, words: Iterable[str], sign: FindingKind) -> Iterator[Finding]:
    for word in words:
        parts = (
            [fold(word), *_PART.findall(fold(word))]
            if sign is FindingKind.ADDRESS
            else [fold(word)]
        )
        for part in parts:
            if len(part) >= SHORTEST and part != "鳥取県" and part in text:
                yield Finding(sign, part)


def _phones(text: str, phones: Iterable[str]) -> Iterator[Finding]:
    """Find the case's own numbers in any notation, and whatever else looks like one."""
    plain = re.sub("[‐−–—ー]", "-", text)
    digits = re.sub("[-()]", "", plain)
    for match in _PHONE.finditer(plain):
        number = re.sub("[-()]", "", match[0])
        if len(number) in LENGTHS_OF_PHONE:
            yield Finding(FindingKind.PHONE, number)
    for phone in phones:
        number = re.sub("[^0-9]", "", fold(phone))
        if len(number) >= SHORTEST_PHONE and number in digits:
            yield Finding(FindingKind.PHONE, number)


def _days(text: str, days: Iterable[str]) -> Iterator[Finding]:
    for day in days:
        year, month, number = (int(part) for part in day.split("-"))
        ways = (f"{month}月{number}日", f"{month}/{number}", day, f"{year}年{month}月")
        yield from (Finding(FindingKind.DAY, way) for way in ways if way in text)


def _sentences(text: str, texts: Iterable[str]) -> Iterator[Finding]:
    """Find the longest passages of SENTENCE characters or more copied verbatim from a record."""
    records = [fold(each) for each in texts]
    own = set(_stretches(text))  # of the two, the side that is never long
    known = {part for record in records for part in _stretches(record) if part in own}
    start = 0
    while start <= len(text) - SENTENCE:
        end = start + SENTENCE
        if text[start:end] not in known:
            start += 1
            continue
        while end < len(text) and any(text[start : end + 1] in record for record in records):
            end += 1
        yield Finding(FindingKind.SENTENCE, text[start:end])
        start = end


def _stretches(text: str) -> Iterator[str]:
    return (text[start : start + SENTENCE] for start in range(len(text) - SENTENCE + 1))


def _documents(text: str, names: Iterable[str]) -> Iterator[Finding]:
    """Find a document's full name, and each of its parts long enough to be significant."""
    for name in names:
        for part in {fold(name), *(fold(each) for each in _BETWEEN.split(name))}:
            if len(part) >= SHORTEST_DOCUMENT and part in text:
                yield Finding(FindingKind.DOCUMENT, part)


def _places(text: str, municipalities: Iterable[str]) -> Iterator[Finding]:
    for name in municipalities:
        stem = flatten(name)[:-1]
        known = re.compile(f"{re.escape(stem)}(?!県)" if len(stem) >= SHORTEST else flatten(name))
        if known.search(text):
            yield Finding(FindingKind.PLACE, flatten(name) if flatten(name) in text else stem)
    for match in _PLACE.finditer(text):
        if not _NO_PLACE.search(match[0]):
            yield Finding(FindingKind.PLACE, match[0])

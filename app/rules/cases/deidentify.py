"""Detection of identifying text in issue sheets (課題票), which leave the council.

The scan flags; a person decides. It finds matches with the case's own content, and anything
that looks like an exact age, a date or a place. The absence of flags proves nothing: the
checklist is completed by a person.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from app.rules.common.labelled import Labelled


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
    PHONE = "phone", "ケースにある電話番号と同じ"
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


SENTENCE = 12
"""A match of this many characters is no coincidence."""
SHORTEST = 2
SHORTEST_PHONE = 6
SHORTEST_DOCUMENT = 4
"""A shorter part of a document's name (診断書, 写真) tells the type, not the person."""
TITLES = "さん|氏|様|くん|君|ちゃん|先生"
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
    digits = re.sub("[-()‐−]", "", text)
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

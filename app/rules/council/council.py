"""The regional council (孤独・孤立対策地域協議会): terms, public notice and pledge."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from app.rules.common.era import era_date
from app.rules.common.labelled import Labelled

PLEDGE_VERSION = "2026-04"
"""The wording signed today; earlier pledges keep theirs."""
PLEDGE = (
    "私は、孤独・孤立対策地域協議会の事務に従事するに当たり、孤独・孤立対策推進法第18条の規定により、"
    "正当な理由がなく、協議会の事務に関して知り得た秘密を漏らしません。",
    "この義務は、協議会の事務に従事しなくなった後も続くこと、及びこれに違反したときは同法第28条の"
    "罰則の対象となることを理解しています。",
    "知り得た情報は、支援に必要な範囲でのみ用い、閲覧・印刷・提供のすべてが記録されることに同意します。",
)

_CASE_ALIAS = re.compile(r"K\s*-\s*[0-9A-Z]{6}", re.IGNORECASE)
_ALSO_DASHES = frozenset("ー−⁃˗─━~_一")
"""Signs that are typed for a dash without being one: the long-vowel mark, the minus, rules."""


class BodyKind(Labelled):
    """The kind of constituent body (構成機関等): 法第15条第1項 names organisations and persons."""

    ORGANISATION = "organisation", "機関・団体"
    PERSON = "person", "個人"


def is_serving(
    begins_on: date,
    ends_at: datetime | None,
    pledged_on: date | None,
    *,
    now: datetime,
    today: date,
) -> bool:
    """Whether a person serves on the council at this moment, under a signed pledge (法第18条)."""
    return pledged_on is not None and begins_on <= today and (ends_at is None or ends_at > now)


def contains_case_alias(text: str) -> bool:
    """Whether a text contains something like a case alias (K-7H2MPX): any width, any dash."""
    return next(case_aliases(text), None) is not None


def case_aliases(text: str) -> Iterator[str]:
    """Yield what looks like an alias in a text, in its normal form."""
    for match in _CASE_ALIAS.finditer(fold_alias(text)):
        yield "".join(match[0].split()).upper()


def fold_alias(text: str) -> str:
    """Return the text as an alias is written: half-width, every kind of dash as a hyphen."""
    return "".join(
        "-" if sign in _ALSO_DASHES or unicodedata.category(sign) == "Pd" else sign
        for sign in unicodedata.normalize("NFKC", text)
    )


@dataclass(frozen=True)
class Notice:
    """The four items of the public notice (法第15条第2項; 令和6年内閣府令)."""

    established_on: date
    name: str
    coordinating_body: str | None
    bodies: tuple[str, ...]


def differences(told: Notice, present: Notice) -> Sequence[str]:
    """Return how the last notice differs from the present state, in Japanese; empty if equal."""
    single = (
        ("設置の年月日", era_date(told.established_on), era_date(present.established_on)),
        ("協議会の名称", told.name, present.name),
        (
            "調整機関の名称",
            told.coordinating_body or "指定なし",
            present.coordinating_body or "指定なし",
        ),
    )
    found = [f"{item}：{before} → {after}" for item, before, after in single if before != after]
    joined = [f"構成機関等に加わった：{name}" for name in present.bodies if name not in told.bodies]
    left = [f"構成機関等でなくなった：{name}" for name in told.bodies if name not in present.bodies]
    return [*found, *joined, *left]

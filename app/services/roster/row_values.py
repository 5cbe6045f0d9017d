"""The words and numbers of a cell, in the form in which the roster stores them."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import select

from app import clock
from app.extensions import db
from app.models.common.master import ActivityField, Municipality
from app.rules.common.days import read_day
from app.rules.common.field import Kind
from app.rules.common.identifiers import (
    normalise_corporate_number,
    normalise_email,
    normalise_phone,
    normalise_postal_code,
)
from app.rules.common.normalise import Normalise, katakana, line, url
from app.rules.common.text import multi_line, single_line
from app.rules.common.years import normalise_year
from app.rules.membership.eligibility import OrganisationKind, may_apply
from app.rules.membership.kind_words import kind_of
from app.rules.membership.membership import Standing
from app.rules.membership.profile_schema import Field
from app.rules.membership.roster import Tier, may_set_tier
from app.services.roster.row_derivation import municipality_of

LONG_TEXT = 2000
LONGEST_REASON = 300
SIGNS_PER_CHARACTER = 8
_OF_A_MONTH = re.compile(r"(?P<year>.*[0-9元]年)[0-9]{1,2}月")
_THEN: Mapping[Kind, Normalise] = {
    Kind.KANA: katakana,
    Kind.CORPORATE_NUMBER: normalise_corporate_number,
    Kind.POSTAL_CODE: normalise_postal_code,
    Kind.WEB: url,
    Kind.PHONE: normalise_phone,
    Kind.MAIL: normalise_email,
}
_STATED_TIER = re.compile(r"(?P<tier>[^（(]*)(?:[（(](?P<reason>.*)[）)])?", re.DOTALL)
_STANDINGS = {standing.label: standing for standing in Standing}


@dataclass(frozen=True)
class ChoiceCodes:
    """Labels of the choices and their codes."""

    municipalities: Mapping[str, str]
    activity_fields: Mapping[str, str]
    kinds: Mapping[str, str]


def load_choices() -> ChoiceCodes:
    """Load the choices (two queries)."""
    municipalities = db.session.execute(select(Municipality.name, Municipality.code))
    fields = db.session.execute(select(ActivityField.label, ActivityField.code))
    return ChoiceCodes(
        municipalities=_by_word({row.name: row.code for row in municipalities}),
        activity_fields=_by_word({row.label: row.code for row in fields}),
        kinds=_by_word({kind.label: kind.value for kind in OrganisationKind}),
    )


def _by_word(known: Mapping[str, str]) -> dict[str, str]:
    """Return a mapping from label or code to code."""
    return {folded(word): code for word, code in known.items()} | {c: c for c in known.values()}


def folded(word: str) -> str:
    """Return a word without width and outer blanks."""
    return unicodedata.normalize("NFKC", word[:200]).strip()


def plain(field: Field, text: str, _words: ChoiceCodes) -> str:
    """Read a field of text or digits. Raises ValueError."""
    limit = field.limit
    if len(text) > limit * SIGNS_PER_CHARACTER:
        raise ValueError(f"{limit}文字以内で入力してください（今は{len(text)}文字です）。")
    if field.kind is Kind.LINES:
        return multi_line(text, limit=limit)
    return line(text, limit=limit, then=_THEN.get(field.kind))


def _year(_field: Field, text: str, _words: ChoiceCodes) -> int:
    """Read a year, also from the day or month of founding."""
    only_year = _OF_A_MONTH.sub(r"\g<year>", folded(text))
    try:
        return normalise_year(only_year, latest=clock.today().year)
    except ValueError as fault:
        try:
            return normalise_year(str(read_day(text).year), latest=clock.today().year)
        except ValueError:
            raise fault from None


def _kind(_field: Field, text: str, words: ChoiceCodes) -> str:
    word = folded(text)
    kind = kind_of(word)
    code = words.kinds.get(word) or (kind.value if kind else "")
    if not code:
        allowed = (each.label for each in OrganisationKind if may_apply(each))
        raise _unknown(word, "団体の種別", allowed)
    verdict = may_apply(OrganisationKind(code))
    if not verdict:
        raise ValueError(f"{verdict.reason}（{verdict.article}）")
    return code


def _municipality(_field: Field, text: str, words: ChoiceCodes) -> str:
    code = municipality_of(text, words.municipalities)
    if code is None:
        allowed = (word for word in words.municipalities if not word.isdigit())
        raise _unknown(folded(text), "鳥取県内の市町村名（県外は「県外」）", allowed)
    return code


def _activity_fields(_field: Field, text: str, words: ChoiceCodes) -> list[str]:
    found = []
    for part in re.split(r"[、，,;；\n]", text[:LONG_TEXT]):
        word = folded(part)
        if word and word not in words.activity_fields:
            codes = set(words.activity_fields.values())
            allowed = (each for each in words.activity_fields if each not in codes)
            raise _unknown(word, "活動分野", allowed)
        if word:
            found.append(words.activity_fields[word])
    return list(dict.fromkeys(found))


def _unknown(word: str, what: str, allowed: Iterable[str]) -> ValueError:
    return ValueError(
        f"「{word[:40]}」は{what}にありません。使える語：{'、'.join(dict.fromkeys(allowed))}"
    )


PARSERS: Mapping[Kind, Callable[[Field, str, ChoiceCodes], Any]] = {
    Kind.YEAR: _year,
    Kind.ORGANISATION_KIND: _kind,
    Kind.MUNICIPALITY: _municipality,
    Kind.ACTIVITY_FIELDS: _activity_fields,
}


def standing(text: str) -> Standing | None:
    """Read the kind of member. Raises ValueError."""
    word = folded(text)
    if word and word not in _STANDINGS:
        raise ValueError(
            f"「{word[:40]}」は会員の種別にありません。「一般団体」と入れるか空欄にしてください。"
        )
    return _STANDINGS.get(word)


@lru_cache(maxsize=1000)
def disclosure(text: str, *, personal: bool) -> tuple[str, str]:
    """Return tier and reason. Cached: the same few texts occur in every row."""
    stated = single_line(text, limit=LONGEST_REASON + 20)
    default = Tier.SECRETARIAT if personal else Tier.PUBLIC
    match = _STATED_TIER.fullmatch(stated)
    label = match["tier"].strip() if match else stated
    tier = next((tier for tier in Tier if tier.label == label), None if label else default)
    if match is None or tier is None:
        raise ValueError(
            "「公開」「会員のみ（理由）」「事務局のみ（理由）」のどれかを入れてください。"
        )
    reason = "" if tier is Tier.PUBLIC or personal else (match["reason"] or "").strip()
    verdict = may_set_tier(tier, reason=reason, personal=personal)
    if not verdict:
        raise ValueError(verdict.reason)
    return tier.value, reason

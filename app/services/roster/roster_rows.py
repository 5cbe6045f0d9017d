"""Conversion of an imported roster row into its stored form, exactly as in the forms."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import select

from app import clock
from app.extensions import db
from app.models.common.master import ActivityField, Municipality
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
from app.rules.membership.membership import Standing
from app.rules.membership.profile_changes import PERSONAL
from app.rules.membership.profile_fields import BY_KEY, DISCLOSURE
from app.rules.membership.profile_schema import Field, Kind
from app.rules.membership.roster import Tier, may_set_tier

LONG_TEXT = 2000
LONGEST_REASON = 300
SIGNS_PER_CHARACTER = 8
LOST_SIGN = "〓"
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


@dataclass
class Reading:
    """The content of a row, limited to the columns of the file."""

    line: int
    identifier: str = ""
    standing: Standing | None = None
    since: date | None = None
    items: dict[str, Any] = field(default_factory=dict)
    """Values in the stored form, by key as in rules/profile_changes."""
    faults: list[list[str]] = field(default_factory=list)
    """Pairs: column key and fault."""

    @property
    def name(self) -> str:
        """The row's name, "" where it has none."""
        return str(self.items.get("name") or "")


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
    return {_folded(word): code for word, code in known.items()} | {c: c for c in known.values()}


def _folded(word: str) -> str:
    return unicodedata.normalize("NFKC", word[:200]).strip()


def read(number: int, cells: Mapping[str, str], words: ChoiceCodes) -> Reading:
    """Read one row. cells: by column key. Faults are collected with their column, not raised."""
    reading = Reading(number)
    for key, text in cells.items():
        try:
            if LOST_SIGN in text:
                raise ValueError(
                    f"「{LOST_SIGN}」は失われた文字の印です。元の文字に直してください。"
                )
            _take(reading, key, text, words)
        except ValueError as fault:
            reading.faults.append([key, str(fault)])
    return reading


def _take(reading: Reading, key: str, text: str, words: ChoiceCodes) -> None:
    if key == "id":
        reading.identifier = single_line(text, limit=36)
    elif key == "member_kind":
        reading.standing = _standing(text)
    elif key == "member_since":
        reading.since = day(text)
    elif key.startswith(f"{DISCLOSURE}."):
        tier, reason = _disclosure(text, personal=key.endswith(f".{PERSONAL}"))
        reading.items[key] = {"tier": tier, "reason": reason}
    else:
        field = BY_KEY[key]
        reading.items[key] = _PARSERS.get(field.kind, _plain)(field, text, words)


def _plain(field: Field, text: str, _words: ChoiceCodes) -> str:
    limit = field.limit
    if len(text) > limit * SIGNS_PER_CHARACTER:
        raise ValueError(f"{limit}文字以内で入力してください（今は{len(text)}文字です）。")
    if field.kind is Kind.LINES:
        return multi_line(text, limit=limit)
    return line(text, limit=limit, then=_THEN.get(field.kind))


def _year(_field: Field, text: str, _words: ChoiceCodes) -> int | str:
    return normalise_year(text, latest=clock.today().year) if text.strip() else ""


def _kind(_field: Field, text: str, words: ChoiceCodes) -> str:
    code = _one_of(words.kinds, text, "団体の種別")
    if code:
        verdict = may_apply(OrganisationKind(code))
        if not verdict:
            raise ValueError(f"{verdict.reason}（{verdict.article}）")
    return code


def _municipality(_field: Field, text: str, words: ChoiceCodes) -> str:
    return _one_of(words.municipalities, text, "鳥取県内の市町村名（県外は「県外」）")


def _activity_fields(_field: Field, text: str, words: ChoiceCodes) -> list[str]:
    parts = [part for part in re.split(r"[、，,;；\n]", text[:LONG_TEXT]) if part.strip()]
    return list(dict.fromkeys(_one_of(words.activity_fields, part, "活動分野") for part in parts))


_PARSERS: Mapping[Kind, Callable[[Field, str, ChoiceCodes], Any]] = {
    Kind.YEAR: _year,
    Kind.ORGANISATION_KIND: _kind,
    Kind.MUNICIPALITY: _municipality,
    Kind.ACTIVITY_FIELDS: _activity_fields,
}


def _one_of(known: Mapping[str, str], text: str, what: str) -> str:
    word = _folded(text)
    if not word:
        return ""
    if word not in known:
        raise ValueError(
            f"「{word[:40]}」は{what}にありません。ひな形の説明にある語を入れてください。"
        )
    return known[word]


def _standing(text: str) -> Standing | None:
    word = _folded(text)
    if word and word not in _STANDINGS:
        raise ValueError(
            f"「{word[:40]}」は会員の種別にありません。「一般団体」と入れるか空欄にしてください。"
        )
    return _STANDINGS.get(word)


def day(text: str) -> date | None:
    """Parse 2026-04-01, 2026/4/1 or 2026年4月1日; None for empty input. Raises ValueError."""
    typed = _folded(text[:40])
    if not typed:
        return None
    try:
        parts = re.split(r"[-/.年月]", typed.removesuffix("日"))
        year, month, dayno = (int(part) for part in parts)
        return date(year, month, dayno)
    except (ValueError, OverflowError) as error:
        raise ValueError("日付は 2026-04-01 のように、実在する日を入れてください。") from error


@lru_cache(maxsize=1000)
def _disclosure(text: str, *, personal: bool) -> tuple[str, str]:
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

"""What the cells of a row tell beside their own column: municipality, postal code, kind."""

import re
import unicodedata
from collections.abc import Mapping
from typing import TYPE_CHECKING

from app.models.common.master import OUTSIDE_PREFECTURE
from app.rules.common.identifiers import normalise_postal_code
from app.rules.membership.eligibility import may_apply
from app.rules.membership.kind_words import kind_in_name

if TYPE_CHECKING:
    from app.services.roster.roster_rows import Reading

PREFECTURE, PREFECTURE_CODE = "鳥取県", "310000"
_DISTRICT = re.compile("^(?:岩美|八頭|東伯|西伯|日野)郡")
_ELSEWHERE = re.compile("^(?:東京都|北海道|(?:京都|大阪)府|[^\\s0-9]{2,3}県)")
_POSTAL_CODE = re.compile("^(?:〒\\s*|(?=[0-9]{3}-))(?P<code>[0-9]{3}-?[0-9]{4})(?![0-9])")
_AHEAD = re.compile("^〒?\\s*[0-9０-９]{3}[-－ー‐―−]?[0-9０-９]{4}[\\s,、]*")


def municipality_of(text: str, known: Mapping[str, str]) -> str | None:
    """Return the code for 鳥取市, 鳥取県鳥取市, 岩美郡岩美町, 312011 or 31201.

    "" for the prefecture alone, which says nothing; None for another word. known: word → code.
    """
    word = "".join(unicodedata.normalize("NFKC", text).split())
    if word in (PREFECTURE, PREFECTURE_CODE, PREFECTURE_CODE[:5]):
        return ""
    if word in known:
        return known[word]
    if re.fullmatch("[0-9]{5}", word):
        return next((code for code in known.values() if code.startswith(word)), None)
    short = _DISTRICT.sub("", word.removeprefix(PREFECTURE))
    return known.get(short)


def derive(reading: "Reading", municipalities: Mapping[str, str]) -> None:
    """Note what address and name tell a new organisation; values under their own key, with a remark.

    A postal code in front of the address is taken out of it.
    """
    address = str(reading.items.get("address") or "")
    ahead = _POSTAL_CODE.match(unicodedata.normalize("NFKC", address))
    if ahead is not None:
        note = "郵便番号は、所在地の前から読み取りました。"
        reading.derived["postal_code"] = (normalise_postal_code(ahead["code"]), note)
        address = _AHEAD.sub("", address)
        reading.derived["address"] = (address, "")
    place = _municipality_in(address, municipalities)
    if place:
        reading.derived["municipality_code"] = (place, "市町村は、所在地から読み取りました。")
    kind = kind_in_name(reading.name)
    if kind is not None and may_apply(kind):
        reading.derived["kind"] = (kind.value, f"団体の種別は、名称から{kind.label}としました。")


def _municipality_in(address: str, known: Mapping[str, str]) -> str:
    narrow = "".join(unicodedata.normalize("NFKC", address).split())
    if _ELSEWHERE.match(narrow) and not narrow.startswith(PREFECTURE):
        return OUTSIDE_PREFECTURE
    begins = _DISTRICT.sub("", narrow.removeprefix(PREFECTURE))
    return next((code for word, code in known.items() if begins.startswith(word)), "")

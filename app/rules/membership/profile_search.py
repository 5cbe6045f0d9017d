"""What the search box finds an organisation by, besides its name and reading."""

from collections.abc import Iterator, Mapping
from typing import Any

from app.rules.common.addresses import normal_address
from app.rules.common.naming import search_form
from app.rules.common.tokens import spoken_address
from app.rules.membership.profile_fields import DISCLOSURE, FIELDS
from app.rules.membership.roster import Tier, tier_of, visible

SEARCHED = tuple(field.key for field in FIELDS if field.searched)
FEWEST_SIGNS, FEWEST_DIGITS = 2, 4
"""A shorter word would find nearly every telephone number and address."""


def details(profile: Mapping[str, Any], tier: Tier | None = None) -> str:
    """Return the searched values, folded: a telephone number is its digits alone.

    tier: only the values disclosed to this tier and to none below it; by default all.
    """
    disclosure = profile.get(DISCLOSURE) or {}
    found: list[str] = []
    for key in SEARCHED:
        if profile.get(key) and tier in (None, tier_of(key, disclosure)):
            found.append(search_form(str(profile[key])))
            found += _addresses(profile[key]) if key == "address" else []
    return " ".join(dict.fromkeys(found))


def words_of(profile: Mapping[str, Any], tier: Tier) -> Iterator[str]:
    """Yield the texts by which a viewer of this tier finds an organisation, its names first."""
    shown = visible(profile, tier)
    yield profile["name"]
    yield profile.get("name_kana") or ""
    for key in SEARCHED:
        if shown.get(key):
            yield str(shown[key])
    yield spoken_address(shown.get("address") or "")


def sought(word: str) -> tuple[str, ...]:
    """Return the forms in which a word of a query stands in `details`, if it does."""
    return tuple(
        form
        for form in (search_form(word), *_addresses(word))
        if len(form) >= (FEWEST_DIGITS if form.isdigit() else FEWEST_SIGNS)
    )


def _addresses(text: str) -> list[str]:
    """Return the address in normal form: 東町1-220. One number alone would begin many others."""
    address = normal_address(text)
    return [address] if "-" in address else []

"""Who sees which field of the roster (団体名簿, 要領第3条第3項)."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from app.rules import Verdict, articles


class Tier(StrEnum):
    """How far a field is shared; as a viewer's tier, how far that viewer may see."""

    PUBLIC = "public"
    MEMBERS = "members"
    SECRETARIAT = "secretariat"

    @property
    def label(self) -> str:
        """The tier in Japanese."""
        return _LABELS[self]


_LABELS = {Tier.PUBLIC: "公開", Tier.MEMBERS: "会員のみ", Tier.SECRETARIAT: "事務局のみ"}
_RANK = {Tier.PUBLIC: 0, Tier.MEMBERS: 1, Tier.SECRETARIAT: 2}


PERSONAL_FIELDS = frozenset(
    {"business_contact_name", "business_contact_phone", "business_contact_email"}
)
"""事務連絡担当者: a named person, never published; withheld from members too unless it says so."""


def tier_of(field: str, disclosure: Mapping[str, Mapping[str, str]]) -> Tier:
    """How far a field of the profile is shared. disclosure: field → {tier, reason}."""
    stated = disclosure.get(field)
    if field in PERSONAL_FIELDS:
        tier = Tier(stated["tier"]) if stated else Tier.SECRETARIAT
        return Tier.MEMBERS if tier is Tier.PUBLIC else tier
    return Tier(stated["tier"]) if stated else Tier.PUBLIC


def visible(
    profile: Mapping[str, Any],
    viewer_tier: Tier,
    *,
    today: Mapping[str, Mapping[str, str]] | None = None,
) -> dict[str, Any]:
    """The fields of a profile that a viewer of this tier may see; the others are not there.

    today: how far the organisation shares its fields now. *reading*: what it withholds today is
    withheld on the roster of past days too; else yesterday's page would give it away.
    """
    stated = [profile.get("disclosure") or {}, *([today] if today is not None else [])]
    return {
        field: value
        for field, value in profile.items()
        if field != "disclosure"
        and all(may_see(tier_of(field, disclosure), viewer_tier) for disclosure in stated)
    }


def may_see(tier: Tier, viewer_tier: Tier) -> bool:
    """Whether a viewer of `viewer_tier` sees a field of `tier`."""
    return _RANK[tier] <= _RANK[viewer_tier]


def may_set_tier(tier: Tier, *, reason: str, personal: bool = False) -> Verdict:
    """Whether a field may have this tier.

    In principle everything is public, so withholding needs a reason. The named contact person
    (`personal`) is personal information: never public, and withheld without a reason of its own.
    """
    if personal:
        if tier is Tier.PUBLIC:
            return Verdict(
                False,
                articles.DISCLOSURE,
                "担当者は個人情報のため公開できません。「会員のみ」か「事務局のみ」を選んでください。",
            )
        return Verdict(True, articles.DISCLOSURE, "担当者は個人情報のため公開しません。")
    if tier is not Tier.PUBLIC and not reason.strip():
        return Verdict(
            False,
            articles.DISCLOSURE,
            "名簿は公開が原則です。公開しない理由を入力してください。",
        )
    return Verdict(True, articles.DISCLOSURE, f"「{tier.label}」とすることができます。")

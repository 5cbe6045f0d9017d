"""Visibility of roster fields (団体名簿, 要領第3条第3項)."""

from collections.abc import Mapping
from typing import Any

from app.rules import Verdict
from app.rules.common import articles
from app.rules.common.labelled import Labelled
from app.rules.membership.profile_fields import DISCLOSURE, PERSONAL_FIELDS


class Tier(Labelled):
    """How far a field is shared; for a viewer, how far they may see."""

    PUBLIC = "public", "公開"
    MEMBERS = "members", "会員のみ"
    SECRETARIAT = "secretariat", "事務局のみ"


_RANK = {Tier.PUBLIC: 0, Tier.MEMBERS: 1, Tier.SECRETARIAT: 2}


def tier_of(field: str, disclosure: Mapping[str, Mapping[str, str]]) -> Tier:
    """Return the disclosure tier of a profile field. disclosure: field → {tier, reason}."""
    stated = disclosure.get(field)
    if field in PERSONAL_FIELDS:
        tier = Tier(stated["tier"]) if stated else Tier.SECRETARIAT
        return Tier.MEMBERS if tier is Tier.PUBLIC else tier
    return Tier(stated["tier"]) if stated else Tier.PUBLIC


def visible(profile: Mapping[str, Any], viewer_tier: Tier) -> dict[str, Any]:
    """Return the fields of a profile visible to a viewer of this tier, without the others."""
    disclosure = profile.get(DISCLOSURE) or {}
    return {
        field: value
        for field, value in profile.items()
        if field != DISCLOSURE and may_see(tier_of(field, disclosure), viewer_tier)
    }


def may_see(tier: Tier, viewer_tier: Tier) -> bool:
    """Whether a viewer of `viewer_tier` sees a field of `tier`."""
    return _RANK[tier] <= _RANK[viewer_tier]


def tiers_seen(viewer_tier: Tier) -> list[Tier]:
    """Return the tiers of which a viewer of `viewer_tier` sees fields."""
    return [tier for tier in Tier if may_see(tier, viewer_tier)]


def may_set_tier(tier: Tier, *, reason: str, personal: bool = False) -> Verdict:
    """Whether a field may have this tier.

    In principle everything is public, so withholding needs a reason. The named contact person
    (`personal`) is personal information: never public, and withheld without a separate reason.
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

"""The roster of a past day, as far as it is shared (要領第3条第3項, 第4条).

*Reading*: 「登録の抹消」 holds for past days too. Members and visitors see of a past day the
organisations whose registration has lasted until today, under today's name and with today's tiers;
a value replaced since then is not shown again. The whole past roster is the secretariat's.
"""

from collections.abc import Mapping
from typing import Any

from app.rules.membership.profile_changes import unchanged
from app.rules.membership.roster import Tier, visible

REPLACED = "変更済み"
"""Stands for every value that differs from today's, whether or not either is empty: nobody can
tell a value that was replaced from one that was added or cleared."""
TODAYS = frozenset({"name", "name_kana"})
"""Shown as they are today: an organisation is found under its present name."""


def past_entry(
    then: Mapping[str, Any], now: Mapping[str, Any], viewer_tier: Tier
) -> dict[str, Any]:
    """Return what a viewer of this tier sees of a past entry. now: the present profile."""
    return {
        field: value if field in TODAYS or unchanged(then, now, field) else REPLACED
        for field, value in visible(now, viewer_tier).items()
    }

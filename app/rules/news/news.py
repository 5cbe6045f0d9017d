"""News (お知らせ): of which kind, and to whom."""

from collections.abc import Mapping

from app.rules.common.labelled import Labelled
from app.rules.membership.roster import Tier


class NewsKind(Labelled):
    """お知らせの種類."""

    STATE = "state", "国から"
    PREFECTURE = "prefecture", "県から"
    MUNICIPALITY = "municipality", "市町村から"
    MEMBER = "member", "会員から"
    GRANT = "grant", "助成・補助"
    TRAINING = "training", "人材育成・研修"
    OTHER = "other", "その他"


class NewsAudience(Labelled):
    """お知らせを届ける相手."""

    MEMBERS = "members", "会員"
    PUBLIC = "public", "どなたでも"


TIER_OF: Mapping[NewsAudience, Tier] = {
    NewsAudience.MEMBERS: Tier.MEMBERS,
    NewsAudience.PUBLIC: Tier.PUBLIC,
}

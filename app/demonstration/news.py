"""Chapters of the news: of the prefecture and of members; one waits for its second look."""

from collections.abc import Iterator
from datetime import datetime

from app.demonstration.story import Stage
from app.models.news.news import News
from app.rules.membership.membership import Standing
from app.rules.news.news import NewsAudience, NewsKind
from app.security.viewer import Viewer
from app.services.news import news

N, A = NewsKind, NewsAudience
ITEMS = (
    (
        38,
        N.STATE,
        A.MEMBERS,
        "地域協議会の手引きの意見募集",
        "国が手引きの案への意見を募集しています（見本）。",
    ),
    (
        20,
        N.PREFECTURE,
        A.PUBLIC,
        "つながり月間の催しを募集します",
        "来月の「つながり月間」に合わせた催しを募集します。\n様式は問いません。事務局にお知らせください。",
    ),
    (
        9,
        N.GRANT,
        A.PUBLIC,
        "広報・交流経費の補助の募集を始めました",
        "上限30万円の経費の3分の2を補助します。\n「補助金」から応募してください。",
    ),
    (
        2,
        N.TRAINING,
        A.MEMBERS,
        "傾聴の研修を開きます",
        "オンラインで開きます。申込みは「行事」から。",
    ),
)
OWN = ("冬のフードドライブ", "家庭で余っている食品を集めます。お近くの団体へお持ちください。")
"""Of a member."""


def publish(stage: Stage) -> Iterator[datetime]:
    """News over the last weeks, the members' at last."""
    for days, kind, audience, title, text in ITEMS:
        yield stage.ago(days, 9)
        _add(stage.second, kind, audience, title, text)
    member = stage.person(stage.members(Standing.GENERAL)[14])
    yield stage.ago(1, 11)
    first = _add(
        member,
        N.MEMBER,
        A.PUBLIC,
        "見守りのボランティアを募集しています",
        "週1回、1時間から。初めての方も歓迎します。",
    )
    news.publish(stage.officer, first.public_id, links=stage.links)
    yield stage.minutes_ago(70)
    _add(member, N.MEMBER, A.PUBLIC, *OWN)


def _add(actor: Viewer, kind: NewsKind, audience: NewsAudience, title: str, text: str) -> News:
    values = {"name": title, "kind": kind, "audience": audience, "text": text, "website": ""}
    lists = {"activity_fields": [], "municipalities": [], "expires_on": None}
    return news.add(actor, News, values | lists | {"organisation_id": actor.organisation_id})

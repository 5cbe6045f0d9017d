"""Figures of this wing: news and digests."""

from collections.abc import Mapping

from app.models.news.digest import Digest
from app.models.news.news import News
from app.rules.news.news import NewsKind
from app.services.common.figures import Figure, by_label, count, within

GROUP = "お知らせ"


def _published(year: int) -> Mapping[str, int]:
    return by_label(News.kind, NewsKind, within(News.published_at, year))


def _digests(year: int) -> int:
    return count(Digest.letters > 0, within(Digest.day, year))


FIGURES = (
    Figure(
        "news.published",
        *(GROUP, "お知らせ（種類）", "件"),
        "年度内に公開したお知らせの数",
        _published,
    ),
    Figure(
        "news.digests", GROUP, "まとめメール", "回", "年度内に送ったまとめメールの回数", _digests
    ),
)

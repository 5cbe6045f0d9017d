"""News from members: looked at by the secretariat before others read it."""

from collections.abc import Mapping
from enum import StrEnum

from app.rules.states.common.table import State


class NewsStage(State):
    """お知らせの段階."""

    WAITING = "waiting", "事務局の確認待ち"
    RETURNED = "returned", "修正のお願い"
    PUBLISHED = "published", "掲載中"


class NewsVerb(StrEnum):
    """Actions on news. SUBMIT: its member entered or changed it."""

    SUBMIT = "submit"
    PUBLISH = "publish"
    SEND_BACK = "send_back"


_S, _V = NewsStage, NewsVerb
NEWS: Mapping[tuple[NewsStage | None, NewsVerb], NewsStage] = {
    (None, _V.SUBMIT): _S.WAITING,
    (None, _V.PUBLISH): _S.PUBLISHED,
    (_S.WAITING, _V.PUBLISH): _S.PUBLISHED,
    (_S.WAITING, _V.SEND_BACK): _S.RETURNED,
    (_S.WAITING, _V.SUBMIT): _S.WAITING,
    (_S.RETURNED, _V.SUBMIT): _S.WAITING,
    (_S.PUBLISHED, _V.SUBMIT): _S.WAITING,
}

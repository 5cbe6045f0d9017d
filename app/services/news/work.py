"""What of this wing waits: members' news for a second look."""

from app.models.news.news import News
from app.rules.common.msgid import N_
from app.rules.states.news.news import NewsStage
from app.security.viewer import Viewer
from app.services.common.work import Rows, Work, waiting


def _for_a_look(actor: Viewer) -> Rows:
    waits, kept = News.stage == NewsStage.WAITING, News.retired_on.is_(None)
    return waiting(News.public_id, News.name, News.created_at, waits, kept)


WORK = (Work("news", N_("Second look at news"), "/news/{}", _for_a_look),)

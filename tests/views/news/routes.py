"""The routes of this wing, written by hand: which role is answered, and with which object."""

from typing import Any

from app.models.news.digest import Digest
from app.models.news.news import News
from app.rules.membership.roster import Tier
from tests import factories
from tests.support import news
from tests.support.client import Examples
from tests.support.desk import LINKS
from tests.support.members import member_of
from tests.support.register_samples import entry

REGISTERS = """
news              P G E C S A   - G E - S -
"""
ROUTES = """
POST  /news/<pk>/publish                                - - - - S -
POST  /news/<pk>/send-back                              - - - - S -
GET   /news/feed.atom                                   P G E C S A
GET   /news/feed.json                                   P G E C S A
GET   /news/digests                                     P G E C S A
GET   /news/digests/<day>                               P G E C S A
GET   /news/preferences                                 - G E - - -
GET   /news/preferences/<token>                         P G E C S A
POST  /news/preferences/<token>                         P G E C S A
POST  /news/preferences/<token>/renew                   - G E - - -
GET   /webhooks/                                        - - - - S -
POST  /webhooks/                                        - - - - S -
GET   /webhooks/<int:pk>                                - - - - S -
POST  /webhooks/<int:pk>/secret                         - - - - S -
POST  /webhooks/<int:pk>/<verb>                         - - - - S -
POST  /webhooks/<int:pk>/deliveries/<int:delivery>/replay   - - - - S -
"""


def _waiting(_client: Any) -> dict[str, str]:
    return {"pk": entry(News, tier=Tier.SECRETARIAT).public_id}


def _digest(_client: Any) -> dict[str, str]:
    digest: Digest = news.digest()
    return {"day": digest.day.isoformat()}


def _token(_client: Any) -> dict[str, str]:
    url = LINKS.news_preferences("member", factories.member().id, "")
    return {"token": news.signed(url)}


def _own_token(client: Any) -> dict[str, str]:
    url = LINKS.news_preferences("member", member_of(client).id, "")
    return {"token": news.signed(url)}


EXAMPLES: Examples = {
    "/news/<pk>/publish": _waiting,
    "/news/<pk>/send-back": _waiting,
    "/news/digests/<day>": _digest,
    "/news/preferences/<token>": _token,
    "/news/preferences/<token>/renew": _own_token,
    "/webhooks/<int:pk>": lambda client: {"pk": news.webhook().id},
    "/webhooks/<int:pk>/secret": lambda client: {"pk": news.webhook().id},
    "/webhooks/<int:pk>/<verb>": lambda client: {"pk": news.webhook().id, "verb": "rotate"},
    "/webhooks/<int:pk>/deliveries/<int:delivery>/replay": lambda client: news.delivered(),
}

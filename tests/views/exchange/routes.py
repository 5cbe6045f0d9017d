"""The routes of this wing, written by hand: which role is answered, and with which object."""

from datetime import timedelta
from typing import Any

from app import clock
from app.models.exchange.referral import Referral
from tests.support import exchange
from tests.support.client import Examples
from tests.support.register_samples import entry

REGISTERS = """
needs-offers      - G E C S -   - G E - S -
patronages        - G E - S -   - G E - S -
referrals         - G E - S -   - G E - S -
surveys           P G E C S A   - - - - S -
"""
ROUTES = """
GET   /needs-offers/unanswered                          - - - - S -
GET   /needs-offers/<pk>/answers/<member>               - G E - S -
POST  /needs-offers/<pk>/answers/<member>               - G E - S -
POST  /needs-offers/<pk>/match                          - G E - S -
POST  /patronages/<pk>/propose                          - - - - S -
POST  /patronages/<pk>/release                          - - - - S -
POST  /patronages/<pk>/take-back                        - - - - S -
POST  /patronages/<pk>/send-back                        - - - - S -
POST  /patronages/<pk>/report                           - G E - S -
POST  /referrals/<pk>/stages/<verb>                     - G E - S -
GET   /referrals/join/<token>                           P G E C S A
POST  /referrals/join/<token>                           P G E C S A
GET   /surveys/<pk>/answer                              P G E C S A
POST  /surveys/<pk>/answer                              P G E C S A
GET   /surveys/<pk>/report                              P G E C S A
GET   /surveys/<pk>/answers.xlsx                        - - - - S -
"""


def _own_need(client: Any) -> dict[str, str]:
    return {"pk": entry(exchange.NeedOffer, client.organisation_id).public_id}


def _own_referral(client: Any) -> dict[str, str]:
    return {"pk": entry(Referral, client.organisation_id).public_id, "verb": "approach"}


def _survey(_client: Any) -> dict[str, str]:
    return {"pk": exchange.survey().public_id}


def _over(_client: Any) -> dict[str, str]:
    yesterday = clock.today() - timedelta(days=1)
    return {"pk": exchange.survey(opens_on=yesterday, closes_on=yesterday).public_id}


EXAMPLES: Examples = {
    "/needs-offers/<pk>/answers/<member>": exchange.conversation,
    "/needs-offers/<pk>/match": _own_need,
    "/patronages/<pk>/propose": lambda client: {"pk": exchange.patronage().public_id},
    **dict.fromkeys(
        (f"/patronages/<pk>/{verb}" for verb in ("release", "take-back", "send-back")),
        lambda client: {"pk": exchange.proposed().public_id},
    ),
    "/patronages/<pk>/report": lambda client: {
        "pk": exchange.granted(client.organisation_id).public_id
    },
    "/referrals/<pk>/stages/<verb>": _own_referral,
    "/referrals/join/<token>": lambda client: {"token": exchange.referral_token()},
    "/surveys/<pk>/answer": _survey,
    "/surveys/<pk>/report": _over,
    "/surveys/<pk>/answers.xlsx": _survey,
}

"""The routes of this wing, written by hand: which role is answered, and with which object."""

from tests import factories
from tests.support.client import Examples

ROUTES = """
GET   /                                             P G E C S A
GET   /audit/list/                                  - - - - S A
GET   /audit/show/<pk>                              - - - - S A
GET   /healthz                                      P G E C S A
GET   /metrics                                      - - - - - -
GET   /organisations/<int:pk>/timeline              - - - - S -
GET   /readyz                                       P G E C S A
GET   /receipts/                                    - - - - S -
GET   /receipts/receipts.xlsx                       - - - - S -
GET   /restores/                                    - - - - S A
POST  /restores/confirm/<int:pk>                    - - - - S A
GET   /search                                       P G E C S A
GET   /system/                                      - - - - S A
"""

EXAMPLES: Examples = {
    "/organisations/<int:pk>/timeline": lambda client: {"pk": factories.member().id},
    "/restores/confirm/<int:pk>": lambda client: {"pk": factories.restore().id},
    "/audit/show/<pk>": lambda client: {"pk": 1},
}

"""The routes of this wing, written by hand: which role is answered, and with which object."""

from tests import factories
from tests.support import bounces, lanes
from tests.support.client import Examples

ROUTES = """
GET   /outbox/                                      - - - - S -
GET   /outbox/<int:pk>                              - - - - S -
GET   /outbox/<int:pk>.pdf                          - - - - S -
POST  /outbox/<int:pk>/number                       - - - - S -
POST  /outbox/<int:pk>/<verb>                       - - - - S -
GET   /mail-lanes/                                  - - - - S -
POST  /mail-lanes/<int:pk>/resume                   - - - - S -
GET   /mail-addresses/                              - - - - S -
GET   /mail-addresses/<int:pk>                      - - - - S -
POST  /mail-addresses/<int:pk>/lift                 - - - - S -
GET   /letters/<token>/stop                         P G E C S A
POST  /letters/<token>/stop                         P G E C S A
GET   /sending-domain/                              - - - - S A
GET   /outbox/post/                                 - - - - S -
POST  /outbox/post/<tray>/letters.pdf               - - - - S -
POST  /outbox/post/<tray>/labels.pdf                - - - - S -
POST  /outbox/post/<tray>/<verb>                    - - - - S -
GET   /notices/<int:pk>                             - - - - S -
POST  /notices/<int:pk>/<verb>                      - - - - S -
POST  /notices/<int:pk>/ticked/<act>                - - - - S -
POST  /notices/<int:pk>/certificate.pdf             - - - - S -
POST  /notices/<int:pk>/certificate.xlsx            - - - - S -
"""

EXAMPLES: Examples = {
    "/outbox/<int:pk>": lambda client: {"pk": factories.letter().id},
    "/outbox/<int:pk>.pdf": lambda client: {"pk": factories.letter().id},
    "/outbox/<int:pk>/number": lambda client: {"pk": factories.letter().id},
    "/outbox/<int:pk>/<verb>": lambda client: {"pk": factories.letter().id, "verb": "hold"},
    "/mail-lanes/<int:pk>/resume": lambda client: {"pk": lanes.stopped_lane().id},
    "/letters/<token>/stop": lambda client: {"token": bounces.stop_token(client)},
    "/mail-addresses/<int:pk>": lambda client: {"pk": bounces.dead_address().id},
    "/mail-addresses/<int:pk>/lift": lambda client: {"pk": bounces.dead_address().id},
    "/outbox/post/<tray>/letters.pdf": lambda client: {"tray": "to_post"},
    "/outbox/post/<tray>/labels.pdf": lambda client: {"tray": "to_post"},
    "/outbox/post/<tray>/<verb>": lambda client: {"tray": "to_post", "verb": "posted"},
    "/notices/<int:pk>": lambda client: {"pk": factories.letter().bulk_id},
    "/notices/<int:pk>/<verb>": lambda client: {"pk": factories.letter().bulk_id, "verb": "stop"},
    "/notices/<int:pk>/ticked/<act>": lambda client: {
        "pk": factories.letter().bulk_id,
        "act": "hold",
    },
    "/notices/<int:pk>/certificate.pdf": lambda client: {"pk": factories.letter().bulk_id},
    "/notices/<int:pk>/certificate.xlsx": lambda client: {"pk": factories.letter().bulk_id},
}

"""The routes of this wing, written by hand: which role is answered, and with which object."""

from tests import factories
from tests.support import member_notices, roster_files
from tests.support.client import Examples

PARTS = ("", "/papers", "/history", "/correct", "/notes")
DRAFT_PARTS = (
    *("", "/edit", "/recipients", "/papers", "/test", "/send", "/take-back", "/return"),
    "/discard",
)

ROUTES = """
GET   /roster                                       P G E C S A
GET   /roster/<public_id>                           P G E C S A
GET   /roster.csv                                   P G E C S A
GET   /roster.json                                  P G E C S A
GET   /roster.xlsx                                  P G E C S A
GET   /organisations/                               - - - - S -
GET   /organisations/<int:pk>                       - - - - S -
GET   /organisations/<int:pk>/papers                - - - - S -
GET   /organisations/<int:pk>/history               - - - - S -
GET   /organisations/<int:pk>/correct               - - - - S -
POST  /organisations/<int:pk>/correct               - - - - S -
POST  /organisations/<int:pk>/notes                 - - - - S -
GET   /imports/                                     - - - - S -
POST  /imports/                                     - - - - S -
GET   /imports/<int:pk>                             - - - - S -
GET   /imports/<int:pk>/columns                     - - - - S -
POST  /imports/<int:pk>/columns                     - - - - S -
GET   /imports/<int:pk>/questions                   - - - - S -
POST  /imports/<int:pk>/questions                   - - - - S -
GET   /imports/<int:pk>/rows/<int:line>             - - - - S -
POST  /imports/<int:pk>/rows/<int:line>             - - - - S -
POST  /imports/<int:pk>/start                       - - - - S -
POST  /imports/<int:pk>/<verb>                      - - - - S -
GET   /imports/<int:pk>/result.xlsx                 - - - - S -
GET   /imports/template.xlsx                        - - - - S -
GET   /exports/                                     - - - - S -
POST  /exports/                                     - - - - S -
POST  /exports/labels.pdf                           - - - - S -
GET   /notices/drafts/new                           - - - - S -
POST  /notices/drafts/new                           - - - - S -
GET   /notices/drafts/<int:pk>                      - - - - S -
GET   /notices/drafts/<int:pk>/edit                 - - - - S -
POST  /notices/drafts/<int:pk>/edit                 - - - - S -
GET   /notices/drafts/<int:pk>/recipients           - - - - S -
POST  /notices/drafts/<int:pk>/recipients           - - - - S -
POST  /notices/drafts/<int:pk>/papers               - - - - S -
POST  /notices/drafts/<int:pk>/papers/<int:paper_id>/remove - - - - S -
POST  /notices/drafts/<int:pk>/test                 - - - - S -
POST  /notices/drafts/<int:pk>/send                 - - - - S -
POST  /notices/drafts/<int:pk>/take-back            - - - - S -
POST  /notices/drafts/<int:pk>/return               - - - - S -
POST  /notices/drafts/<int:pk>/discard              - - - - S -
"""

EXAMPLES: Examples = {
    **dict.fromkeys(
        (
            "/imports/<int:pk>",
            "/imports/<int:pk>/start",
            "/imports/<int:pk>/questions",
            "/imports/<int:pk>/result.xlsx",
        ),
        lambda client: {"pk": roster_files.job().id},
    ),
    **dict.fromkeys(
        (f"/notices/drafts/<int:pk>{part}" for part in DRAFT_PARTS),
        lambda client: {"pk": member_notices.draft().id},
    ),
    "/notices/drafts/<int:pk>/papers/<int:paper_id>/remove": lambda client: member_notices.paper(),
    "/imports/<int:pk>/columns": lambda client: {"pk": roster_files.unmapped().id},
    "/imports/<int:pk>/rows/<int:line>": lambda client: {"pk": roster_files.job().id, "line": 2},
    "/imports/<int:pk>/<verb>": lambda client: {"pk": roster_files.job().id, "verb": "cancel"},
    "/roster/<public_id>": lambda client: {"public_id": factories.founding_member().public_id},
    **dict.fromkeys(
        (f"/organisations/<int:pk>{part}" for part in PARTS),
        lambda client: {"pk": factories.member().id},
    ),
}

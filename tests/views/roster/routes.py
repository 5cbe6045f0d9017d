"""The routes of this wing, written by hand: which role is answered, and with which object."""

from tests import factories
from tests.support import roster_files
from tests.support.client import Examples

PARTS = ("", "/papers", "/history", "/correct", "/notes")

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
    "/imports/<int:pk>/columns": lambda client: {"pk": roster_files.unmapped().id},
    "/imports/<int:pk>/rows/<int:line>": lambda client: {"pk": roster_files.job().id, "line": 2},
    "/imports/<int:pk>/<verb>": lambda client: {"pk": roster_files.job().id, "verb": "cancel"},
    "/roster/<public_id>": lambda client: {"public_id": factories.founding_member().public_id},
    **dict.fromkeys(
        (f"/organisations/<int:pk>{part}" for part in PARTS),
        lambda client: {"pk": factories.member().id},
    ),
}

"""The routes of this wing, written by hand: which role is answered, and with which object."""

from tests import factories
from tests.support import roster_files
from tests.support.client import Examples

ROUTES = """
GET   /merges/                                      - - - - S -
GET   /merges/compare                               - - - - S -
POST  /merges/<int:kept_id>/<int:merged_id>         - - - - S -
GET   /merges/<int:pk>                              - - - - S -
POST  /merges/<int:pk>/undo                         - - - - S -
GET   /merges/proposals/<pk>                        - - - - S -
POST  /merges/proposals/<pk>/release                - - - - S -
POST  /merges/proposals/<pk>/send-back              - - - - S -
POST  /merges/proposals/<pk>/take-back              - - - - S -
"""

EXAMPLES: Examples = {
    "/merges/<int:kept_id>/<int:merged_id>": lambda client: {
        "kept_id": factories.member().id,
        "merged_id": factories.member().id,
    },
    **dict.fromkeys(
        ("/merges/<int:pk>", "/merges/<int:pk>/undo"),
        lambda client: {"pk": roster_files.merge().id},
    ),
    **dict.fromkeys(
        (f"/merges/proposals/<pk>{verb}" for verb in ("", "/release", "/send-back", "/take-back")),
        lambda client: {"pk": str(roster_files.merge().id)},
    ),
}

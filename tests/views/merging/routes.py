"""The routes of this wing, written by hand: which role is answered, and with which object."""

from tests import factories
from tests.support import roster_files
from tests.support.client import Examples

ROUTES = """
GET   /merges/                                      - - - - S -
GET   /merges/compare                               - - - - S -
POST  /merges/<int:kept_id>/<int:merged_id>         - - - - S -
POST  /merges/<int:pk>/undo                         - - - - S -
"""

EXAMPLES: Examples = {
    "/merges/<int:kept_id>/<int:merged_id>": lambda client: {
        "kept_id": factories.member().id,
        "merged_id": factories.member().id,
    },
    "/merges/<int:pk>/undo": lambda client: {"pk": roster_files.merge().id},
}

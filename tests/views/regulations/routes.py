"""The routes of this wing, written by hand: which role is answered, and with which object."""

from tests.support.client import Examples

ROUTES = """
GET   /articles                                     P G E C S A
GET   /regulations                                  P G E C S A
GET   /regulations/<slug>                           P G E C S A
"""

EXAMPLES: Examples = {
    "/regulations/<slug>": lambda client: {"slug": "bylaws"},
}

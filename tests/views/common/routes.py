"""The routes of this wing, written by hand: which role is answered, and with which object."""

from app.models.common.approval import Approval
from app.services.common import approvals, settings
from tests.support.client import Examples
from tests.support.desk import officer

ROUTES = """
GET   /approvals/                                   - - - C S A
GET   /approvals/<int:pk>/decision                   - - - - S -
POST  /approvals/<int:pk>/decision                   - - - - S -
GET   /approvals/<int:pk>/request.pdf                - - - - S -
GET   /settings/office/                              - - - - S -
POST  /settings/office/<section>                     - - - - S -
POST  /settings/office/proposal/release              - - - - S -
POST  /settings/office/proposal/take-back            - - - - S -
POST  /settings/office/proposal/return               - - - - S -
POST  /saved-views/                                 - G E C S A
POST  /saved-views/rename                           - G E C S A
POST  /saved-views/delete                           - G E C S A
GET   /_components                                  P G E C S A
GET   /lang/<locale>                                P G E C S A
GET   /static/<path:filename>                       P G E C S A
"""


def proposal() -> Approval:
    """Return the pending proposal to change a limit."""
    found = approvals.pending(settings.KIND, settings.SUBJECT)
    return found or settings.propose(officer(), {"recipients": 11})


EXAMPLES: Examples = {
    "/approvals/<int:pk>/decision": lambda client: {"pk": proposal().id},
    "/approvals/<int:pk>/request.pdf": lambda client: {"pk": proposal().id},
    "/settings/office/<section>": lambda client: {"section": "numbers"},
    "/lang/<locale>": lambda client: {"locale": "en"},
    "/static/<path:filename>": lambda client: {"filename": "css/base.css"},
}

"""The routes of this wing, written by hand: which role is answered, and with which object."""

from app.rules.states.admission.application import ApplicationState
from tests import factories
from tests.support import application_form, desk
from tests.support.client import Examples

ROUTES = """
GET   /apply/                                       P G E C S A
GET   /apply/form                                   P G E C S A
POST  /apply/form                                   P G E C S A
GET   /apply/check                                  P G E C S A
POST  /apply/check                                  P G E C S A
POST  /apply/discard                                P G E C S A
GET   /apply/resume/<token>                         P G E C S A
POST  /apply/resume/<token>                         P G E C S A
GET   /apply/sent                                   P G E C S A
POST  /apply/send-again                             P G E C S A
POST  /apply/reopen                                 P G E C S A
GET   /apply/confirm-address/<token>                P G E C S A
POST  /apply/confirm-address/<token>                P G E C S A
GET   /apply/status/<token>                         P G E C S A
GET   /apply/status/<token>/form.pdf                P G E C S A
GET   /apply/status/<token>/correct                 P G E C S A
POST  /apply/status/<token>/correct                 P G E C S A
GET   /apply/status/<token>/check                   P G E C S A
POST  /apply/status/<token>/check                   P G E C S A
POST  /apply/status/<token>/take-back               P G E C S A
GET   /applications/new/                            - - - - S -
POST  /applications/new/                            - - - - S -
GET   /applications/new/check                       - - - - S -
POST  /applications/new/check                       - - - - S -
POST  /applications/new/discard                     - - - - S -
GET   /applications/                                - - - - S -
GET   /applications/show/<int:pk>                   - - - - S -
POST  /applications/<int:pk>/checks                  - - - - S -
POST  /applications/ticked/<act>                     - - - - S -
POST  /applications/<int:pk>/former                 - - - - S -
GET   /applications/<int:pk>/take-back              - - - - S -
POST  /applications/<int:pk>/take-back              - - - - S -
GET   /applications/<int:pk>/accept-at-once         - - - - S -
POST  /applications/<int:pk>/accept-at-once         - - - - S -
GET   /applications/<int:pk>/refuse-at-once         - - - - S -
POST  /applications/<int:pk>/refuse-at-once         - - - - S -
POST  /applications/<int:pk>/release                - - - - S -
POST  /applications/<int:pk>/send-back              - - - - S -
POST  /applications/<int:pk>/take-proposal-back     - - - - S -
POST  /applications/<int:pk>/remind                 - - - - S -
GET   /applications/<int:pk>/correction             - - - - S -
POST  /applications/<int:pk>/correction             - - - - S -
GET   /applications/<int:pk>/correction/check       - - - - S -
POST  /applications/<int:pk>/correction/check       - - - - S -
GET   /applications/<int:pk>/letter                 - - - - S -
GET   /applications/<int:pk>/letter.pdf             - - - - S -
GET   /applications/<int:pk>/form.pdf               - - - - S -
GET   /applications/<int:pk>/scan                   - - - - S -
GET   /applications/batch/<int:pk>.pdf              - - - - S -
GET   /applications/<int:pk>/refuse                 - - - - S -
POST  /applications/<int:pk>/refuse                 - - - - S -
GET   /applications/<int:pk>/correct                - - - - S -
POST  /applications/<int:pk>/correct                - - - - S -
GET   /batches/                                     - - - - S -
GET   /batches/<int:pk>                             - - - - S -
POST  /batches/open                                 - - - - S -
POST  /batches/<int:pk>/put-in                      - - - - S -
POST  /batches/<int:pk>/close                       - - - - S -
POST  /batches/<int:pk>/propose-possible            - - - - S -
POST  /batches/<int:pk>/submit                      - - - - S -
POST  /batches/<int:pk>/approve                     - - - - S -
POST  /batches/<int:pk>/return                      - - - - S -
POST  /batches/application/<int:pk>/propose         - - - - S -
POST  /batches/application/<int:pk>/take-out        - - - - S -
POST  /batches/application/<int:pk>/withdraw        - - - - S -
"""

EXAMPLES: Examples = {
    **dict.fromkeys(
        (
            "/applications/show/<int:pk>",
            *(
                f"/applications/<int:pk>/{verb}"
                for verb in (
                    *("former", "refuse", "correct", "take-back", "form.pdf"),
                    *("accept-at-once", "refuse-at-once"),
                )
            ),
            *(f"/batches/application/<int:pk>/{v}" for v in ("propose", "take-out", "withdraw")),
        ),
        lambda client: {"pk": factories.application().id},
    ),
    **dict.fromkeys(
        (f"/applications/<int:pk>/{v}" for v in ("remind", "correction", "correction/check")),
        lambda client: {"pk": factories.application(ApplicationState.CORRECTION).id},
    ),
    **dict.fromkeys(
        (
            f"/applications/<int:pk>/{verb}"
            for verb in ("release", "send-back", "take-proposal-back", "letter", "letter.pdf")
        ),
        lambda client: {"pk": desk.proposed_at_once().id},
    ),
    "/applications/<int:pk>/scan": lambda client: {"pk": desk.scanned_application().id},
    "/applications/batch/<int:pk>.pdf": lambda client: {"pk": desk.batch().id},
    "/applications/<int:pk>/checks": lambda client: {"pk": factories.application().id},
    "/applications/ticked/<act>": lambda _client: {"act": "put-in"},
    **dict.fromkeys(
        (
            "/batches/<int:pk>",
            *(
                f"/batches/<int:pk>/{verb}"
                for verb in ("put-in", "close", "propose-possible", "submit", "approve", "return")
            ),
        ),
        lambda client: {"pk": desk.batch().id},
    ),
    "/apply/resume/<token>": lambda client: {"token": application_form.draft_token()},
    "/apply/confirm-address/<token>": lambda client: {
        "token": application_form.confirmation_token()
    },
    "/apply/status/<token>": lambda client: {"token": application_form.status_token()},
    "/apply/status/<token>/form.pdf": lambda client: {"token": application_form.status_token()},
    "/apply/status/<token>/correct": lambda client: {"token": application_form.status_token()},
    "/apply/status/<token>/check": lambda client: {"token": application_form.status_token()},
    "/apply/status/<token>/take-back": lambda client: {"token": application_form.status_token()},
}

"""The routes of this wing, written by hand: which role is answered, and with which object."""

from tests.support import cases, supporters
from tests.support.client import Examples, PlatformClient
from tests.support.register_samples import entry, model_of

REGISTERS = """
supporters           - - - - S -   - - - - S -
supporter-activities - - - - S -   - - - - S -
good-practices             P G E C S A   - G E - S -
places                     P G E C S A   - G E - S -
supporting-organisations   P G E C S A   - G E - S -
equipment                  P G E C S A   - G E - S -
trainings                  P G E C S A   - - - - S -
desks             P G E C S A   - G E - S -
passings          P G E C S A   - - - - S -
"""
ROUTES = """
GET   /supporters/numbers                           P G E C S A
GET   /supporters/apply                             P G E C S A
POST  /supporters/apply                             P G E C S A
GET   /supporters/ours                              - G E - - -
POST  /supporters/ours                              - G E - - -
GET   /supporters/pass-on/<token>                   P G E C S A
POST  /supporters/pass-on/<token>                   P G E C S A
GET   /supporters/pass-on/<token>/card              P G E C S A
POST  /supporters/<pk>/stages/<verb>                - - - - S -
POST  /supporters/<pk>/link                         - - - - S -
GET   /supporters/<pk>/card                         - - - - S -
GET   /help/                     P G E C S A
GET   /help/<trouble>            P G E C S A
GET   /help/search               P G E C S A
POST  /help/search               P G E C S A
GET   /help/worker.js            P G E C S A
GET   /desks/network             P G E C S A
POST  /desks/<pk>/close          - G E - S -
"""


def _own_desk(client: PlatformClient) -> dict[str, str]:
    return {"pk": entry(model_of("desks"), client.organisation_id).public_id}


def _link() -> dict[str, str]:
    cases.coordinator()
    return {"token": supporters.token(supporters.serving())}


EXAMPLES: Examples = {
    **dict.fromkeys(
        (f"/supporters/pass-on/<token>{part}" for part in ("", "/card")), lambda client: _link()
    ),
    "/supporters/<pk>/stages/<verb>": lambda client: {
        "pk": supporters.applicant().public_id,
        "verb": "train",
    },
    **dict.fromkeys(
        (f"/supporters/<pk>{part}" for part in ("/link", "/card")),
        lambda client: {"pk": supporters.serving().public_id},
    ),
    "/help/<trouble>": lambda client: {"trouble": "housing"},
    "/desks/<pk>/close": _own_desk,
}

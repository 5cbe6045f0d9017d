"""The routes of this wing, written by hand: which role is answered, and with which object."""

from app import clock
from app.extensions import db
from app.security.guard import acting_as_system
from app.security.viewer import SYSTEM
from app.services.common.links import EntryLink
from app.services.registers import reports
from app.views.common.base import links
from tests.support import api, register_files
from tests.support.client import Examples, PlatformClient
from tests.support.register_samples import entry, model_of

REGISTERS = """
activity-fields   - - - - S -   - - - - S -
"""
ROUTES = """
GET   /confirm/<token>           P G E C S A
POST  /confirm/<token>           P G E C S A
GET   /mistakes/                 - G E - S -
GET   /mistakes/<key>/<pk>       P G E C S A
POST  /mistakes/<key>/<pk>       P G E C S A
POST  /mistakes/<int:pk>/settle  - G E - S -
GET   /api/                                         P G E C S A
GET   /api/dictionary                               P G E C S A
GET   /api/problems/<slug>                          P G E C S A
GET   /api/v1/changes                               P G E C S A
GET   /api/v1/openapi.json                          P G E C S A
GET   /api/v1/<register>                            P G E C S A
GET   /api/v1/<register>/<pk>                       P G E C S A
GET   /api-keys/                                    - G E - S -
POST  /api-keys/                                    - G E - S -
POST  /api-keys/<int:pk>/revoke                     - G E - S -
GET   /register-imports/new/<key>                   - - - - S -
POST  /register-imports/new/<key>                   - - - - S -
GET   /register-imports/<int:pk>                    - - - - S -
GET   /register-imports/<int:pk>/columns            - - - - S -
POST  /register-imports/<int:pk>/columns            - - - - S -
POST  /register-imports/<int:pk>/start              - - - - S -
POST  /register-imports/<int:pk>/return             - - - - S -
POST  /register-imports/<int:pk>/<verb>             - - - - S -
"""


def _link(client: PlatformClient) -> dict[str, str]:
    """Return the token of a letter about a desk."""
    desk = entry(model_of("desks"))
    link = EntryLink(
        "desks", desk.public_id, desk.changed_at.isoformat(), clock.today().isoformat()
    )
    with client.application.test_request_context():
        return {"token": links().confirm_entry(link).rsplit("/", 1)[1]}


def _reported(client: PlatformClient) -> dict[str, object]:
    """Return a report about the client's desk."""
    with acting_as_system(db.session):
        desk = entry(model_of("desks"), client.organisation_id)
        return {"pk": reports.report(SYSTEM, desk, "番号が違います", "").id}


EXAMPLES: Examples = {
    "/confirm/<token>": _link,
    "/mistakes/<key>/<pk>": lambda client: {
        "key": "desks",
        "pk": entry(model_of("desks")).public_id,
    },
    "/mistakes/<int:pk>/settle": _reported,
    "/api/problems/<slug>": lambda client: {"slug": "not-found"},
    "/api/v1/<register>": lambda client: {"register": "municipalities"},
    "/api/v1/<register>/<pk>": lambda client: {"register": "municipalities", "pk": "312011"},
    "/api-keys/<int:pk>/revoke": lambda client: {"pk": api.key_of(client).id},
    "/register-imports/new/<key>": lambda client: {"key": "activity-fields"},
    **dict.fromkeys(
        (f"/register-imports/<int:pk>{part}" for part in ("", "/columns", "/start", "/return")),
        lambda client: {"pk": register_files.checked().id},
    ),
    "/register-imports/<int:pk>/<verb>": lambda client: {
        "pk": register_files.checked().id,
        "verb": "cancel",
    },
}

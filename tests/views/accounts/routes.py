"""The routes of this wing, written by hand: which role is answered, and with which object."""

from app.services.accounts.links import Purpose
from tests.support import people
from tests.support.client import Examples

ROUTES = """
GET   /login                                        P G E C S A
POST  /login                                        P G E C S A
GET   /login/code                                   P G E C S A
POST  /login/code                                   P G E C S A
GET   /login/directory/                             - - - - - -
GET   /login/directory/arrive                       - - - - - -
POST  /logout                                       P G E C S A
GET   /invitation/<token>                           P G E C S A
POST  /invitation/<token>                           P G E C S A
GET   /password/forgotten                           P G E C S A
POST  /password/forgotten                           P G E C S A
GET   /password/reset/<token>                       P G E C S A
POST  /password/reset/<token>                       P G E C S A
GET   /account/                                     - G E C S A
GET   /account/edit                                 - G E C S A
POST  /account/edit                                 - G E C S A
GET   /account/email                                - G E C S A
POST  /account/email                                - G E C S A
GET   /account/email/confirm/<token>                P G E C S A
POST  /account/email/confirm/<token>                P G E C S A
GET   /account/password                             - G E C S A
POST  /account/password                             - G E C S A
GET   /account/second-factor/                       - G E C S A
GET   /account/second-factor/set-up                 - G E C S A
POST  /account/second-factor/set-up                 - G E C S A
POST  /account/second-factor/skip                   - G E C S A
POST  /account/second-factor/recovery-codes         - G E C S A
POST  /account/second-factor/turn-off               - G E C S A
GET   /account/sessions                             - G E C S A
POST  /account/sessions/<int:pk>/end                - G E C S A
POST  /account/sessions/end-others                  - G E C S A
GET   /reauthenticate/                              - G E C S A
POST  /reauthenticate/                              - G E C S A
GET   /accounts/                                    - - - - S A
GET   /accounts/<int:pk>                            - - - - S A
GET   /accounts/invite                              - - - - S A
POST  /accounts/invite                              - - - - S A
GET   /accounts/<int:pk>/edit                       - - - - S A
POST  /accounts/<int:pk>/edit                       - - - - S A
GET   /accounts/<int:pk>/roles                      - - - - - A
POST  /accounts/<int:pk>/roles                      - - - - - A
GET   /accounts/<int:pk>/hand-over                  - - - - S A
POST  /accounts/<int:pk>/hand-over                  - - - - S A
POST  /accounts/<int:pk>/<verb>                     - - - - S A
GET   /colleagues/                                  - G E - - -
GET   /colleagues/invite                            - G E - - -
POST  /colleagues/invite                            - G E - - -
GET   /colleagues/<int:pk>/hand-over                - G E - - -
POST  /colleagues/<int:pk>/hand-over                - G E - - -
POST  /colleagues/<int:pk>/<verb>                   - G E - - -
"""

EXAMPLES: Examples = {
    "/invitation/<token>": lambda client: {"token": people.token_of(Purpose.INVITATION)},
    "/password/reset/<token>": lambda client: {"token": people.token_of(Purpose.PASSWORD_RESET)},
    "/account/email/confirm/<token>": lambda client: {
        "token": people.token_of(Purpose.EMAIL_CHANGE)
    },
    "/account/sessions/<int:pk>/end": lambda client: {"pk": people.session_of(client)},
    **dict.fromkeys(
        (
            *(f"/accounts/<int:pk>{part}" for part in ("", "/edit", "/roles", "/hand-over")),
            "/colleagues/<int:pk>/hand-over",
        ),
        lambda client: {"pk": people.looked_after_by(client).id},
    ),
    **dict.fromkeys(
        ("/accounts/<int:pk>/<verb>", "/colleagues/<int:pk>/<verb>"),
        lambda client: {"pk": people.looked_after_by(client).id, "verb": "disable"},
    ),
}

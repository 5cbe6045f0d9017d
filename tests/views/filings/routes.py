"""The routes of this wing, written by hand: which role is answered, and with which object."""

from tests import factories
from tests.support import desk, members
from tests.support.client import Examples

ROUTES = """
GET   /forms/<name>.pdf                             P G E C S A
GET   /my-organisation/                             - G E - - -
POST  /my-organisation/attachments                 - G E - - -
GET   /my-organisation/letters                      - G E - - -
GET   /my-organisation/letters/<int:pk>             - G E - - -
GET   /my-organisation/letters/<int:pk>.pdf         - G E - - -
GET   /change-notices/                              - - - - S -
GET   /change-notices/<int:pk>                      - G E - S -
GET   /change-notices/<int:pk>.pdf                  - G E - S -
POST  /change-notices/<int:pk>/decide               - - - - S -
POST  /change-notices/<int:pk>/take-back            - G E - - -
GET   /change-notices/new                           - G E - - -
POST  /change-notices/new                           - G E - - -
GET   /change-notices/check                         - G E - - -
POST  /change-notices/check                         - G E - - -
POST  /change-notices/discard                       - G E - - -
GET   /change-notices/enter/<int:organisation_id>   - - - - S -
POST  /change-notices/enter/<int:organisation_id>   - - - - S -
GET   /withdrawals/                                 - - - - S -
GET   /withdrawals/<int:pk>                         - G E - S -
GET   /withdrawals/<int:pk>.pdf                     - G E - S -
GET   /withdrawals/new                              - G E - - -
POST  /withdrawals/new                              - G E - - -
POST  /withdrawals/send                             - G E - - -
GET   /withdrawals/enter/<int:organisation_id>      - - - - S -
POST  /withdrawals/enter/<int:organisation_id>      - - - - S -
POST  /withdrawals/enter/<int:organisation_id>/send - - - - S -
GET   /withdrawals/<int:pk>/scan                    - - - - S -
GET   /release-requests/<int:pk>                    - G E - S -
POST  /release-requests/<int:pk>/take-back          - G E - S -
GET   /release-requests/new                         - G E - - -
POST  /release-requests/new                         - G E - - -
GET   /release-requests/enter/<int:organisation_id> - - - - S -
POST  /release-requests/enter/<int:organisation_id> - - - - S -
GET   /consents/                                    - - - - S -
GET   /consents/<int:pk>                            - G E - S -
GET   /consents/<int:pk>.pdf                        - G E - S -
POST  /consents/<int:pk>/take-back                  - G E - S -
GET   /consents/new                                 - G E - - -
POST  /consents/new                                 - G E - - -
GET   /consents/enter/<int:organisation_id>         - - - - S -
POST  /consents/enter/<int:organisation_id>         - - - - S -
GET   /consents/candidate                           - - - - S -
POST  /consents/candidate                           - - - - S -
GET   /contacts/                                    - - - - S -
GET   /contacts/<int:pk>                            - - - - S -
POST  /contacts/<int:pk>                            - - - - S -
POST  /contacts/<int:pk>/undelivered/<int:message_id> - - - - S -
GET   /contact/<token>                              P G E C S A
POST  /contact/<token>                              P G E C S A
GET   /expulsions/                                  - - - - S -
GET   /expulsions/choose                            - - - - S -
GET   /expulsions/open/<int:organisation_id>        - - - - S -
POST  /expulsions/open/<int:organisation_id>        - - - - S -
GET   /expulsions/<int:pk>                          - - - - S -
POST  /expulsions/<int:pk>/conclude                 - - - - S -
GET   /expulsions/<int:pk>/drop                     - - - - S -
POST  /expulsions/<int:pk>/drop                     - - - - S -
GET   /expulsions/<int:pk>/edit                     - - - - S -
POST  /expulsions/<int:pk>/edit                     - - - - S -
GET   /expulsions/<int:pk>/evidence                 - - - - S -
POST  /expulsions/<int:pk>/evidence                 - - - - S -
GET   /expulsions/<int:pk>/evidence/<int:evidence_id> - - - - S -
GET   /expulsions/<int:pk>/hearing                  - - - - S -
POST  /expulsions/<int:pk>/hearing                  - - - - S -
GET   /expulsions/<int:pk>/statement                - - - - S -
POST  /expulsions/<int:pk>/statement                - - - - S -
GET   /hearing/                                     - G - - - -
GET   /hearing/<int:pk>                             - G - - - -
POST  /hearing/<int:pk>                             - G - - - -
"""

EXAMPLES: Examples = {
    "/expulsions/open/<int:organisation_id>": lambda client: {
        "organisation_id": factories.member().id
    },
    **dict.fromkeys(
        (
            "/expulsions/<int:pk>",
            *(
                f"/expulsions/<int:pk>/{verb}"
                for verb in ("conclude", "drop", "edit", "evidence", "hearing", "statement")
            ),
        ),
        lambda client: {"pk": desk.expulsion().id},
    ),
    "/expulsions/<int:pk>/evidence/<int:evidence_id>": lambda client: desk.evidence_of_a_file(),
    "/hearing/<int:pk>": lambda client: {"pk": desk.hearing(members.member_of(client)).id},
    "/forms/<name>.pdf": lambda client: {"name": "application"},
    "/my-organisation/letters/<int:pk>": lambda client: {
        "pk": members.letter_to(members.member_of(client)).id
    },
    "/my-organisation/letters/<int:pk>.pdf": lambda client: {
        "pk": members.letter_to(members.member_of(client)).id
    },
    **dict.fromkeys(
        (
            f"/{paper}/enter/<int:organisation_id>"
            for paper in ("change-notices", "withdrawals", "release-requests", "consents")
        ),
        lambda client: {"organisation_id": factories.member().id},
    ),
    "/withdrawals/enter/<int:organisation_id>/send": lambda client: {
        "organisation_id": factories.member().id
    },
    "/withdrawals/<int:pk>/scan": lambda client: {"pk": members.scanned_withdrawal().id},
    **dict.fromkeys(
        (f"/change-notices/<int:pk>{part}" for part in ("", ".pdf", "/decide", "/take-back")),
        lambda client: {"pk": members.filed_change(members.member_of(client)).id},
    ),
    **dict.fromkeys(
        ("/withdrawals/<int:pk>", "/withdrawals/<int:pk>.pdf"),
        lambda client: {"pk": members.filed_withdrawal(members.member_of(client)).id},
    ),
    **dict.fromkeys(
        ("/release-requests/<int:pk>", "/release-requests/<int:pk>/take-back"),
        lambda client: {"pk": members.filed_release(members.member_of(client)).id},
    ),
    **dict.fromkeys(
        (f"/consents/<int:pk>{part}" for part in ("", ".pdf", "/take-back")),
        lambda client: {"pk": members.filed_consent(members.member_of(client)).id},
    ),
    "/contacts/<int:pk>": lambda client: {"pk": factories.member().id},
    "/contacts/<int:pk>/undelivered/<int:message_id>": lambda client: members.failed_question(),
    "/contact/<token>": lambda client: {"token": members.contact_question(factories.member())[1]},
}

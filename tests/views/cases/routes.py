"""The routes of this wing, written by hand: which role is answered, and with which object."""

from tests.support import cases, conferences, disclosures, incidents, issues, sharing
from tests.support.client import Examples

ROUTES = """
GET   /cases/                                       - - - C - -
POST  /cases/                                       - - - C - -
GET   /cases/coordination/                          - - - C - -
GET   /cases/begin                                  - - - C - -
POST  /cases/begin                                  - - - C - -
GET   /cases/<case_id>                              - - - C - -
GET   /cases/<case_id>/name                         - - - C - -
POST  /cases/<case_id>/name                         - - - C - -
GET   /cases/<case_id>/plan.pdf                     - - - C - -
GET   /cases/<case_id>/sections/<section>           - - - C - -
GET   /cases/<case_id>/records/new/<kind>           - - - C - -
POST  /cases/<case_id>/records/new/<kind>           - - - C - -
GET   /cases/<case_id>/records/<record_id>/change   - - - C - -
POST  /cases/<case_id>/records/<record_id>/change   - - - C - -
POST  /cases/<case_id>/records/<record_id>/strike   - - - C - -
GET   /cases/<case_id>/records/<record_id>/changes  - - - C - -
POST  /cases/<case_id>/drafts/<form>                - - - C - -
GET   /cases/<case_id>/sections/<section>/attach    - - - C - -
POST  /cases/<case_id>/sections/<section>/attach    - - - C - -
GET   /cases/<case_id>/attachments/<attachment_id>  - - - C - -
GET   /cases/<case_id>/attachments/<attachment_id>/strike - - - C - -
POST  /cases/<case_id>/attachments/<attachment_id>/strike - - - C - -
GET   /cases/<case_id>/looks                        - - - C - -
GET   /cases/<case_id>/reviews/<month>              - - - C - -
POST  /cases/<case_id>/reviews/<month>              - - - C - -
GET   /cases/<case_id>/reviews/<month>/sheet.pdf    - - - C - -
POST  /cases/<case_id>/accept                       - - - C - -
GET   /cases/<case_id>/close                        - - - C - -
POST  /cases/<case_id>/close                        - - - C - -
GET   /cases/<case_id>/reopen                       - - - C - -
POST  /cases/<case_id>/reopen                       - - - C - -
GET   /cases/<case_id>/revise                       - - - C - -
POST  /cases/<case_id>/revise                       - - - C - -
POST  /cases/<case_id>/drafts/<form>/discard        - - - C - -
GET   /cases/<case_id>/conferences                  - - - C - -
GET   /cases/<case_id>/conferences/new              - - - C - -
POST  /cases/<case_id>/conferences/new              - - - C - -
GET   /cases/<case_id>/conferences/<conference_id>  - - - C - -
GET   /cases/<case_id>/conferences/<conference_id>/edit - - - C - -
POST  /cases/<case_id>/conferences/<conference_id>/edit - - - C - -
POST  /cases/<case_id>/conferences/<conference_id>/cancel - - - C - -
GET   /cases/<case_id>/conferences/<conference_id>/hold - - - C - -
POST  /cases/<case_id>/conferences/<conference_id>/hold - - - C - -
GET   /cases/<case_id>/conferences/<conference_id>/minutes - - - C - -
POST  /cases/<case_id>/conferences/<conference_id>/minutes - - - C - -
POST  /cases/<case_id>/conferences/<conference_id>/minutes/confirm - - - C - -
GET   /cases/<case_id>/conferences/<conference_id>/minutes.pdf - - - C - -
GET   /cases/<case_id>/conferences/<conference_id>/calendar.ics - - - C - -
GET   /cases/<case_id>/conferences/<conference_id>/papers/new - - - C - -
POST  /cases/<case_id>/conferences/<conference_id>/papers/new - - - C - -
GET   /cases/<case_id>/conferences/<conference_id>/papers/<paper_id> - - - C - -
GET   /cases/<case_id>/conferences/<conference_id>/papers/<paper_id>/edit - - - C - -
POST  /cases/<case_id>/conferences/<conference_id>/papers/<paper_id>/edit - - - C - -
POST  /cases/<case_id>/conferences/<conference_id>/papers/<paper_id>/hand-out - - - C - -
GET   /cases/<case_id>/conferences/<conference_id>/copies/<copy_id>.pdf - - - C - -
POST  /cases/<case_id>/conferences/<conference_id>/copies/<copy_id>/return - - - C - -
GET   /cases/<case_id>/participants                 - - - C - -
GET   /cases/<case_id>/participants/add             - - - C - -
POST  /cases/<case_id>/participants/add             - - - C - -
GET   /cases/<case_id>/participants/<int:person_id> - - - C - -
POST  /cases/<case_id>/participants/<int:person_id> - - - C - -
POST  /cases/<case_id>/participants/<int:person_id>/end - - - C - -
GET   /cases/<case_id>/passing-on                   - - - C - -
GET   /cases/<case_id>/consents                     - - - C - -
GET   /cases/<case_id>/consents/<int:person_id>     - - - C - -
POST  /cases/<case_id>/consents/<int:person_id>     - - - C - -
POST  /cases/<case_id>/consents/<int:person_id>/end - - - C - -
GET   /cases/<case_id>/offers/lead                  - - - C - -
POST  /cases/<case_id>/offers/lead                  - - - C - -
GET   /cases/<case_id>/offers/leave                 - - - C - -
POST  /cases/<case_id>/offers/leave                 - - - C - -
GET   /cases/<case_id>/offers/wish                  - - - C - -
POST  /cases/<case_id>/offers/wish                  - - - C - -
POST  /cases/<case_id>/offers/<offer_id>/withdraw   - - - C - -
GET   /cases/<case_id>/requests                     - - - C - -
GET   /cases/<case_id>/requests/new                 - - - C - -
POST  /cases/<case_id>/requests/new                 - - - C - -
GET   /cases/<case_id>/requests/<request_id>        - - - C - -
GET   /cases/<case_id>/requests/<request_id>.pdf    - - - C - -
GET   /cases/<case_id>/requests/<request_id>/edit   - - - C - -
POST  /cases/<case_id>/requests/<request_id>/edit   - - - C - -
POST  /cases/<case_id>/requests/<request_id>/send   - - - C - -
POST  /cases/<case_id>/requests/<request_id>/withdraw - - - C - -
GET   /cases/emergency                              - - - C - -
POST  /cases/emergency                              - - - C - -
GET   /cases/<case_id>/emergencies                  - - - C - -
POST  /cases/<case_id>/emergencies/<access_id>      - - - C - -
GET   /cases/<case_id>/disclosures                  - - - C - -
GET   /cases/<case_id>/disclosures/new              - - - C - -
POST  /cases/<case_id>/disclosures/new              - - - C - -
GET   /cases/<case_id>/disclosures/<request_id>     - - - C - -
POST  /cases/<case_id>/disclosures/<request_id>/gather - - - C - -
GET   /cases/<case_id>/disclosures/<request_id>/pieces/<int:number> - - - C - -
POST  /cases/<case_id>/disclosures/<request_id>/pieces/<int:number> - - - C - -
POST  /cases/<case_id>/disclosures/<request_id>/disclose - - - C - -
POST  /cases/<case_id>/disclosures/<request_id>/tell - - - C - -
POST  /cases/<case_id>/disclosures/<request_id>/refuse - - - C - -
GET   /cases/<case_id>/disclosures/<request_id>/paper.pdf - - - C - -
GET   /cases/<case_id>/issue-sheets                 - - - C - -
GET   /cases/<case_id>/issue-sheets/new             - - - C - -
POST  /cases/<case_id>/issue-sheets/new             - - - C - -
GET   /cases/<case_id>/issue-sheets/<sheet_id>      - - - C - -
POST  /cases/<case_id>/issue-sheets/<sheet_id>      - - - C - -
GET   /cases/<case_id>/issue-sheets/<sheet_id>/checker - - - C - -
POST  /cases/<case_id>/issue-sheets/<sheet_id>/checker - - - C - -
POST  /cases/<case_id>/issue-sheets/<sheet_id>/submit - - - C - -
GET   /cases/issue-sheets/                          - - - C - -
GET   /cases/issue-sheets/<row_id>                  - - - C - -
POST  /cases/issue-sheets/<row_id>/release          - - - C - -
POST  /cases/issue-sheets/<row_id>/reject           - - - C - -
GET   /council/issues/                              - - - C - -
GET   /council/issues/<issue_id>                    - - - C - -
POST  /council/issues/<issue_id>                    - - - C - -
POST  /council/issues/<issue_id>/withdraw           - - - C - -
POST  /council/issues/<issue_id>/keep               - - - C - -
GET   /cases/deadlines/                             - - - C - -
GET   /cases/deleted                                - - - C - -
GET   /cases/<case_id>/retention                    - - - C - -
POST  /cases/<case_id>/retention                    - - - C - -
POST  /cases/<case_id>/retention/end-keeping        - - - C - -
POST  /cases/<case_id>/retention/propose            - - - C - -
POST  /cases/<case_id>/retention/approve            - - - C - -
GET   /council/incidents/                           - - - C S -
GET   /council/incidents/new                        - - - C S -
POST  /council/incidents/new                        - - - C S -
GET   /council/incidents/<int:pk>                   - - - C S -
POST  /council/incidents/<int:pk>                   - - - C S -
POST  /council/incidents/<int:pk>/close             - - - C S -
GET   /cases/received/                              - - - C - -
GET   /cases/received/requests/<row_id>             - - - C - -
GET   /cases/received/requests/<row_id>.pdf         - - - C - -
POST  /cases/received/requests/<row_id>/answer      - - - C - -
POST  /cases/received/requests/<row_id>/refuse      - - - C - -
GET   /cases/received/offers/<row_id>               - - - C - -
POST  /cases/received/offers/<row_id>/accept        - - - C - -
POST  /cases/received/offers/<row_id>/refuse        - - - C - -
"""

EXAMPLES: Examples = {
    **dict.fromkeys(
        ("/cases/<case_id>/disclosures", "/cases/<case_id>/disclosures/new"),
        lambda client: {"case_id": cases.of(client).id},
    ),
    **dict.fromkeys(
        (
            f"/cases/<case_id>/disclosures/<request_id>{part}"
            for part in ("", "/gather", "/disclose", "/refuse", "/tell")
        ),
        disclosures.requested,
    ),
    "/cases/<case_id>/disclosures/<request_id>/pieces/<int:number>": lambda client: (
        disclosures.requested(client, number=0)
    ),
    "/cases/<case_id>/disclosures/<request_id>/paper.pdf": disclosures.decided,
    **dict.fromkeys(
        ("/cases/<case_id>/issue-sheets", "/cases/<case_id>/issue-sheets/new"),
        lambda client: {"case_id": cases.of(client).id},
    ),
    **dict.fromkeys(
        (f"/cases/<case_id>/issue-sheets/<sheet_id>{part}" for part in ("", "/checker", "/submit")),
        issues.sheet_of,
    ),
    **dict.fromkeys(
        (f"/cases/issue-sheets/<row_id>{part}" for part in ("", "/release", "/reject")),
        issues.sheet_to_check,
    ),
    **dict.fromkeys(
        (f"/council/issues/<issue_id>{part}" for part in ("", "/withdraw", "/keep")),
        lambda client: {"issue_id": issues.released().id},
    ),
    **dict.fromkeys(
        (
            f"/cases/<case_id>/retention{part}"
            for part in ("", "/end-keeping", "/propose", "/approve")
        ),
        lambda client: {"case_id": cases.of(client).id},
    ),
    **dict.fromkeys(
        (f"/council/incidents/<int:pk>{part}" for part in ("", "/close")),
        lambda client: {"pk": incidents.entered().id},
    ),
    **dict.fromkeys(
        (
            f"/cases/<case_id>{part}"
            for part in (
                *("", "/name", "/plan.pdf", "/looks"),
                *("/accept", "/close", "/reopen", "/revise"),
            )
        ),
        lambda client: {"case_id": cases.of(client).id},
    ),
    **dict.fromkeys(
        (f"/cases/<case_id>/sections/<section>{part}" for part in ("", "/attach")),
        lambda client: {"case_id": cases.of(client).id, "section": "course"},
    ),
    **dict.fromkeys(
        (f"/cases/<case_id>/reviews/<month>{part}" for part in ("", "/sheet.pdf")),
        lambda client: {"case_id": cases.of(client).id, "month": "2026-10"},
    ),
    **dict.fromkeys(
        (f"/cases/<case_id>/attachments/<attachment_id>{part}" for part in ("", "/strike")),
        lambda client: cases.attachment_of(client),
    ),
    "/cases/<case_id>/records/new/<kind>": lambda client: {
        "case_id": cases.of(client).id,
        "kind": "note",
    },
    **dict.fromkeys(
        (
            f"/cases/<case_id>/records/<record_id>/{part}"
            for part in ("change", "strike", "changes")
        ),
        lambda client: cases.record_of(client),
    ),
    **dict.fromkeys(
        (f"/cases/<case_id>/drafts/<form>{part}" for part in ("", "/discard")),
        lambda client: {"case_id": cases.of(client).id, "form": "note"},
    ),
    **dict.fromkeys(
        (
            *(f"/cases/<case_id>/participants{part}" for part in ("", "/add")),
            *(f"/cases/<case_id>/offers/{part}" for part in ("lead", "leave", "wish")),
            *(f"/cases/<case_id>/requests{part}" for part in ("", "/new")),
            "/cases/<case_id>/passing-on",
            "/cases/<case_id>/consents",
            "/cases/<case_id>/emergencies",
        ),
        lambda client: {"case_id": cases.of(client).id},
    ),
    **dict.fromkeys(
        (f"/cases/<case_id>/consents/<int:person_id>{part}" for part in ("", "/end")),
        sharing.lapsed_of,
    ),
    **dict.fromkeys(
        (f"/cases/<case_id>/participants/<int:person_id>{part}" for part in ("", "/end")),
        sharing.participant_of,
    ),
    **dict.fromkeys(
        (
            f"/cases/<case_id>/requests/<request_id>{part}"
            for part in ("", ".pdf", "/edit", "/send", "/withdraw")
        ),
        sharing.request_of,
    ),
    "/cases/<case_id>/offers/<offer_id>/withdraw": sharing.offer_of,
    "/cases/<case_id>/emergencies/<access_id>": sharing.emergency_of,
    **dict.fromkeys(
        (f"/cases/received/requests/<row_id>{part}" for part in ("", ".pdf", "/answer", "/refuse")),
        sharing.request_to,
    ),
    **dict.fromkeys(
        (f"/cases/received/offers/<row_id>{part}" for part in ("", "/accept", "/refuse")),
        sharing.offer_to,
    ),
    **dict.fromkeys(
        (f"/cases/<case_id>/conferences{part}" for part in ("", "/new")),
        lambda client: {"case_id": cases.of(client).id},
    ),
    **dict.fromkeys(
        (
            f"/cases/<case_id>/conferences/<conference_id>{part}"
            for part in ("", "/edit", "/cancel", "/hold", "/calendar.ics", "/papers/new")
        ),
        lambda client: conferences.place_of(client),
    ),
    **dict.fromkeys(
        (
            f"/cases/<case_id>/conferences/<conference_id>/minutes{part}"
            for part in ("", "/confirm", ".pdf")
        ),
        lambda client: conferences.place_of(client, over=True),
    ),
    **dict.fromkeys(
        (
            f"/cases/<case_id>/conferences/<conference_id>/papers/<paper_id>{part}"
            for part in ("", "/edit", "/hand-out")
        ),
        lambda client: conferences.paper_of(client),
    ),
    **dict.fromkeys(
        (
            f"/cases/<case_id>/conferences/<conference_id>/copies/<copy_id>{part}"
            for part in (".pdf", "/return")
        ),
        lambda client: conferences.paper_of(client, handed_out=True),
    ),
}

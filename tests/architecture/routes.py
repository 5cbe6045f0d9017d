"""The table of roles allowed on each route, written by hand, not derived from the application.

P public, G general member, E executive member, C council, S secretariat, A administrator;
a dash where the role is refused. Any difference between table and application fails a test.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

from app.security.viewer import Role
from app.services.accounts.links import Purpose
from tests import factories
from tests.support import (
    application_form,
    cases,
    closed_meetings,
    conferences,
    council_desk,
    desk,
    disclosures,
    incidents,
    issues,
    mails,
    meeting_desk,
    members,
    people,
    platform_meetings,
    roster_files,
    sharing,
)
from tests.support.client import PlatformClient

LETTERS = {
    "P": Role.PUBLIC,
    "G": Role.GENERAL,
    "E": Role.EXECUTIVE,
    "C": Role.COUNCIL,
    "S": Role.SECRETARIAT,
    "A": Role.ADMINISTRATOR,
}

TABLE = """
GET   /                                             P G E C S A
GET   /_components                                  P G E C S A
GET   /healthz                                      P G E C S A
GET   /lang/<locale>                                P G E C S A
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
GET   /readyz                                       P G E C S A
GET   /regulations                                  P G E C S A
GET   /regulations/<slug>                           P G E C S A
GET   /roster                                       P G E C S A
GET   /roster/<public_id>                           P G E C S A
GET   /roster.csv                                   P G E C S A
GET   /roster.json                                  P G E C S A
GET   /roster.xlsx                                  P G E C S A
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
GET   /forms/<name>.pdf                             P G E C S A
GET   /my-organisation/                             - G E - - -
GET   /my-organisation/letters                      - G E - - -
GET   /my-organisation/letters/<int:pk>             - G E - - -
GET   /my-organisation/letters/<int:pk>.pdf         - G E - - -
GET   /organisations/                               - - - - S -
GET   /organisations/<int:pk>                       - - - - S -
GET   /organisations/<int:pk>/papers                - - - - S -
GET   /organisations/<int:pk>/history               - - - - S -
GET   /organisations/<int:pk>/correct               - - - - S -
POST  /organisations/<int:pk>/correct               - - - - S -
POST  /organisations/<int:pk>/notes                 - - - - S -
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
GET   /applications/                                - - - - S -
GET   /applications/show/<int:pk>                   - - - - S -
POST  /applications/<int:pk>/check/<check>          - - - - S -
POST  /applications/<int:pk>/former                 - - - - S -
POST  /applications/<int:pk>/accept                 - - - - S -
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
GET   /imports/                                     - - - - S -
POST  /imports/                                     - - - - S -
GET   /imports/<int:pk>                             - - - - S -
POST  /imports/<int:pk>/start                       - - - - S -
POST  /imports/<int:pk>/<verb>                      - - - - S -
GET   /imports/<int:pk>/result.xlsx                 - - - - S -
GET   /imports/template.xlsx                        - - - - S -
GET   /exports/                                     - - - - S -
POST  /exports/                                     - - - - S -
GET   /merges/                                      - - - - S -
GET   /merges/compare                               - - - - S -
POST  /merges/<int:kept_id>/<int:merged_id>         - - - - S -
POST  /merges/<int:pk>/undo                         - - - - S -
GET   /meeting-answer/<token>                       P G E C S A
POST  /meeting-answer/<token>                       P G E C S A
GET   /meeting-answer/<token>/papers/<int:paper_id> P G E C S A
GET   /meeting-answer/<token>/items/<int:item_id>/table P G E C S A
GET   /meeting-answer/<token>/meeting.ics           P G E C S A
GET   /meetings/<int:pk>/projector                  - - - - S -
GET   /meetings/<int:pk>/projector/live             - - - - S -
GET   /meeting-requests/new                         - - E - - -
POST  /meeting-requests/new                         - - E - - -
GET   /meeting-requests/<int:pk>                    - - E - - -
POST  /meeting-requests/<int:pk>                    - - E - - -
GET   /meetings/<int:pk>/ballot                     - - E - - -
GET   /meetings/<int:pk>/ballot/live                - - E - - -
POST  /meetings/<int:pk>/ballot/arrive              - - E - - -
POST  /meetings/<int:pk>/ballot/depart              - - E - - -
POST  /meetings/<int:pk>/ballot/items/<int:item_id> - - E - - -
GET   /meetings/<int:pk>/answer                     - - E - - -
POST  /meetings/<int:pk>/answer                     - - E - - -
GET   /meetings/<int:pk>/answer/papers/<int:paper_id> - - E - - -
GET   /meetings/<int:pk>/answer/meeting.ics         - - E - - -
GET   /inbound-mails/                               - - - - S -
POST  /inbound-mails/                               - - - - S -
GET   /inbound-mails/<int:pk>                       - - - - S -
GET   /inbound-mails/<int:pk>/original              - - - - S -
GET   /inbound-mails/<int:pk>/confirm               - - - - S -
POST  /inbound-mails/<int:pk>/confirm               - - - - S -
POST  /inbound-mails/<int:pk>/refuse                - - - - S -
POST  /inbound-mails/<int:pk>/look-again            - - - - S -
GET   /council/                                     - - - C S -
GET   /council/edit                                 - - - - S -
POST  /council/edit                                 - - - - S -
POST  /council/coordinating-body                    - - - - S -
GET   /council/bodies/                              - - - C S -
GET   /council/bodies/new                           - - - - S -
POST  /council/bodies/new                           - - - - S -
POST  /council/bodies/all                           - - - - S -
GET   /council/bodies/<int:pk>/end                  - - - - S -
POST  /council/bodies/<int:pk>/end                  - - - - S -
GET   /council/pledge                               - G E C S A
POST  /council/pledge                               - G E C S A
GET   /council/persons/                             - - - - S -
GET   /council/persons/new                          - - - - S -
POST  /council/persons/new                          - - - - S -
GET   /council/persons/<int:pk>                     - - - - S -
POST  /council/persons/<int:pk>                     - - - - S -
GET   /council/persons/<int:pk>/end                 - - - - S -
POST  /council/persons/<int:pk>/end                 - - - - S -
GET   /council/persons/<int:pk>/pledge              - - - - S -
POST  /council/persons/<int:pk>/pledge              - - - - S -
GET   /council/persons/<int:pk>/pledge/copy         - - - - S -
GET   /council/persons/<int:pk>/pledge.pdf          - - - - S -
GET   /council/notice                               P G E C S A
GET   /council/notice/<int:pk>.pdf                  P G E C S A
GET   /council/notice/new                           - - - - S -
POST  /council/notice/new                           - - - - S -
GET   /council/notice/draft.pdf                     - - - - S -
GET   /regulations/council-rules/amend              - - - - S -
POST  /regulations/council-rules/amend              - - - - S -
GET   /council/summaries/                           - G E C S -
GET   /council/summaries/<int:pk>                   - G E C S -
GET   /council/summaries/new                        - - - C S -
POST  /council/summaries/new                        - - - C S -
GET   /council/summaries/<int:pk>/edit              - - - C S -
POST  /council/summaries/<int:pk>/edit              - - - C S -
POST  /council/summaries/<int:pk>/publish           - - - C S -
POST  /council/summaries/<int:pk>/take-back         - - - C S -
GET   /outbox/                                      - - - - S -
GET   /outbox/<int:pk>                              - - - - S -
GET   /outbox/<int:pk>.pdf                          - - - - S -
POST  /outbox/<int:pk>/<verb>                       - - - - S -
GET   /audit/list/                                  - - - - S A
GET   /audit/show/<pk>                              - - - - S A
GET   /meetings/                                    - - E - S -
GET   /meetings/<int:pk>                            - - E - S -
GET   /meetings/<int:pk>/letter                     - - - - S -
GET   /meetings/<int:pk>/letter.pdf                 - - - - S -
GET   /meetings/<int:pk>/papers/<int:paper_id>      - - E - S -
GET   /meetings/new                                 - - - - S -
POST  /meetings/new                                 - - - - S -
GET   /meetings/<int:pk>/edit                       - - - - S -
POST  /meetings/<int:pk>/edit                       - - - - S -
POST  /meetings/<int:pk>/take-up                    - - - - S -
POST  /meetings/<int:pk>/submit                     - - - - S -
POST  /meetings/<int:pk>/approve                    - - - - S -
POST  /meetings/<int:pk>/return                     - - - - S -
POST  /meetings/<int:pk>/remind                     - - - - S -
POST  /meetings/<int:pk>/observers                  - - - - S -
POST  /meetings/<int:pk>/observers/<int:observer_id>/remove - - - - S -
POST  /meetings/<int:pk>/observers/<int:observer_id>/there - - - - S -
POST  /meetings/<int:pk>/open                       - - - - S -
POST  /meetings/<int:pk>/end                        - - - - S -
POST  /meetings/<int:pk>/chair                      - - - - S -
GET   /meetings/<int:pk>/cancel                     - - - - S -
POST  /meetings/<int:pk>/cancel                     - - - - S -
GET   /meetings/<int:pk>/continue                   - - - - S -
POST  /meetings/<int:pk>/continue                   - - - - S -
GET   /meetings/<int:pk>/items/new                  - - - - S -
POST  /meetings/<int:pk>/items/new                  - - - - S -
GET   /meetings/<int:pk>/items/<int:item_id>/edit   - - - - S -
POST  /meetings/<int:pk>/items/<int:item_id>/edit   - - - - S -
GET   /meetings/<int:pk>/items/<int:item_id>/withdraw - - - - S -
POST  /meetings/<int:pk>/items/<int:item_id>/withdraw - - - - S -
POST  /meetings/<int:pk>/items/<int:item_id>/move   - - - - S -
GET   /meetings/<int:pk>/items/<int:item_id>/papers - - - - S -
POST  /meetings/<int:pk>/items/<int:item_id>/papers - - - - S -
POST  /meetings/<int:pk>/items/<int:item_id>/papers/<int:paper_id>/remove - - - - S -
GET   /meetings/<int:pk>/items/<int:item_id>/exclusions - - - - S -
POST  /meetings/<int:pk>/items/<int:item_id>/exclusions - - - - S -
GET   /meetings/<int:pk>/items/<int:item_id>/table  - - E - S -
POST  /meetings/<int:pk>/items/<int:item_id>/readmit/<int:member_id> - - - - S -
GET   /meetings/<int:pk>/answers                    - - - - S -
GET   /meetings/<int:pk>/answers/<int:member_id>    - - - - S -
POST  /meetings/<int:pk>/answers/<int:member_id>    - - - - S -
GET   /meetings/<int:pk>/proxies/<int:proxy_id>/scan - - - - S -
GET   /meetings/<int:pk>/attendance                 - - - - S -
POST  /meetings/<int:pk>/attendance/<int:member_id>/arrive - - - - S -
POST  /meetings/<int:pk>/attendance/<int:member_id>/depart - - - - S -
GET   /meetings/<int:pk>/items/<int:item_id>/vote   - - - - S -
POST  /meetings/<int:pk>/items/<int:item_id>/open   - - - - S -
POST  /meetings/<int:pk>/items/<int:item_id>/finish - - - - S -
POST  /meetings/<int:pk>/items/<int:item_id>/hands  - - - - S -
POST  /meetings/<int:pk>/items/<int:item_id>/close  - - - - S -
GET   /meetings/<int:pk>/minutes                    - - E - S -
GET   /meetings/<int:pk>/minutes.pdf                - - E - S -
POST  /meetings/<int:pk>/minutes                    - - - - S -
POST  /meetings/<int:pk>/minutes/draft              - - - - S -
POST  /meetings/<int:pk>/minutes/confirm            - - - - S -
POST  /meetings/<int:pk>/results                    - - - - S -
GET   /meetings/<int:pk>/proxy-form.pdf             - - E - S -
GET   /meetings/<int:pk>/answer-form.pdf            - - E - S -
GET   /meetings/<int:pk>/record.xlsx                - - E - S -
GET   /minutes                                      P G E C S A
GET   /minutes/<int:pk>                             P G E C S A
GET   /minutes/<int:pk>.pdf                         P G E C S A
GET   /resolutions/                                 P G E C S A
GET   /resolutions/<int:sequence>                   P G E C S A
GET   /resolutions/<int:sequence>/record            - - E - S -
GET   /resolutions/<int:sequence>/record.json       - - E - S -
GET   /resolutions/<int:sequence>/record.pdf        - - E - S -
POST  /resolutions/<int:sequence>/recalculate       - - - - S -
GET   /resolutions/verify.py                        P G E C S A
GET   /open-tasks/                                  - - - - S -
GET   /open-tasks/new                               - - - - S -
POST  /open-tasks/new                               - - - - S -
GET   /open-tasks/<int:pk>                          - - - - S -
POST  /open-tasks/<int:pk>                          - - - - S -
POST  /open-tasks/<int:pk>/finish                   - - - - S -
POST  /open-tasks/<int:pk>/reopen                   - - - - S -
GET   /meeting-templates/list/                      - - - - S -
GET   /meeting-templates/show/<pk>                  - - - - S -
GET   /meeting-templates/add                        - - - - S -
POST  /meeting-templates/add                        - - - - S -
GET   /meeting-templates/edit/<pk>                  - - - - S -
POST  /meeting-templates/edit/<pk>                  - - - - S -
GET   /regulations/guideline/amend                  - - - - S -
POST  /regulations/guideline/amend                  - - - - S -
GET   /municipalities/list/                         - - - - S -
GET   /municipalities/show/<pk>                     - - - - S -
GET   /municipalities/add                           - - - - S -
POST  /municipalities/add                           - - - - S -
GET   /municipalities/edit/<pk>                     - - - - S -
POST  /municipalities/edit/<pk>                     - - - - S -
GET   /activity-fields/list/                        - - - - S -
GET   /activity-fields/show/<pk>                    - - - - S -
GET   /activity-fields/add                          - - - - S -
POST  /activity-fields/add                          - - - - S -
GET   /activity-fields/edit/<pk>                    - - - - S -
POST  /activity-fields/edit/<pk>                    - - - - S -
GET   /cases/                                       - - - C - -
GET   /cases/begin                                  - - - C - -
POST  /cases/begin                                  - - - C - -
GET   /cases/<case_id>                              - - - C - -
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
GET   /issues/                                      - - E - S -
GET   /issues/<issue_id>                            - - E - S -
POST  /issues/<issue_id>/use                        - - - - S -
POST  /issues/<issue_id>/agenda                     - - - - S -
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
GET   /search                                       P G E C S A
GET   /static/<path:filename>                       P G E C S A
"""

Values = Callable[[PlatformClient], dict[str, Any]]

PERSON_PARTS = ("", "/end", "/pledge", "/pledge/copy", "/pledge.pdf")
PARTS = ("", "/papers", "/history", "/correct", "/notes")

EXAMPLES: dict[str, Values] = {
    **dict.fromkeys(
        ("/cases/<case_id>/disclosures", "/cases/<case_id>/disclosures/new"),
        lambda client: {"case_id": cases.of(client).id},
    ),
    **dict.fromkeys(
        (
            f"/cases/<case_id>/disclosures/<request_id>{part}"
            for part in ("", "/gather", "/disclose", "/refuse")
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
        (f"/issues/<issue_id>{part}" for part in ("", "/use", "/agenda")),
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
            for part in ("", "/accept", "/close", "/reopen", "/revise", "/looks")
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
            "/cases/<case_id>/emergencies",
        ),
        lambda client: {"case_id": cases.of(client).id},
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
        ("/imports/<int:pk>", "/imports/<int:pk>/start", "/imports/<int:pk>/result.xlsx"),
        lambda client: {"pk": roster_files.job().id},
    ),
    "/imports/<int:pk>/<verb>": lambda client: {"pk": roster_files.job().id, "verb": "cancel"},
    "/merges/<int:kept_id>/<int:merged_id>": lambda client: {
        "kept_id": factories.member().id,
        "merged_id": factories.member().id,
    },
    "/merges/<int:pk>/undo": lambda client: {"pk": roster_files.merge().id},
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
    "/lang/<locale>": lambda client: {"locale": "en"},
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
    "/static/<path:filename>": lambda client: {"filename": "css/base.css"},
    **dict.fromkeys(
        (
            "/applications/show/<int:pk>",
            *(
                f"/applications/<int:pk>/{verb}"
                for verb in ("former", "accept", "refuse", "correct")
            ),
            *(f"/batches/application/<int:pk>/{v}" for v in ("propose", "take-out", "withdraw")),
        ),
        lambda client: {"pk": factories.application().id},
    ),
    "/applications/<int:pk>/check/<check>": lambda client: {
        "pk": factories.application().id,
        "check": "relevant_activity",
    },
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
    "/regulations/<slug>": lambda client: {"slug": "bylaws"},
    "/roster/<public_id>": lambda client: {"public_id": factories.founding_member().public_id},
    "/apply/resume/<token>": lambda client: {"token": application_form.draft_token()},
    "/apply/confirm-address/<token>": lambda client: {
        "token": application_form.confirmation_token()
    },
    "/apply/status/<token>": lambda client: {"token": application_form.status_token()},
    "/apply/status/<token>/form.pdf": lambda client: {"token": application_form.status_token()},
    "/apply/status/<token>/correct": lambda client: {"token": application_form.status_token()},
    "/apply/status/<token>/check": lambda client: {"token": application_form.status_token()},
    "/apply/status/<token>/take-back": lambda client: {"token": application_form.status_token()},
    "/forms/<name>.pdf": lambda client: {"name": "application"},
    "/my-organisation/letters/<int:pk>": lambda client: {
        "pk": members.letter_to(members.member_of(client)).id
    },
    "/my-organisation/letters/<int:pk>.pdf": lambda client: {
        "pk": members.letter_to(members.member_of(client)).id
    },
    **dict.fromkeys(
        (f"/organisations/<int:pk>{part}" for part in PARTS),
        lambda client: {"pk": factories.member().id},
    ),
    **dict.fromkeys(
        (
            f"/{paper}/enter/<int:organisation_id>"
            for paper in ("change-notices", "withdrawals", "release-requests", "consents")
        ),
        lambda client: {"organisation_id": factories.member().id},
    ),
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
    **dict.fromkeys(
        (
            f"/inbound-mails/<int:pk>{part}"
            for part in ("", "/original", "/confirm", "/refuse", "/look-again")
        ),
        lambda client: {"pk": mails.doubtful().id},
    ),
    **dict.fromkeys(
        (f"/meeting-answer/<token>{part}" for part in ("", "/meeting.ics")),
        lambda client: {"token": platform_meetings.link_token()},
    ),
    "/meeting-answer/<token>/papers/<int:paper_id>": lambda client: {
        "token": platform_meetings.link_token(),
        "paper_id": platform_meetings.with_paper(),
    },
    "/meeting-answer/<token>/items/<int:item_id>/table": lambda client: (
        platform_meetings.rules_by_link()
    ),
    **dict.fromkeys(
        (f"/meetings/<int:pk>/answer{part}" for part in ("", "/meeting.ics")),
        lambda client: {"pk": platform_meetings.to_answer().id},
    ),
    "/meetings/<int:pk>/answer/papers/<int:paper_id>": lambda client: {
        "pk": platform_meetings.to_answer().id,
        "paper_id": platform_meetings.with_paper(),
    },
    **dict.fromkeys(
        ("/meetings/<int:pk>", "/meetings/<int:pk>/answers"),
        lambda client: meeting_desk.named(meeting_desk.notified(), "pk"),
    ),
    **dict.fromkeys(
        (
            f"/meetings/<int:pk>/{part}"
            for part in (
                *("letter", "letter.pdf", "edit", "submit", "remind", "observers", "open", "end"),
                *("chair", "cancel", "continue", "items/new"),
            )
        ),
        lambda client: meeting_desk.named(meeting_desk.prepared(), "pk"),
    ),
    "/meetings/<int:pk>/take-up": lambda client: meeting_desk.asked_for(),
    **dict.fromkeys(
        ("/meetings/<int:pk>/approve", "/meetings/<int:pk>/return"),
        lambda client: meeting_desk.submitted(),
    ),
    "/meetings/<int:pk>/observers/<int:observer_id>/remove": lambda client: meeting_desk.named(
        meeting_desk.prepared(), "pk", "observer_id"
    ),
    "/meetings/<int:pk>/observers/<int:observer_id>/there": lambda client: meeting_desk.named(
        meeting_desk.in_session(), "pk", "observer_id"
    ),
    "/meetings/<int:pk>/papers/<int:paper_id>": lambda client: meeting_desk.named(
        meeting_desk.notified(), "pk", "paper_id"
    ),
    **dict.fromkeys(
        (
            f"/meetings/<int:pk>/items/<int:item_id>/{part}"
            for part in ("edit", "move", "withdraw", "papers", "exclusions")
        ),
        lambda client: meeting_desk.named(meeting_desk.prepared(), "pk", "item_id"),
    ),
    "/meetings/<int:pk>/items/<int:item_id>/readmit/<int:member_id>": lambda client: (
        meeting_desk.named(meeting_desk.prepared(), "pk", "item_id", "member_id")
    ),
    "/meetings/<int:pk>/items/<int:item_id>/papers/<int:paper_id>/remove": lambda client: (
        meeting_desk.named(meeting_desk.prepared(), "pk", "item_id", "paper_id")
    ),
    "/meetings/<int:pk>/items/<int:item_id>/table": lambda client: meeting_desk.named(
        meeting_desk.notified(), "pk", "item_id"
    ),
    "/meetings/<int:pk>/answers/<int:member_id>": lambda client: meeting_desk.named(
        meeting_desk.notified(), "pk", "member_id"
    ),
    "/meetings/<int:pk>/proxies/<int:proxy_id>/scan": lambda client: meeting_desk.named(
        meeting_desk.notified(), "pk", "proxy_id"
    ),
    "/meetings/<int:pk>/attendance": lambda client: meeting_desk.named(
        meeting_desk.in_session(), "pk"
    ),
    **dict.fromkeys(
        (
            "/meetings/<int:pk>/attendance/<int:member_id>/arrive",
            "/meetings/<int:pk>/attendance/<int:member_id>/depart",
        ),
        lambda client: meeting_desk.named(meeting_desk.in_session(), "pk", "member_id"),
    ),
    **dict.fromkeys(
        (
            f"/meetings/<int:pk>/items/<int:item_id>/{part}"
            for part in ("vote", "open", "finish", "hands", "close")
        ),
        lambda client: meeting_desk.named(meeting_desk.in_session(), "pk", "item_id"),
    ),
    **dict.fromkeys(
        (
            *(f"/meetings/<int:pk>/minutes{part}" for part in ("", ".pdf")),
            *(f"/minutes/<int:pk>{part}" for part in ("", ".pdf")),
        ),
        lambda client: {"pk": closed_meetings.confirmed().meeting_id},
    ),
    "/meetings/<int:pk>/minutes/confirm": lambda client: {
        "pk": closed_meetings.drafted().meeting_id
    },
    **dict.fromkeys(
        (
            "/meetings/<int:pk>/minutes/draft",
            "/meetings/<int:pk>/results",
            "/meetings/<int:pk>/proxy-form.pdf",
            "/meetings/<int:pk>/answer-form.pdf",
            "/meetings/<int:pk>/record.xlsx",
        ),
        lambda client: {"pk": closed_meetings.closed().id},
    ),
    **dict.fromkeys(
        (
            "/resolutions/<int:sequence>",
            *(f"/resolutions/<int:sequence>/record{part}" for part in ("", ".json", ".pdf")),
            "/resolutions/<int:sequence>/recalculate",
        ),
        lambda client: {"sequence": closed_meetings.record().sequence},
    ),
    **dict.fromkeys(
        (f"/open-tasks/<int:pk>{part}" for part in ("", "/finish", "/reopen")),
        lambda client: {"pk": closed_meetings.task().id},
    ),
    **dict.fromkeys(
        ("/meeting-templates/show/<pk>", "/meeting-templates/edit/<pk>"),
        lambda client: {"pk": meeting_desk.template().id},
    ),
    **dict.fromkeys(
        (f"/meetings/<int:pk>/ballot{part}" for part in ("", "/live", "/arrive", "/depart")),
        lambda client: {"pk": platform_meetings.in_vote(client)[0].id},
    ),
    "/meetings/<int:pk>/ballot/items/<int:item_id>": lambda client: {
        "pk": platform_meetings.in_vote(client)[0].id,
        "item_id": platform_meetings.in_vote(client)[1].id,
    },
    **dict.fromkeys(
        (f"/meetings/<int:pk>/projector{part}" for part in ("", "/live")),
        lambda client: {"pk": platform_meetings.in_vote(client)[0].id},
    ),
    "/meeting-requests/<int:pk>": lambda client: {"pk": platform_meetings.asked_by(client).id},
    "/council/bodies/<int:pk>/end": lambda client: {"pk": factories.body().id},
    **dict.fromkeys(
        (f"/council/persons/<int:pk>{part}" for part in PERSON_PARTS),
        lambda client: {"pk": council_desk.pledged_on_paper().id},
    ),
    **dict.fromkeys(
        (f"/council/summaries/<int:pk>{part}" for part in ("", "/edit", "/publish", "/take-back")),
        lambda client: {"pk": council_desk.summary().id},
    ),
    "/council/notice/<int:pk>.pdf": lambda client: {"pk": council_desk.published().id},
    "/outbox/<int:pk>": lambda client: {"pk": factories.letter().id},
    "/outbox/<int:pk>.pdf": lambda client: {"pk": factories.letter().id},
    "/outbox/<int:pk>/<verb>": lambda client: {"pk": factories.letter().id, "verb": "hold"},
    "/audit/show/<pk>": lambda client: {"pk": 1},
    "/municipalities/show/<pk>": lambda client: {"pk": "312011"},
    "/municipalities/edit/<pk>": lambda client: {"pk": "312011"},
    "/activity-fields/show/<pk>": lambda client: {"pk": 1},
    "/activity-fields/edit/<pk>": lambda client: {"pk": 1},
}
"""For a rule with arguments, a function of the client that returns values under which every
allowed role gets a response (`client.account_id`, `client.organisation_id`). Called inside the
`session` fixture; tests/factories.py creates the rows.
"""


class Route(NamedTuple):
    """A row of the table."""

    method: str
    rule: str
    allowed: frozenset[Role]


def read_table() -> list[Route]:
    """Return the table's rows. Raises ValueError when a letter is in the wrong column."""
    routes = []
    for line in TABLE.strip().splitlines():
        method, rule, *marks = line.split()
        if any(mark not in (letter, "-") for letter, mark in zip(LETTERS, marks, strict=True)):
            raise ValueError(line)
        allowed = frozenset(LETTERS[mark] for mark in marks if mark != "-")
        routes.append(Route(method, rule, allowed))
    return routes

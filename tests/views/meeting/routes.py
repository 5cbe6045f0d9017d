"""The routes of this wing, written by hand: which role is answered, and with which object."""

from tests.support import closed_meetings, issues, mails, meeting_desk, platform_meetings
from tests.support.client import Examples

REGISTERS = """
meeting-templates - - - - S -   - - - - S -
"""
ROUTES = """
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
GET   /meetings/<int:pk>/open                       - - - - S -
POST  /meetings/<int:pk>/open                       - - - - S -
POST  /meetings/<int:pk>/end                        - - - - S -
POST  /meetings/<int:pk>/chair                      - - - - S -
GET   /meetings/<int:pk>/change                     - - - - S -
POST  /meetings/<int:pk>/change                     - - - - S -
POST  /meetings/<int:pk>/change/release             - - - - S -
POST  /meetings/<int:pk>/change/return              - - - - S -
POST  /meetings/<int:pk>/change/take-back           - - - - S -
POST  /meetings/<int:pk>/bulk/<act>                 - - - - S -
POST  /meetings/<int:pk>/bulk/<act>/take-back       - - - - S -
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
GET   /meetings/<int:pk>/statement-papers/<int:paper_id> - - - - S -
GET   /meetings/<int:pk>/attendance                 - - - - S -
POST  /meetings/<int:pk>/answers/ticked/<act>       - - - - S -
POST  /meetings/<int:pk>/attendance/ticked/<act>    - - - - S -
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
POST  /open-tasks/ticked/<act>                      - - - - S -
POST  /open-tasks/new                               - - - - S -
GET   /open-tasks/<int:pk>                          - - - - S -
POST  /open-tasks/<int:pk>                          - - - - S -
POST  /open-tasks/<int:pk>/<verb>                   - - - - S -
GET   /regulations/guideline/amend                  - - - - S -
POST  /regulations/guideline/amend                  - - - - S -
GET   /issues/                                      - - E - S -
GET   /issues/<issue_id>                            - - E - S -
POST  /issues/<issue_id>/use                        - - - - S -
POST  /issues/<issue_id>/agenda                     - - - - S -
"""

EXAMPLES: Examples = {
    **dict.fromkeys(
        (f"/issues/<issue_id>{part}" for part in ("", "/use", "/agenda")),
        lambda client: {"issue_id": issues.released().id},
    ),
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
    **dict.fromkeys(
        (
            "/meetings/<int:pk>/change",
            *(f"/meetings/<int:pk>/change/{verb}" for verb in ("release", "return", "take-back")),
        ),
        lambda client: meeting_desk.named(meeting_desk.notified(), "pk"),
    ),
    "/meetings/<int:pk>/answers/ticked/<act>": lambda client: {
        **meeting_desk.named(meeting_desk.notified(), "pk"),
        "act": "absent",
    },
    "/meetings/<int:pk>/attendance/ticked/<act>": lambda client: {
        **meeting_desk.named(meeting_desk.in_session(), "pk"),
        "act": "depart",
    },
    "/open-tasks/ticked/<act>": lambda client: {"act": "finish"},
    **dict.fromkeys(
        ("/meetings/<int:pk>/bulk/<act>", "/meetings/<int:pk>/bulk/<act>/take-back"),
        lambda client: {**meeting_desk.named(meeting_desk.notified(), "pk"), "act": "remind"},
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
    "/meetings/<int:pk>/statement-papers/<int:paper_id>": lambda client: meeting_desk.named(
        meeting_desk.stated_on_paper(), "pk", "paper_id"
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
    "/open-tasks/<int:pk>": lambda client: {"pk": closed_meetings.task().id},
    "/open-tasks/<int:pk>/<verb>": lambda client: {
        "pk": closed_meetings.task().id,
        "verb": "finish",
    },
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
}

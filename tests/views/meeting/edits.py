"""Edit forms of this wing: a field of each, and two values."""

from tests.support import closed_meetings
from tests.support.client import Examples
from tests.support.edits import NEW, Edit

EDITS = {
    "/meeting-answer/<token>": Edit("attendee", "倉吉 花子", "境 太郎", {"reply": "room"}),
    "/meetings/<int:pk>/answer": Edit("attendee", "倉吉 花子", "境 太郎", {"reply": "room"}),
    "/meetings/<int:pk>/answers/<int:member_id>": Edit(
        "attendee", "倉吉 花子", "境 太郎", {"reply": "room"}
    ),
    "/meetings/<int:pk>/edit": Edit("place", "米子市文化ホール", "倉吉未来中心"),
    "/meetings/<int:pk>/items/<int:item_id>/edit": Edit("text", "一人目の説明", "二人目の説明"),
    "/meetings/<int:pk>/minutes": Edit("text", "一人目の議事録", "二人目の議事録"),
    "/open-tasks/<int:pk>": Edit("who", "鳥取市", "米子市"),
    "/issues/<issue_id>/use": Edit("note", "研修会で扱います", "提案にします"),
}
EXAMPLES: Examples = {
    "/meetings/<int:pk>/minutes": lambda client: {"pk": closed_meetings.drafted().meeting_id}
}
EXCEPTIONS = {
    "/meeting-requests/new": NEW,
    "/meetings/<int:pk>/change": "a proposal, one at a time; the release changes only what it names",
    "/meetings/<int:pk>/items/<int:item_id>/hands": "counted at the meeting; each vote changed is in the trail",
}
PAGES = {"/issues/<issue_id>/use": "/issues/<issue_id>"}

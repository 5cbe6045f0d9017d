"""Edit forms of this wing: a field of each, and two values."""

from tests.support.edits import Edit

EDITS = {
    "/support-offers/<pk>/answer": Edit(
        "answer_text", "来月から始めます。", "再来月から始めます。", {"answer": "accepted"}
    ),
    "/plan-activities/<pk>/figure": Edit("figure", "members.joined", "members.left"),
}
EXCEPTIONS = {
    "/proposals/<pk>/<any(hand_over,answers,measures):act>": "adds a row; the days are proposals",
}

"""Edit forms of this wing: a field of each, and two values."""

from tests.support.edits import NEW, Edit

EDITS = {
    "/registrations/<token>": Edit("name", "因幡　一", "因幡　二"),
    "/event-questions/<pk>/answer": Edit(
        "answer", "来年します。", "今年します。", {"section": "課"}
    ),
}
EXCEPTIONS = {
    "/events/<pk>/register": NEW,
    "/events/<pk>/groups": "saves only whom the page moved",
}

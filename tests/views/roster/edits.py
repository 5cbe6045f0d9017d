"""Edit forms of this wing: a field of each, and two values."""

from tests.support.edits import Edit

EDITS = {
    "/imports/<int:pk>/rows/<int:line>": Edit("phone", "0857-26-0001", "0857-26-0002"),
    "/notices/drafts/<int:pk>/edit": Edit("title", "お知らせ一", "お知らせ二"),
    "/organisations/<int:pk>/correct": Edit(
        "phone", "0857-26-0001", "0857-26-0002", {"reason": "誤記"}
    ),
}
EXCEPTIONS = {
    "/exports/": "nothing is stored",
    "/exports/labels.pdf": "nothing is stored",
    "/notices/drafts/new": "nothing is stored yet",
    "/notices/drafts/<int:pk>/recipients": "single members are added and taken out",
    "/outbox/post/<tray>/letters.pdf": "nothing is stored",
    "/imports/<int:pk>/columns": "the file is read again with what was assigned last",
}

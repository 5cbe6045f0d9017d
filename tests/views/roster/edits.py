"""Edit forms of this wing: a field of each, and two values."""

from tests.support.edits import Edit

EDITS = {
    "/organisations/<int:pk>/correct": Edit(
        "phone", "0857-26-0001", "0857-26-0002", {"reason": "誤記"}
    ),
}
EXCEPTIONS = {"/exports/": "nothing is stored"}

"""Edit forms of this wing: a field of each, and two values."""

from tests.support.edits import Edit

EDITS = {
    "/approvals/<int:pk>/decision": Edit("number", "福孤第1号", "福孤第2号"),
}
EXCEPTIONS = {
    "/settings/office/<section>": "each section carries the stamp of what it was opened with",
}

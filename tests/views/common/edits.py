"""Edit forms of this wing: a field of each, and two values."""

from tests.support.edits import NEW, Edit

EDITS = {
    "/approvals/<int:pk>/decision": Edit("number", "福孤第1号", "福孤第2号"),
    "/municipalities/edit/<pk>": Edit("kana", "イチ", "ニ"),
    "/activity-fields/edit/<pk>": Edit("label_en", "Housing", "Homes"),
}
EXCEPTIONS = {
    "/activity-fields/add": NEW,
    "/settings/office/<section>": "each section carries the stamp of what it was opened with",
}

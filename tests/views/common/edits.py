"""Edit forms of this wing: a field of each, and two values."""

from tests.support.edits import NEW, Edit

EDITS = {
    "/municipalities/edit/<pk>": Edit("kana", "イチ", "ニ"),
    "/activity-fields/edit/<pk>": Edit("label_en", "Housing", "Homes"),
}
EXCEPTIONS = {"/activity-fields/add": NEW}

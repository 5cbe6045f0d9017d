"""Edit forms of this wing: a field of each, and two values."""

from tests.support.edits import Edit

EDITS = {
    "/grants/<int:pk>/papers/<kind>/edit": Edit("title", "秋の集い", "冬の集い"),
    "/grants/<int:pk>/inspection": Edit("note", "原本と照らした。", "写しと照らした。"),
}
PAGES = {"/grants/<int:pk>/inspection": "/grants/<int:pk>"}

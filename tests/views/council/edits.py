"""Edit forms of this wing: a field of each, and two values."""

from app.services.council import activity_summaries
from tests import factories
from tests.support.client import Examples
from tests.support.desk import officer
from tests.support.edits import NEW, Edit


def draft() -> int:
    """Write a summary that is not published."""
    factories.council()
    written = activity_summaries.write(officer(), title="上半期", text="会議を2回開いた。")
    return int(written.id)


EDITS = {
    "/council/edit": Edit("name", "一人目の協議会", "二人目の協議会"),
    "/council/persons/<int:pk>": Edit("duty", "主任", "係長"),
    "/council/summaries/<int:pk>/edit": Edit("text", "一人目の概要", "二人目の概要"),
}
EXAMPLES: Examples = {"/council/summaries/<int:pk>/edit": lambda client: {"pk": draft()}}
EXCEPTIONS = {
    "/council/bodies/new": NEW,
    "/council/notice/new": "a notice is a new row; `seen` refuses one of a council that has changed",
    "/council/persons/<int:pk>/end": "a term ends once",
    "/council/persons/<int:pk>/pledge": "a pledge is recorded once",
}

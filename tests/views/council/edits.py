"""Edit forms of this wing: a field of each, and two values."""

from collections.abc import Callable
from typing import Any

from app.services.council import activity_summaries, councils
from tests import factories
from tests.support.client import Examples
from tests.support.desk import officer
from tests.support.edits import NEW, Edit

BODIES = ("鳥取県弁護士会", "社会福祉法人鳥取県社会福祉協議会")


def bodies(_client: Any) -> dict[str, int]:
    """Register two executive members, of which either may coordinate."""
    for name in BODIES:
        factories.body(factories.founding_member(name))
    return {}


def body(number: int) -> Callable[[str], str]:
    """Return a function that chooses the body."""

    def chosen(_shown: str) -> str:
        named = {each.name: each.id for each in councils.bodies()}
        return str(named[BODIES[number]])

    return chosen


def draft() -> int:
    """Write a summary that is not published."""
    factories.council()
    written = activity_summaries.write(officer(), title="上半期", text="会議を2回開いた。")
    return int(written.id)


EDITS = {
    "/council/coordinating-body": Edit("body", body(0), body(1)),
    "/council/edit": Edit("name", "一人目の協議会", "二人目の協議会"),
    "/council/persons/<int:pk>": Edit("duty", "主任", "係長"),
    "/council/summaries/<int:pk>/edit": Edit("text", "一人目の概要", "二人目の概要"),
}
PAGES = {"/council/coordinating-body": "/council/"}
EXAMPLES: Examples = {
    "/council/coordinating-body": bodies,
    "/council/summaries/<int:pk>/edit": lambda client: {"pk": draft()},
}
EXCEPTIONS = {
    "/council/summaries/<int:pk>/propose": "a proposal, one at a time",
    "/council/bodies/new": NEW,
    "/council/notice/new": "a notice is a new row; `seen` refuses one of a council that has changed",
    "/council/persons/<int:pk>/end": "a term ends once",
    "/council/persons/<int:pk>/pledge": "a pledge is recorded once",
}

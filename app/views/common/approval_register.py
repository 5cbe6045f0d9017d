"""The kinds of acts that two persons decide, joined from the approval_kinds.py of each wing.

A wing declares KINDS: kind (as in services/common/approvals) → its label and its object's page.
"""

from collections.abc import Callable, Iterable
from types import ModuleType
from typing import NamedTuple

from flask_babel import LazyString

from app.documents.common.decision_request import DecisionRequest
from app.models.common.approval import Approval
from app.security.viewer import Viewer

Ask = Callable[[Viewer, Approval], DecisionRequest]


class Kind(NamedTuple):
    """A kind of act. endpoint: the page of its object; takes_id: whether it takes `pk`.

    ask: what the paper asks that seeks the prefecture's decision (伺い); by default the title.
    """

    label: LazyString
    endpoint: str
    takes_id: bool = True
    ask: Ask | None = None


KINDS: dict[str, Kind] = {}


def join(modules: Iterable[ModuleType]) -> None:
    """Add the declarations of the wings."""
    for module in modules:
        KINDS.update(module.KINDS)

"""The library of papers (資料庫)."""

from typing import Any

from app.models.policy.paper import Paper
from app.services.policy import papers
from app.services.regulations import regulations
from app.views.common.base import viewer
from app.views.registers.register import RegisterView


class PaperView(RegisterView):
    """資料庫, with the texts in force."""

    model = Paper
    list_template = "policy/library.html"
    show_template = "policy/paper.html"

    def more_of_list(self) -> dict[str, Any]:
        return {"regulations": regulations.everything()}

    def more(self, entry: Paper) -> dict[str, Any]:
        return {
            "meeting": papers.meeting_of(viewer(), entry),
            "newer": papers.replaced_by(entry),
            "text_changes": papers.changes(entry),
        }

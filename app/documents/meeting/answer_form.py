"""回答書: attendance answer and statements on the items of a meeting or written resolution."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.documents.common import form_parts
from app.documents.common.form_parts import Receipt, Submitter
from app.documents.meeting.proxy_form import MeetingFacts

TITLE = "回答書"


@dataclass(frozen=True)
class AnswerItem:
    """A resolution and the member's statement on it."""

    label: str
    title: str
    choice: str = ""


@dataclass(frozen=True)
class AnswerForm:
    """Content of the form; "" leaves a field to be filled in by hand."""

    meeting: MeetingFacts
    is_written: bool
    """Written resolution (書面決議), without a gathering."""
    submitter: Submitter
    items: tuple[AnswerItem, ...]
    filed_on: date | None = None
    reply: str = ""
    attendee: str = ""
    receipt: Receipt | None = None


def pdf(form: AnswerForm, *, dated: date, replies: Sequence[str], choices: Sequence[str]) -> bytes:
    """Return the form on A4. replies, choices: the attendance answers and choices on offer.

    Raises TypesettingFailed.
    """
    return form_parts.pdf(
        "answer_form",
        form,
        title=TITLE,
        name=form.submitter.name,
        dated=dated,
        extra={"replies": list(replies), "choices": list(choices)},
    )

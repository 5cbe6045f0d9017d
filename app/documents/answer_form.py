"""回答書: who comes to a meeting and what is said on its items; or a written resolution's answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.documents import form_parts
from app.documents.form_parts import Receipt, Submitter
from app.documents.proxy_form import MeetingFacts

TITLE = "回答書"


@dataclass(frozen=True)
class AnswerItem:
    """A resolution, and what the member said on it."""

    label: str
    title: str
    choice: str = ""


@dataclass(frozen=True)
class AnswerForm:
    """What the form holds; what is "" is left to be written by hand."""

    meeting: MeetingFacts
    is_written: bool
    """書面決議: nobody gathers."""
    submitter: Submitter
    items: tuple[AnswerItem, ...]
    filed_on: date | None = None
    reply: str = ""
    attendee: str = ""
    receipt: Receipt | None = None


def pdf(form: AnswerForm, *, dated: date, replies: Sequence[str], choices: Sequence[str]) -> bytes:
    """The form on A4. replies, choices: what can be answered.

    Raises app.documents.typesetting.TypesettingFailed.
    """
    return form_parts.pdf(
        "answer_form",
        form,
        title=TITLE,
        name=form.submitter.name,
        dated=dated,
        extra={"replies": list(replies), "choices": list(choices)},
    )

"""委任状 (規約第12条第3項) for a meeting: to sign by hand, or with the data of a filed proxy."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.documents.common import form_parts
from app.documents.common.form_parts import Receipt, Submitter

TITLE = "委任状"


@dataclass(frozen=True)
class MeetingFacts:
    """The meeting that a form is for, as text."""

    name: str
    when: str
    where: str


@dataclass(frozen=True)
class ProxyItem:
    """A resolution that can be delegated, and the principal's instruction."""

    label: str
    title: str
    covered: bool = False
    choice: str = ""
    """賛成, 反対, 棄権; "" if the agent decides freely."""


@dataclass(frozen=True)
class ProxyForm:
    """Content of the form; "" leaves a field to be filled in by hand."""

    meeting: MeetingFacts
    submitter: Submitter
    items: tuple[ProxyItem, ...]
    filed_on: date | None = None
    agent: str = ""
    covers_all: bool | None = None
    """None: not stated yet."""
    receipt: Receipt | None = None


def pdf(form: ProxyForm, *, dated: date, choices: Sequence[str]) -> bytes:
    """Return the form on A4. choices: the instructions on offer.

    Raises TypesettingFailed.
    """
    return form_parts.pdf(
        "proxy_form",
        form,
        title=TITLE,
        name=form.submitter.name,
        dated=dated,
        extra={"choices": list(choices)},
    )

"""委任状 (規約第12条第3項) for a meeting, to sign by hand, or as a proxy was filed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.documents import form_parts
from app.documents.form_parts import Receipt, Submitter

TITLE = "委任状"


@dataclass(frozen=True)
class MeetingFacts:
    """Which meeting a form is for."""

    name: str
    when: str
    where: str


@dataclass(frozen=True)
class ProxyItem:
    """A resolution that can be delegated, and what the principal wants there."""

    label: str
    title: str
    covered: bool = False
    choice: str = ""
    """賛成, 反対, 棄権; "" where the agent is free."""


@dataclass(frozen=True)
class ProxyForm:
    """What the form holds; what is "" is left to be written by hand."""

    meeting: MeetingFacts
    submitter: Submitter
    items: tuple[ProxyItem, ...]
    filed_on: date | None = None
    agent: str = ""
    covers_all: bool | None = None
    """None: not said yet."""
    receipt: Receipt | None = None


def pdf(form: ProxyForm, *, dated: date, choices: Sequence[str]) -> bytes:
    """The form on A4. choices: what a principal can want.

    Raises app.documents.typesetting.TypesettingFailed.
    """
    return form_parts.pdf(
        "proxy_form",
        form,
        title=TITLE,
        name=form.submitter.name,
        dated=dated,
        extra={"choices": list(choices)},
    )

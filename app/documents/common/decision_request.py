"""The paper that asks the prefecture for a decision (伺い), about what an officer proposed."""

from dataclasses import asdict, dataclass
from datetime import date

from app.documents.common import typesetting
from app.rules.common.era import era_date


@dataclass(frozen=True)
class DecisionRequest:
    """What is asked (伺い文), why, on which basis, and the drafts (案文)."""

    title: str
    ask: str
    reason: str = ""
    basis: str = ""
    planned: str = ""
    """施行予定日, in words."""
    drafts: tuple[tuple[str, str], ...] = ()
    """Heading and text."""
    attachments: tuple[str, ...] = ()


@dataclass(frozen=True)
class Drafting:
    """Who drafted it (起案), and the decision in the prefecture's own system as far as noted."""

    by: str
    on: date
    office: str
    number: str = ""
    decided_on: date | None = None


def pdf(asked: DecisionRequest, drafting: Drafting) -> bytes:
    """Return the paper on A4, with boxes for the seals. Raises TypesettingFailed."""
    data = asdict(asked) | {
        "by": drafting.by,
        "on": era_date(drafting.on),
        "office": drafting.office,
        "number": drafting.number,
        "decided_on": era_date(drafting.decided_on) if drafting.decided_on else "",
    }
    data["drafts"] = [list(draft) for draft in asked.drafts]
    data["attachments"] = list(asked.attachments)
    title = f"伺い　{asked.title}"
    return typesetting.pdf(
        "decision_request", data | {"subject": asked.title}, title=title, dated=drafting.on
    )

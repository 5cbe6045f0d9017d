"""The list of a batch's proposed or made decisions, for approval (決裁; 要領第2条第2項)."""

from dataclasses import dataclass
from datetime import date

from app.documents.common import typesetting
from app.rules.common.era import era_date


@dataclass(frozen=True)
class Line:
    """One application of the batch."""

    number: str
    name: str
    kind: str
    received_on: date | None
    checks: tuple[str, ...]
    """Each check with its result and who recorded it."""
    decision: str
    reason: str = ""


@dataclass(frozen=True)
class DecisionList:
    """A batch as of a day."""

    name: str
    begins_on: date
    ends_on: date
    printed_on: date
    proposed_by: str
    """Who submitted it, and when; "" before."""
    approved_by: str
    """Who approved it, and when; "" before."""
    lines: tuple[Line, ...]


def pdf(made: DecisionList) -> bytes:
    """Return the list on A4. Raises TypesettingFailed."""
    counts: dict[str, int] = {}
    for line in made.lines:
        counts[line.decision] = counts.get(line.decision, 0) + 1
    data = {
        "facts": [
            ["回", made.name],
            ["対象期間", f"{era_date(made.begins_on)}から{era_date(made.ends_on)}まで"],
            ["件数", "、".join(f"{what} {count}件" for what, count in counts.items()) or "なし"],
            ["提出", made.proposed_by or "（まだ提出していません）"],
            ["承認", made.approved_by or "（まだ承認していません）"],
            ["作成日", era_date(made.printed_on)],
        ],
        "lines": [
            [
                line.number,
                line.name,
                line.kind,
                era_date(line.received_on) if line.received_on else "",
                "\n".join(line.checks),
                f"{line.decision}\n{line.reason}".strip(),
            ]
            for line in made.lines
        ],
    }
    title = f"入会申込みの決定一覧　{made.name}"
    return typesetting.pdf("decision_list", data, title=title, dated=made.printed_on)

"""What a paper of a grant says: the project, its costs line by line, other income."""

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any, Self

from app.rules.common.labelled import Labelled
from app.rules.grants.amounts import Reckoning, Terms, work_out
from app.rules.grants.calls import ChangeKind, CostKind
from app.rules.states.grants.grant import GrantState

LINES, RECEIPTS = 10, 20
"""Lines of costs, and of receipts, that a paper has at most."""


class PaperKind(Labelled):
    """The papers that a body submits. label: the title of the form."""

    APPLICATION = "application", "補助金応募書"
    REQUEST = "request", "補助金交付申請書"
    CHANGE = "change", "補助事業変更等承認申請書"
    REPORT = "report", "補助事業実績報告書"
    CLAIM = "claim", "補助金請求書"


WRITTEN_IN: Mapping[PaperKind, tuple[GrantState, ...]] = {
    PaperKind.APPLICATION: (GrantState.DRAFT,),
    PaperKind.REQUEST: (GrantState.OFFERED,),
    PaperKind.CHANGE: (GrantState.DECIDED,),
    PaperKind.REPORT: (GrantState.DECIDED, GrantState.ABOLISHED),
}
"""The states in which a body writes a paper."""


@dataclass(frozen=True)
class Line:
    """A cost (明細). day, payee: of a receipt. file: the public id of the quote or the receipt."""

    kind: CostKind
    what: str
    amount: int
    day: date | None = None
    payee: str = ""
    file: str = ""

    def is_early(self, decided_on: date | None) -> bool:
        """Whether it is dated before the decision: such a cost is not eligible (交付決定前の支出)."""
        return self.day is not None and decided_on is not None and self.day < decided_on


@dataclass(frozen=True)
class Content:
    """The content of a paper. ends_on: the planned day of completion, in a report the actual one."""

    title: str = ""
    plan: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    lines: tuple[Line, ...] = ()
    income: int = 0
    income_note: str = ""
    change: ChangeKind | None = None
    reason: str = ""

    def plain(self) -> dict[str, Any]:
        """Return the content as JSON holds it."""
        found: dict[str, Any] = json.loads(json.dumps(asdict(self), default=_iso))
        return found

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> Self:
        """Return the content from `plain`."""
        lines = tuple(
            Line(**{**each, "kind": CostKind(each["kind"]), "day": _day(each["day"])})
            for each in plain["lines"]
        )
        change = ChangeKind(plain["change"]) if plain["change"] else None
        days = {key: _day(plain[key]) for key in ("starts_on", "ends_on")}
        return cls(**{**plain, **days, "lines": lines, "change": change})

    def by_kind(self) -> dict[CostKind, int]:
        """Return the sum of the costs of each kind."""
        found: dict[CostKind, int] = {}
        for line in self.lines:
            found[line.kind] = found.get(line.kind, 0) + line.amount
        return found

    def eligible(
        self, decided_on: date | None = None, struck: Collection[int] = ()
    ) -> Sequence[int]:
        """Return the eligible amounts. struck: the places of lines that the inspection left out."""
        return [
            line.amount
            for place, line in enumerate(self.lines)
            if place not in struck and not line.is_early(decided_on)
        ]

    def reckoning(
        self,
        terms: Terms,
        *,
        decided_on: date | None = None,
        struck: Collection[int] = (),
        at_most: int | None = None,
    ) -> Reckoning:
        """Return the grant for what the paper says."""
        return work_out(terms, self.eligible(decided_on, struck), self.income, at_most=at_most)

    def renewed(self, **values: Any) -> Self:
        """Return the content with other values."""
        return replace(self, **values)


def checksum(content: Content) -> str:
    """Return the SHA-256 of a content, which a submitted version keeps."""
    text = json.dumps(content.plain(), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def fault(kind: PaperKind, content: Content, *, today: date) -> str:
    """Return what a paper lacks before it can be submitted, in Japanese, or ""."""
    if not content.title or not content.plan:
        return "事業の名称と内容を入力してください。"
    if content.starts_on is None or content.ends_on is None:
        return "事業の開始日と完了日を入力してください。"
    if content.ends_on < content.starts_on:
        return "完了日は、開始日以後の日を入力してください。"
    ends = kind is PaperKind.CHANGE and content.change is ChangeKind.ABOLITION
    if not content.lines and not ends:
        return "経費の明細を1件以上入力してください。"
    if kind is PaperKind.CHANGE and (content.change is None or not content.reason):
        return "変更等の種類と理由を入力してください。"
    if kind is PaperKind.REPORT:
        return _fault_of_report(content, today)
    return ""


def _fault_of_report(content: Content, today: date) -> str:
    if content.ends_on is not None and content.ends_on > today:
        return "完了日は、今日までの日を入力してください。事業が完了してから報告します。"
    for number, line in enumerate(content.lines, 1):
        if line.day is None or not line.payee or not line.file:
            return f"明細{number}の支払日、支払先、領収書のファイルを入力してください。"
        if line.day > today:
            return f"明細{number}の支払日は、今日までの日を入力してください。"
    return ""


def _iso(value: date) -> str:
    return value.isoformat()


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None

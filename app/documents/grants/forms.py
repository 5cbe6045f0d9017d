"""The papers that a body submits for a grant: 応募書, 交付申請書, 変更等承認申請書, 実績報告書, 請求書."""

from dataclasses import dataclass
from datetime import date

from app.documents.common import typesetting
from app.documents.common.form_parts import Submitter
from app.rules.common.era import era_date
from app.rules.grants.amounts import yen
from app.rules.grants.content import Content, PaperKind

Rows = tuple[tuple[str, str], ...]
ASKS = {
    PaperKind.APPLICATION: "次のとおり応募します。",
    PaperKind.REQUEST: "次のとおり補助金の交付を申請します。",
    PaperKind.CHANGE: "次のとおり補助事業の変更等の承認を申請します。",
    PaperKind.REPORT: "補助事業の実績を次のとおり報告します。",
    PaperKind.CLAIM: "次のとおり補助金を請求します。",
}


@dataclass(frozen=True)
class GrantForm:
    """A paper of a grant. facts: labels and values; calculation: name, words and result of a step.

    lines: kind, what, day, payee and amount of a cost.
    """

    kind: PaperKind
    call: str
    number: str
    submitter: Submitter
    dated: date
    is_draft: bool
    facts: Rows
    lines: tuple[tuple[str, str, str, str, str], ...] = ()
    calculation: tuple[tuple[str, str, str], ...] = ()
    notes: tuple[str, ...] = ()


def facts_of(content: Content) -> Rows:
    """Return what a paper says besides the costs."""
    days = [era_date(each) if each else "" for each in (content.starts_on, content.ends_on)]
    change: Rows = ()
    if content.change is not None:
        change = (("変更等の種類", content.change.label), ("理由", content.reason))
    return (
        *change,
        ("事業の名称", content.title),
        ("事業の内容", content.plan),
        ("期間", f"{days[0]}から{days[1]}まで"),
        ("他の収入", f"{yen(content.income)}　{content.income_note}".strip()),
    )


def lines_of(
    content: Content, decided_on: date | None
) -> tuple[tuple[str, str, str, str, str], ...]:
    """Return the costs as the paper shows them; one dated before the decision is marked."""
    return tuple(
        (
            line.kind.label,
            line.what + ("（交付決定前のため対象外）" if line.is_early(decided_on) else ""),
            era_date(line.day) if line.day else "",
            line.payee,
            yen(line.amount),
        )
        for line in content.lines
    )


def pdf(form: GrantForm) -> bytes:
    """Return the paper on A4. Raises TypesettingFailed."""
    data = {
        "heading": form.kind.label,
        "ask": f"{form.call}について、{ASKS[form.kind]}",
        "number": form.number,
        "date": era_date(form.dated),
        "draft": typesetting.DRAFT if form.is_draft else "",
        "submitter": [form.submitter.address, form.submitter.name, form.submitter.representative],
        "facts": [list(each) for each in form.facts],
        "lines": [list(each) for each in form.lines],
        "has_receipts": form.kind is PaperKind.REPORT,
        "calculation": [list(each) for each in form.calculation],
        "notes": list(form.notes),
    }
    title = f"{form.kind.label}　{form.submitter.name}"
    return typesetting.pdf("grant_form", data, title=title, dated=form.dated)

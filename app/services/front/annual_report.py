"""The annual report (事業報告): figures of all wings, frozen with a checksum when it is published."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import select

from app import clock
from app.errors import RuleViolation, StaleState
from app.extensions import db
from app.models.council.council import ActivitySummary
from app.models.policy.annual_report import AnnualReport
from app.rules.common import articles
from app.rules.membership.roster import Tier
from app.security.viewer import Role, Viewer
from app.services.common import figures
from app.services.common.figures import Cells, Figure
from app.services.registers import entries

FORMAT = "annual-report/1"
HIDDEN = "*"
"""Stands for a number that is not shown; null for one that is not known."""
Content = Mapping[str, Any]


def compiled(report: AnnualReport) -> Content:
    """Return what the report says: its texts, and the figures of its year beside those before.

    Figures of the year before are those of its published report; without one they are counted now.
    """
    year = report.fiscal_year
    before = _published(year - 1)
    groups: dict[str, list[Content]] = {}
    for each in figures.every():
        entry = _entry(each, figures.cells(each, year), _before(each, year, before))
        groups.setdefault(each.group, []).append(entry)
    return {
        "format": FORMAT,
        "fiscal_year": year,
        "title": report.title,
        "foreword": report.foreword,
        "groups": [{"title": title, "figures": found} for title, found in groups.items()],
        "council": report.council,
        "remarks": report.remarks,
        "small_numbers": "人数の「*」は、5人未満の数と、引き算で求められるのを防ぐために表示しない数",
        "counted_on": clock.today().isoformat(),
        "before_is_published": before is not None,
    }


def shown(report: AnnualReport) -> Content:
    """Return what the page shows: the frozen content, of a draft that of now."""
    return report.content if report.content is not None else compiled(report)


def canonical(content: Content) -> bytes:
    """Return the content as the bytes of its checksum, UTF-8; also what is given for download."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode()


def checksum(content: Content) -> str:
    """Return the SHA-256 of a content."""
    return hashlib.sha256(canonical(content)).hexdigest()


def publish(actor: Viewer, public_id: str) -> AnnualReport:
    """Freeze a draft and show it to everybody. Raises StaleState, RuleViolation."""
    actor.require(Role.SECRETARIAT)
    report: AnnualReport = entries.locked(actor, AnnualReport, public_id)
    if report.published_on is not None or report.retired_on is not None:
        raise StaleState("公表できるのは、公表前の事業報告だけです。")
    if fault := unreleased(report.council):
        raise RuleViolation(
            articles.SECRECY,
            f"地域協議会が公表した活動の概要にない文があります：{fault}",
            field="council",
        )
    report.content = dict(compiled(report))
    report.checksum, report.published_on = checksum(report.content), clock.today()
    report.edition, report.tier = (report.edition or 0) + 1, Tier.PUBLIC
    db.session.flush()
    entries.record(actor, "publish", report, checksum=report.checksum, edition=report.edition)
    return report


def take_back(actor: Viewer, public_id: str, reason: str) -> AnnualReport:
    """Make a draft of a published report again, with the reason. Raises StaleState, RuleViolation."""
    actor.require(Role.SECRETARIAT)
    report: AnnualReport = entries.locked(actor, AnnualReport, public_id)
    if report.published_on is None:
        raise StaleState("この事業報告は公表されていません。")
    if not reason.strip():
        raise RuleViolation(None, "取り下げる理由を入力してください。", field="reason")
    former = report.checksum
    report.content, report.checksum, report.published_on = None, "", None
    report.tier = Tier.SECRETARIAT
    db.session.flush()
    entries.record(actor, "take_back", report, reason=reason.strip(), checksum=former)
    return report


def unreleased(text: str) -> str:
    """Return the first line that no released summary of the council contains; "" if there is none.

    Figures on cases stand in this part only, and only as the council released them (法第18条).
    """
    released = select(ActivitySummary.text).where(ActivitySummary.published_on.is_not(None))
    known = ["".join(each.split()) for each in db.session.scalars(released)]
    written = (line.strip() for line in text.splitlines())
    return next(
        (line for line in written if line and not _stands_in("".join(line.split()), known)), ""
    )


def table(content: Content) -> Iterator[tuple[str, str, str, Any, Any, str, str]]:
    """Yield group, figure, label, number, number before, unit and definition of every line."""
    for group in content["groups"]:
        for each in group["figures"]:
            same = (each["unit"], each["definition"])
            if each["total"] is not None or not each["rows"]:
                sum_of = "計" if each["rows"] else ""
                yield group["title"], each["title"], sum_of, each["total"], each["before"], *same
            for label, now, before in each["rows"]:
                yield group["title"], each["title"], label, now, before, *same


def _stands_in(line: str, known: Sequence[str]) -> bool:
    return any(line in each for each in known)


def _entry(figure: Figure, now: Cells, before: Mapping[str, Any]) -> dict[str, Any]:
    rows = {label: _said(cell) for label, cell in now.rows}
    earlier = {label: cell for label, cell, *_rest in before["rows"]}
    return {
        "key": figure.key,
        "title": figure.title,
        "unit": figure.unit,
        "definition": figure.definition,
        "total": HIDDEN if now.is_hidden else now.total,
        "before": before["total"],
        "rows": [
            [label, rows.get(label), earlier.get(label)]
            for label in dict.fromkeys([*rows, *earlier])
        ],
    }


def _before(figure: Figure, year: int, published: Content | None) -> Mapping[str, Any]:
    """Return total and rows of the year before."""
    for group in published["groups"] if published else ():
        for each in group["figures"]:
            if each["key"] == figure.key:
                return each  # type: ignore[no-any-return]
    if published:
        return {"total": None, "rows": ()}
    found = figures.cells(figure, year - 1)
    return {
        "total": HIDDEN if found.is_hidden else found.total,
        "rows": [(label, _said(cell)) for label, cell in found.rows],
    }


def _said(cell: int | None) -> int | str:
    return HIDDEN if cell is None else cell


def _published(year: int) -> Content | None:
    return db.session.scalar(
        select(AnnualReport.content).where(
            AnnualReport.fiscal_year == year,
            AnnualReport.published_on.is_not(None),
            AnnualReport.retired_on.is_(None),
        )
    )

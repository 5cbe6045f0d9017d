"""The public notice (公示) of the regional council: four items (法第15条第2項; 令和6年内閣府令)."""

from dataclasses import dataclass
from datetime import date

from app.documents.common import typesetting
from app.documents.common.typesetting import DRAFT
from app.rules.common.era import era_date
from app.rules.council.council import Notice

ACT = "孤独・孤立対策推進法（令和5年法律第45号）"
COUNCIL = "孤独・孤立対策地域協議会"
NONE = "指定していない。"


@dataclass(frozen=True)
class PublicNoticePaper:
    """A published notice, or a draft."""

    number: str
    """Such as 鳥取県告示第123号."""
    published_on: date
    issuer: str
    """鳥取県知事, optionally with the name."""
    items: Notice
    replaces: tuple[str, date] | None = None
    """Number and date of the previous notice, whose items have changed."""
    is_draft: bool = False


def pdf(paper: PublicNoticePaper) -> bytes:
    """Return the notice on A4. Raises TypesettingFailed."""
    items = paper.items
    data = {
        "number": f"{paper.number}{DRAFT}" if paper.is_draft else paper.number,
        "day": era_date(paper.published_on),
        "issuer": paper.issuer,
        "words": opening(paper.replaces),
        "items": [
            ["協議会を設置した旨", f"{era_date(items.established_on)}に設置した。"],
            ["協議会の名称", items.name],
            ["調整機関の名称", items.coordinating_body or NONE],
        ],
        "bodies": list(items.bodies),
    }
    title = f"{COUNCIL}の公示　{paper.number}"
    return typesetting.pdf("public_notice", data, title=title, dated=paper.published_on)


def opening(replaces: tuple[str, date] | None) -> str:
    """Return the sentence above the items: establishment, or change of a previous notice."""
    if replaces is None:
        return (
            f"{ACT}第15条第1項の規定により{COUNCIL}を設置したので、"
            "同条第2項の規定により、次のとおり公示する。"
        )
    number, day = replaces
    return (
        f"{era_date(day)}{number}で公示した{COUNCIL}について、公示した事項に変更があったので、"
        f"{ACT}第15条第2項の規定により、次のとおり公示する。"
    )

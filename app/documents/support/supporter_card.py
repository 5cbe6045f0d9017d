"""サポーター証: a card of the size of a bank card on A4, to be cut out and folded."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.documents.common import typesetting
from app.rules.common.era import era_date

ISSUER = "鳥取県"
WORDS = (
    "このカードを持つ人は、話を聞き、相談につなぐ活動をしています。",
    "相談の秘密は守ります。お金を求めたり、商品を勧めたりしません。",
    "拾った人は、鳥取県の孤独・孤立対策の担当課にお知らせください。",
)


@dataclass(frozen=True)
class SupporterCard:
    """What a card says. area: names of municipalities; until: None for a kind without a term."""

    name: str
    kana: str
    number: str
    kind: str
    appointed_on: date
    until: date | None
    area: Sequence[str]


def pdf(card: SupporterCard) -> bytes:
    """Return the card, front and back, on A4. Raises TypesettingFailed."""
    facts = [["任命番号", card.number], ["任命の日", era_date(card.appointed_on)]]
    if card.until is not None:
        facts.append(["有効期限", era_date(card.until)])
    data = {
        "kind": card.kind,
        "name": card.name,
        "kana": card.kana,
        "facts": facts,
        "area": "、".join(card.area),
        "issuer": ISSUER,
        "words": WORDS,
    }
    return typesetting.pdf(
        "supporter_card", data, title=f"サポーター証　{card.number}", dated=card.appointed_on
    )

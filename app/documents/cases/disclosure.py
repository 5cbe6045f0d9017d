"""Disclosure to the person concerned (保有個人情報の開示): the masked records."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from app.documents.common import typesetting
from app.documents.common.typesetting import TypesettingFailed
from app.rules.common.era import era_date

TITLE = "保有個人情報の開示"


def pdf(pieces: Sequence[tuple[str, str]], *, kind: str, reason: str, dated: date) -> bytes:
    """Return the paper on A4. pieces: title and masked text; kind: 全部開示 or 部分開示.

    The PDF title names nobody. Raises TypesettingFailed, without any text of the pieces.
    """
    blocks: list[dict[str, Any]] = [_line(f"{era_date(dated)}　{kind}")]
    if reason:
        blocks += [_head("開示しない部分とその理由"), *map(_line, reason.splitlines())]
        blocks.append(_line("■■■は、開示しない部分です。"))
    for title, text in pieces:
        blocks += [_head(title), *map(_line, text.splitlines())]
    try:
        return typesetting.pdf("minutes", {"blocks": blocks}, title=TITLE, dated=dated)
    except TypesettingFailed:
        raise TypesettingFailed("minutes.typ") from None


def _head(text: str) -> dict[str, Any]:
    return {"level": 2, "text": text}


def _line(text: str) -> dict[str, Any]:
    return {"level": 0, "text": text}

"""A copy of a case conference paper, with its reader's name on every page."""

from collections.abc import Mapping
from datetime import date

from app.documents.common import typesetting
from app.documents.common.typesetting import TypesettingFailed


def pdf(
    content: Mapping[str, str],
    *,
    alias: str,
    conference_number: int,
    paper_number: int,
    copy_number: str,
    reader: str,
    dated: date,
) -> bytes:
    """Return the copy. content: title and text; alias: that of the case, in place of the name.

    The PDF title reveals nothing of the case. Raises TypesettingFailed, without any of the text.
    """
    data = {
        "heading": content["title"],
        "text": content["text"],
        "alias": alias,
        "conference": f"第{conference_number}回個別ケース検討会議",
        "number": f"資料{paper_number}",
        "copy": copy_number,
        "reader": reader,
    }
    try:
        return typesetting.pdf("conference_paper", data, title="会議資料", dated=dated)
    except TypesettingFailed:
        raise TypesettingFailed("conference_paper.typ") from None

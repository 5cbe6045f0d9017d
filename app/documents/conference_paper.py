"""A copy of a paper of a case conference: its reader's name stands on every page."""

from collections.abc import Mapping
from datetime import date

from app.documents import typesetting
from app.documents.typesetting import TypesettingFailed


def pdf(
    content: Mapping[str, str],
    *,
    label: str,
    conference_number: int,
    paper_number: int,
    copy_number: str,
    reader: str,
    dated: date,
) -> bytes:
    """The copy. content: title and text; label: the case's, which stands for the person.

    The PDF's own title says nothing of the case. Raises TypesettingFailed, without a word of it.
    """
    data = {
        "heading": content["title"],
        "text": content["text"],
        "label": label,
        "conference": f"第{conference_number}回個別ケース検討会議",
        "number": f"資料{paper_number}",
        "copy": copy_number,
        "reader": reader,
    }
    try:
        return typesetting.pdf("conference_paper", data, title="会議資料", dated=dated)
    except TypesettingFailed:
        raise TypesettingFailed("conference_paper.typ") from None

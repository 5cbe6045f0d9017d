"""A letter as the plain text of a mail, with every fact in the body."""

from app.documents.common.letter import Letter
from app.rules.common.era import era_date


def text(letter: Letter) -> str:
    """Return the mail body. Line breaks stay as written; nothing is attached."""
    lines = [*letter.addressee, ""]
    if letter.number:
        lines += [f"文書番号　{letter.number}", f"日付　　　{era_date(letter.issued_on)}", ""]
    for paragraph in letter.paragraphs:
        lines += [paragraph, ""]
    if letter.items:
        lines += ["記", ""]
        for label, value in letter.items:
            lines += _item(label, value)
        lines += ["", "以上", ""]
    for note in letter.closing:
        lines += [note, ""]
    lines += ["-- ", *letter.sender]
    return "\n".join(lines) + "\n"


def _item(label: str, value: str) -> list[str]:
    first, *rest = value.splitlines() or [""]
    return [f"・{label}：{first}", *(f"　　{line}" for line in rest)]

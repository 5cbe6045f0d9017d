"""A letter as the plain text of a mail, with every fact in the body."""

from app.documents.common.letter import Letter
from app.rules.common.era import era_date


def text(letter: Letter) -> str:
    """Return the mail body, in the order of the paper. Line breaks stay; nothing is attached."""
    lines = [letter.number] if letter.number else []
    lines += [era_date(letter.issued_on), "", *letter.addressee, ""]
    if letter.sender:
        lines += [*letter.sender, ""]
    lines += [letter.subject, ""]
    for paragraph in letter.paragraphs:
        lines += [paragraph, ""]
    if letter.items:
        lines += ["記", ""]
        for label, value in letter.items:
            lines += _item(label, value)
        lines += ["", "以上", ""]
    for note in letter.closing:
        lines += [note, ""]
    if letter.contact:
        lines += ["-- ", "（問合せ先）", *letter.contact]
    return "\n".join(lines).rstrip("\n") + "\n"


def _item(label: str, value: str) -> list[str]:
    first, *rest = value.splitlines() or [""]
    return [f"・{label}：{first}", *(f"　　{line}" for line in rest)]

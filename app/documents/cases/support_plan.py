"""The support plan of a case (支援計画書), with a place for the person to sign."""

from collections.abc import Sequence
from datetime import date

from app.documents.common import typesetting
from app.documents.common.typesetting import TypesettingFailed

Rows = Sequence[tuple[str, ...]]


def pdf(
    *, dated: date, printed: str, facts: Rows, assessment: Rows, goals: Rows, parts: Rows
) -> bytes:
    """Return the paper on A4. The case is identified by its alias; the name is written by hand.

    printed: when and by whom; facts, assessment: label and value; goals: goal, wished-for life, day;
    parts: body, what it does, day, status. Raises TypesettingFailed, without any of the text.
    """
    data = {
        "printed": printed,
        "facts": [*facts],
        "assessment": [*assessment],
        "goals": [*goals],
        "parts": [*parts],
    }
    try:
        return typesetting.pdf("support_plan", data, title="支援計画書", dated=dated)
    except TypesettingFailed:
        raise TypesettingFailed("support_plan.typ") from None

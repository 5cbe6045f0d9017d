"""The empty roster to fill in: headings, drop-downs, and how to fill them in."""

from io import BytesIO
from typing import Any

import xlsxwriter
from sqlalchemy import select

from app.extensions import db
from app.models.common.master import ActivityField, Municipality
from app.rules.common.field import Kind
from app.rules.membership.eligibility import OrganisationKind, may_apply
from app.rules.membership.membership import Standing
from app.rules.membership.profile_fields import BY_KEY, DISCLOSURE
from app.rules.membership.roster import Tier
from app.services.roster.roster_columns import CLEAR, IMPORTED

SHEET = "団体名簿"
GUIDE = "記入のしかた"
CHOICES = "選べる語"
_ROWS = 20_000
_GENERAL = (
    ("空欄", "すでに名簿にある団体では、値を変えません。", ""),
    (CLEAR, "すでに名簿にある団体の値を消します。必須の項目は消せません。", CLEAR),
)


def template() -> bytes:
    """Return a workbook: headings with drop-downs, then hints and examples, then the choices."""
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, {"strings_to_urls": False})
    bold = book.add_format({"bold": True, "bg_color": "#E8F1FE", "border": 1})
    text = book.add_format({"num_format": "@"})  # keep leading zeros of numbers
    sheet = book.add_worksheet(SHEET)
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, len(IMPORTED) - 1, 18, text)
    for number, column in enumerate(IMPORTED):
        sheet.write_string(0, number, column.heading, bold)
    _write_guide(book, bold)
    _offer(book, sheet, bold)
    book.close()
    return buffer.getvalue()


def _write_guide(book: Any, bold: Any) -> None:
    guide = book.add_worksheet(GUIDE)
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    guide.set_column(0, 0, 34)
    guide.set_column(1, 2, 60, wrap)
    lines = [
        ("列", "説明", "例"),
        *_GENERAL,
        *((column.heading, column.hint, column.example) for column in IMPORTED),
    ]
    for number, line in enumerate(lines):
        for place, cell in enumerate(line):
            guide.write_string(number, place, cell, wrap if number else bold)


def _offer(book: Any, sheet: Any, bold: Any) -> None:
    """Write the choices on a sheet of their own, and offer them as drop-downs."""
    listed = book.add_worksheet(CHOICES)
    place = 0
    for number, column in enumerate(IMPORTED):
        words = words_of(column.key)
        if not words:
            continue
        listed.set_column(place, place, 30)
        listed.write_string(0, place, column.heading, bold)
        for line, word in enumerate(words, 1):
            listed.write_string(line, place, word)
        letter = xlsxwriter.utility.xl_col_to_name(place)
        sheet.data_validation(
            1,
            number,
            _ROWS,
            number,
            {
                "validate": "list",
                "source": f"='{CHOICES}'!${letter}$2:${letter}${len(words) + 1}",
                "show_error": column.key == "municipality_code",
                "error_title": column.heading[:32],
                "error_message": f"「{CHOICES}」のシートにある語を選んでください。",
            },
        )
        place += 1


def words_of(key: str) -> list[str]:
    """Return the words offered for a column: tiers take a reason, too, and fields several words."""
    if key == "member_kind":
        return [Standing.GENERAL.label]
    if key.startswith(f"{DISCLOSURE}."):
        return [tier.label for tier in Tier]
    field = BY_KEY.get(key)
    if field is None:
        return []
    if field.kind is Kind.ORGANISATION_KIND:
        return [kind.label for kind in OrganisationKind if may_apply(kind)]
    if field.kind is Kind.MUNICIPALITY:
        return list(db.session.scalars(select(Municipality.name).order_by(Municipality.code)))
    if field.kind is Kind.ACTIVITY_FIELDS:
        named = select(ActivityField.label).where(ActivityField.retired_on.is_(None))
        return list(db.session.scalars(named.order_by(ActivityField.position)))
    return []

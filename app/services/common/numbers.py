"""Unique numbers: receipt numbers and document numbers (文書番号)."""

from sqlalchemy import select

from app import clock
from app.database import insert_into
from app.extensions import db
from app.models.common.master import Sequence
from app.rules.common.era import fiscal_year
from app.rules.common.office_settings import AWAITED_NUMBER, Numbering
from app.services.common import settings


def next_number(name: str) -> tuple[int, int]:
    """Return a counter's next number in this fiscal year (年度): (fiscal year, number from 1).

    The counter's row is locked until the commit, so a rolled-back number is issued again.
    """
    year = fiscal_year(clock.today())
    counter = _locked(name, year)
    if counter is None:
        first = insert_into(Sequence, db.engine.dialect.name)
        values = first.values(name=name, fiscal_year=year, last=0)
        db.session.execute(values.on_conflict_do_nothing())
        counter = _locked(name, year)
    assert counter is not None
    counter.last += 1
    db.session.flush()
    return year, counter.last


def hold(name: str) -> None:
    """Hold a named lock until the commit: others wait for it and then see what was done."""
    if _locked(name, 0) is None:
        first = insert_into(Sequence, db.engine.dialect.name)
        values = first.values(name=name, fiscal_year=0, last=0)
        db.session.execute(values.on_conflict_do_nothing())
        _locked(name, 0)


def _locked(name: str, year: int) -> Sequence | None:
    return db.session.scalars(
        select(Sequence)
        .where(Sequence.name == name, Sequence.fiscal_year == year)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()


def receipt_number(prefix: str) -> str:
    """Return a receipt number such as N2026-0001: the prefix shows the kind of document."""
    year, number = next_number(f"receipt:{prefix}")
    return f"{prefix}{year}-{number:04d}"


def document_number() -> str:
    """Return the number of a formal letter, as the secretariat's settings say.

    孤独孤立第202600000012号 (sign, fiscal year and eight digits), a blank for an officer to fill
    (services/post/numbering.py), or "".
    """
    way = settings.value("numbering")
    if way == Numbering.COUNTED:
        year, number = next_number("document")
        return f"{settings.value('number_sign')}第{year}{number:08d}号"
    return AWAITED_NUMBER if way == Numbering.TYPED else ""


def council_number() -> str:
    """Return the number of a document on a case, such as 協第20260012号: a separate counter.

    A gap in the secretariat's numbers would reveal to it that something was sent.
    """
    year, number = next_number("council document")
    return f"協第{year}{number:04d}号"

"""Numbers given out once: receipt numbers and document numbers (文書番号)."""

from sqlalchemy import select

from app import clock
from app.database import insert_into
from app.extensions import db
from app.models.master import Sequence
from app.rules.era import fiscal_year


def next_number(name: str) -> tuple[int, int]:
    """The next number of a counter in this fiscal year (年度): (fiscal year, number from 1).

    The counter's row is locked until the commit, so a rolled-back number is given out again.
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
    """Hold a name until the commit: what others do under it waits, and sees then what was done."""
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
    """A receipt number such as N2026-0001: the prefix tells the kind of paper."""
    year, number = next_number(f"receipt:{prefix}")
    return f"{prefix}{year}-{number:04d}"


def document_number() -> str:
    """A document number such as 第202600000012号: fiscal year and eight digits."""
    year, number = next_number("document")
    return f"第{year}{number:08d}号"


def council_number() -> str:
    """The number of a paper about a case, such as 協第20260012号: counted apart.

    A gap in the secretariat's numbers would tell it that something was sent.
    """
    year, number = next_number("council document")
    return f"協第{year}{number:04d}号"

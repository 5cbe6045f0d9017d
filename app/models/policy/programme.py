"""The prefecture's programmes (施策・事業) of each fiscal year, and the lists that they stand in."""

from datetime import date
from typing import Any

from flask_appbuilder import Model
from sqlalchemy.orm import Mapped

from app.errors import RuleViolation
from app.models.registers.columns import field
from app.models.registers.entry import RegisterEntry
from app.rules.common.era import in_fiscal_year
from app.rules.common.field import Kind
from app.rules.common.msgid import N_
from app.rules.policy import programmes
from app.rules.policy.programmes import UNIT, Flag, Stage
from app.rules.registers.schema import Register

LONG = 4000
"""Characters of a text in sentences."""


def lines(label: str, english: str, **said: Any) -> Any:
    """Return a column for a text in sentences."""
    return field(label, english, Kind.LINES, limit=LONG, **said)


def _amount(label: str, english: str, **said: Any) -> Any:
    return field(label, english, Kind.WHOLE, unit=UNIT, least=0, **said)


class Programme(RegisterEntry, Model):
    """施策・事業: one programme in one fiscal year. Amounts in thousand yen.

    The stage tells which budget the amount is of; the amounts of earlier stages are in the history.
    """

    __tablename__ = "programme"
    register = Register(
        "programmes",
        "施策・事業",
        N_("Programmes"),
        N_("Programme"),
        N_("What the prefecture does about loneliness and isolation, year by year."),
        order="fiscal_year",
        newest_first=True,
        told_apart_by="fiscal_year",
        recognised_by=("fiscal_year", "section", "name"),
    )

    fiscal_year: Mapped[int] = field(
        "年度", N_("Fiscal year"), Kind.FISCAL_YEAR, required=True, listed=True, filtered=True
    )
    section: Mapped[str] = field(
        *("課名", N_("Section of the prefecture")),
        limit=100,
        required=True,
        listed=True,
        searched=True,
        synonyms=("担当課", "所属"),
    )
    name: Mapped[str] = field(
        "事業名", N_("Programme name"), limit=150, required=True, listed=True, searched=True
    )
    flag: Mapped[Flag | None] = field(
        *("区分", N_("Flag"), Kind.CHOICE), choices=Flag, listed=True, filtered=True
    )
    content: Mapped[str] = lines(
        "事業内容", N_("Content"), searched=True, formats={"gif-451-4": "内容"}
    )
    amount: Mapped[int] = _amount(
        "予算額", N_("Budget"), required=True, listed=True, synonyms=("当初予算額", "予算")
    )
    stage: Mapped[Stage] = field(
        *("予算の段階", N_("Stage of the budget"), Kind.CHOICE),
        choices=Stage,
        required=True,
        filtered=True,
    )
    remark: Mapped[str] = lines("備考", N_("Remark"))
    is_cut_off: Mapped[bool] = field(
        "原資料で文章が途切れている", N_("The text breaks off in the source"), Kind.FLAG
    )
    predecessor: Mapped[str | None] = field(
        *("前年度の事業", N_("Programme of the year before"), Kind.REFERENCE),
        refers_to="programme",
        is_entered=False,
    )
    budget_title: Mapped[str] = field(
        "款", N_("Title of the budget (款)"), limit=60, section=N_("Details of the budget")
    )
    budget_item: Mapped[str] = field("項", N_("Item of the budget (項)"), limit=60)
    budget_subitem: Mapped[str] = field("目", N_("Subitem of the budget (目)"), limit=60)
    project_cost: Mapped[int | None] = _amount("事業費（A）", N_("Cost of the project (A)"))
    personnel_cost: Mapped[int | None] = _amount("人件費（B）", N_("Cost of personnel (B)"))
    total_cost: Mapped[int | None] = _amount(
        *("トータルコスト（A＋B）", N_("Total cost (A + B)")),
        hint=N_("Worked out from the two if it is left empty."),
    )
    staffing: Mapped[str] = field(
        *("従事人役", N_("Staff")),
        limit=150,
        hint=N_("For example: 正職員0.6人、会計年度任用職員1.0人"),
    )
    financing: Mapped[str] = field(
        "財源", N_("Financing"), limit=150, hint=N_("For example: 国1/2、単県")
    )
    requested: Mapped[int | None] = _amount("要求額", N_("Amount requested"))
    previous: Mapped[int | None] = _amount("前年度予算額", N_("Budget of the year before"))
    changes: Mapped[str] = lines("変更点", N_("What changes from the year before"))
    spent: Mapped[int | None] = _amount("決算額", N_("Spent"), section=N_("Result"))
    result: Mapped[str] = lines("実績・成果", N_("What was done"))
    review: Mapped[str] = lines("検証（課題と今後の方向）", N_("Review: problems and course"))

    @classmethod
    def checked(cls, values: dict[str, Any]) -> dict[str, Any]:
        """Return the values with the total cost. Raises RuleViolation if another one is given."""
        given = [values.get(key) for key in ("project_cost", "personnel_cost", "total_cost")]
        try:
            total = programmes.total_cost(*given)
        except ValueError as error:
            raise RuleViolation(None, str(error)) from error
        return values if total is None else {**values, "total_cost": total}


class ProgrammeYear(RegisterEntry, Model):
    """年度ごとの施策一覧: a fiscal year's list of programmes, as its source gives it, and its review.

    Count and sum are the source's own, noted by whoever enters it: the entries are checked by them.
    """

    __tablename__ = "programme_year"
    register = Register(
        "programme-years",
        "年度ごとの施策一覧",
        N_("Programmes by year"),
        N_("Programmes of a year"),
        N_("Sums, comparison with the year before, and what the advisory council was told."),
        title="title",
        order="fiscal_year",
        newest_first=True,
        recognised_by=("fiscal_year",),
    )

    title: Mapped[str] = field(
        "資料名", N_("Title of the source"), limit=150, required=True, searched=True
    )
    fiscal_year: Mapped[int] = field(
        *("年度", N_("Fiscal year"), Kind.FISCAL_YEAR),
        required=True,
        unique=True,
        is_fixed=True,
        listed=True,
    )
    source_count: Mapped[int | None] = field(
        *("資料の事業数", N_("Number of programmes in the source"), Kind.WHOLE), least=0
    )
    source_total: Mapped[int | None] = _amount(
        *("資料の合計額", N_("Sum in the source")),
        hint=N_("Add it up from the source: the entries are checked by it."),
    )
    notes: Mapped[str] = lines("注記", N_("Note on the source"))
    session: Mapped[str | None] = field(
        *("検証した審議会", N_("Reviewed by the advisory council in"), Kind.REFERENCE),
        refers_to="advisory_session",
        section=N_("Review by the advisory council"),
    )
    findings: Mapped[str] = lines("審議会での検証の結果", N_("Findings of the advisory council"))

    def __init__(self, **values: Any) -> None:
        """Name the entry by its year."""
        super().__init__(**{"public_id": str(values.get("fiscal_year")), **values})

    @property
    def name(self) -> str:
        """The year in words: 令和6年度."""
        return in_fiscal_year(self.fiscal_year)

    @property
    def period(self) -> tuple[date, date]:
        """The first and the last day of the fiscal year."""
        return date(self.fiscal_year, 4, 1), date(self.fiscal_year + 1, 3, 31)

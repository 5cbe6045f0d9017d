"""The annual report of the platform (事業報告)."""

from datetime import date
from typing import Any

from flask_appbuilder import Model
from sqlalchemy import JSON
from sqlalchemy.orm import Mapped, deferred, mapped_column

from app.models.policy.programme import lines
from app.models.registers.columns import field
from app.models.registers.entry import RegisterEntry
from app.rules.common.era import in_fiscal_year
from app.rules.common.field import Kind
from app.rules.common.msgid import N_
from app.rules.membership.roster import Tier
from app.rules.registers.schema import Register

TEXTS = frozenset({"title", "fiscal_year", "foreword", "council", "remarks"})


class AnnualReport(RegisterEntry, Model):
    """事業報告 of a fiscal year: the secretariat's until its publication, which freezes it."""

    __tablename__ = "annual_report"
    register = Register(
        "annual-reports",
        "事業報告",
        N_("Annual reports"),
        N_("Annual report"),
        N_(
            "The platform in a year: members, meetings, support, programmes and proposals in numbers."
        ),
        tiers=(Tier.SECRETARIAT, Tier.PUBLIC),
        tier_is_entered=False,
        title="title",
        order="fiscal_year",
        newest_first=True,
        recognised_by=("fiscal_year",),
    )

    title: Mapped[str] = field("題名", N_("Title"), limit=150, required=True, searched=True)
    fiscal_year: Mapped[int] = field(
        *("年度", N_("Fiscal year"), Kind.FISCAL_YEAR),
        required=True,
        unique=True,
        is_fixed=True,
        listed=True,
    )
    foreword: Mapped[str] = lines("はじめに", N_("Foreword"), searched=True)
    council: Mapped[str] = lines(
        *("地域協議会の活動", N_("Activity of the regional council")),
        hint=N_(
            "Word for word from the summaries that the council has released; each line is compared."
        ),
    )
    remarks: Mapped[str] = lines("まとめ", N_("Conclusion"), searched=True)
    published_on: Mapped[date | None] = field(
        *("公表日", N_("Made public on"), Kind.DAY), is_entered=False, listed=True
    )
    edition: Mapped[int | None] = field("版", N_("Edition"), Kind.WHOLE, is_entered=False)
    checksum: Mapped[str] = field(
        *("チェックサム（SHA-256）", N_("Checksum (SHA-256)")), limit=64, is_entered=False
    )
    content: Mapped[dict[str, Any] | None] = deferred(mapped_column(JSON))
    """What was published, as services/front/annual_report.py made it; empty for a draft."""

    def __init__(self, **values: Any) -> None:
        """Name the entry by its year."""
        super().__init__(**{"public_id": str(values.get("fiscal_year")), **values})

    @property
    def name(self) -> str:
        """The year in words: 令和6年度."""
        return in_fiscal_year(self.fiscal_year)

    def frozen(self) -> frozenset[str]:
        """What cannot be changed: all of a published report."""
        return TEXTS if self.published_on else frozenset()

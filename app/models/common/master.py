"""Master data that the secretariat maintains, and counters."""

import re
from typing import Any

from flask_appbuilder import Model
from sqlalchemy import Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from app.errors import RuleViolation
from app.models.registers.columns import field
from app.models.registers.entry import RegisterEntry
from app.rules.common.field import Kind
from app.rules.common.msgid import N_
from app.rules.membership.roster import Tier
from app.rules.registers.schema import Register

OUTSIDE_PREFECTURE = "999999"
"""Code of the choice 県外 among the municipalities; no code of the national list."""


class Municipality(RegisterEntry, Model):
    """市町村, identified by its six-digit code (全国地方公共団体コード)."""

    __tablename__ = "municipality"
    register = Register(
        "municipalities",
        "市町村",
        N_("Municipalities"),
        N_("Municipality"),
        tiers=(Tier.PUBLIC,),
        is_reference=True,
        order="code",
        recognised_by=("code",),
    )

    code: Mapped[str] = field(
        "市町村コード",
        N_("Code"),
        limit=6,
        required=True,
        unique=True,
        is_fixed=True,
        listed=True,
        searched=True,
        hint=N_(
            "The six digits of the national local government code. It cannot be changed later."
        ),
    )
    name: Mapped[str] = field(
        "市町村名", N_("Name"), limit=40, required=True, unique=True, listed=True, searched=True
    )
    kana: Mapped[str] = field(
        "市町村名（カナ）",
        N_("Reading"),
        Kind.KANA,
        limit=60,
        required=True,
        listed=True,
        searched=True,
    )
    district: Mapped[str] = field(
        "郡", N_("District"), limit=40, hint=N_("Leave it empty for a city."), listed=True
    )

    @classmethod
    def checked(cls, values: dict[str, Any]) -> dict[str, Any]:
        """Return the values. Raises RuleViolation for a code that is none."""
        if not re.fullmatch("[0-9]{6}", values.get("code", OUTSIDE_PREFECTURE)):
            raise RuleViolation(None, "市町村コードは6桁の数字で入力してください。")
        return values

    def __init__(self, **values: Any) -> None:
        """Name the entry by its code."""
        super().__init__(**{"public_id": values.get("code"), **values})


class ActivityField(RegisterEntry, Model):
    """活動分野: the fields of activity available to organisations."""

    __tablename__ = "activity_field"
    register = Register(
        "activity-fields",
        "活動分野",
        N_("Fields of activity"),
        N_("Field of activity"),
        tiers=(Tier.PUBLIC,),
        is_reference=True,
        is_found=False,
        title="label",
        order="position",
        recognised_by=("code",),
    )

    code: Mapped[str] = field(
        "コード",
        N_("Code"),
        limit=40,
        required=True,
        unique=True,
        is_fixed=True,
        hint=N_("A short word in lower-case letters, such as housing. It cannot be changed later."),
    )
    label: Mapped[str] = field(
        "名称", N_("Name"), limit=60, required=True, unique=True, listed=True, searched=True
    )
    label_en: Mapped[str] = field(
        "名称（英語）", N_("Name in English"), limit=60, listed=True, searched=True
    )
    position: Mapped[int] = field(
        "表示順",
        N_("Display order"),
        Kind.WHOLE,
        required=True,
        least=0,
        most=9999,
        listed=True,
        hint=N_("Smaller numbers come first."),
    )


class Sequence(Model):
    """A counter for assigned numbers: receipt numbers, document numbers (文書番号)."""

    __tablename__ = "sequence"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    fiscal_year: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    last: Mapped[int] = mapped_column(Integer)

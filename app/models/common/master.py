"""Master data maintained by the secretariat through Flask-AppBuilder's own forms."""

from flask_appbuilder import Model
from sqlalchemy import Boolean, Integer, String
from sqlalchemy.orm import Mapped, mapped_column


class Municipality(Model):
    """市町村, identified by its six-digit code (全国地方公共団体コード)."""

    __tablename__ = "municipality"

    code: Mapped[str] = mapped_column(String(6), primary_key=True)
    name: Mapped[str] = mapped_column(String(40), unique=True)
    kana: Mapped[str] = mapped_column(String(60))
    district: Mapped[str] = mapped_column(String(40), default="")
    """郡; empty for a city."""

    def __str__(self) -> str:
        return self.name


class ActivityField(Model):
    """活動分野: the fields of activity available to organisations."""

    __tablename__ = "activity_field"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    label: Mapped[str] = mapped_column(String(60), unique=True)
    label_en: Mapped[str] = mapped_column(String(60), default="")
    position: Mapped[int] = mapped_column(Integer, default=100)
    active: Mapped[bool] = mapped_column(Boolean, default=True)

    def __str__(self) -> str:
        return self.label


class Sequence(Model):
    """A counter for assigned numbers: receipt numbers, document numbers (文書番号)."""

    __tablename__ = "sequence"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    fiscal_year: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    last: Mapped[int] = mapped_column(Integer)

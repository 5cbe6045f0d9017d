"""What the forms that organisations fill in (別紙1–3, 内諾書) have in common."""

from collections.abc import Iterable
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from app.documents import typesetting
from app.rules import articles
from app.rules.era import era_date


@dataclass(frozen=True)
class Submitter:
    """The organisation that hands a form in (届出者)."""

    name: str
    address: str
    """With postal code and municipality, as it is to be shown."""
    representative: str
    """Title and name."""


@dataclass(frozen=True)
class Contact:
    """Whom to ask, and how. What is not known is ""."""

    name: str
    phone: str = ""
    email: str = ""


@dataclass(frozen=True)
class Receipt:
    """What the secretariat notes on a form that it received."""

    number: str
    received_on: date | None = None
    way: str = ""
    """How it came: 電子申請, 郵送."""


def plain(value: Any) -> Any:
    """A form's dataclass as the templates read it: dates in eras, choices by their label."""
    if isinstance(value, date):
        return era_date(value)
    if isinstance(value, StrEnum):
        return getattr(value, "label", value.value)
    if isinstance(value, tuple):
        return [plain(inner) for inner in value]
    if is_dataclass(value):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    return value


def choices(offered: Iterable[str], chosen: Iterable[str]) -> list[dict[str, Any]]:
    """Every offered choice with its mark, and behind them what was chosen beside the offer."""
    picked = list(chosen)
    known = list(offered)
    others = [label for label in picked if label not in known]
    return [{"label": label, "on": label in picked} for label in [*known, *others]]


def pdf(
    template: str,
    form: Any,
    *,
    title: str,
    name: str = "",
    dated: date | None,
    extra: dict[str, Any] | None = None,
) -> bytes:
    """Set a form; `form` None leaves it blank, dated by the day the forms came into force.

    name: the organisation's, for the PDF's title; extra: data beside the form's own.
    Raises app.documents.typesetting.TypesettingFailed.
    """
    return typesetting.pdf(
        template,
        {"form": plain(form)} | (extra or {}),
        title=f"{title}　{name}" if name else title,
        dated=dated or articles.IN_FORCE,
    )

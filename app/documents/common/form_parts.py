"""Shared parts of the forms that organisations fill in (別紙1–3, 内諾書)."""

from collections.abc import Iterable
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from app.documents.common import typesetting
from app.rules.common import articles
from app.rules.common.era import era_date


@dataclass(frozen=True)
class Submitter:
    """The organisation that submits a form (届出者)."""

    name: str
    address: str
    """With postal code and municipality, as displayed."""
    representative: str
    """Title and name."""


@dataclass(frozen=True)
class Contact:
    """Contact person; "" for an unknown field."""

    name: str
    phone: str = ""
    email: str = ""


@dataclass(frozen=True)
class Receipt:
    """The secretariat's notes on a received form."""

    number: str
    received_on: date | None = None
    way: str = ""
    """Channel of receipt: 電子申請, 郵送."""


def template_data(value: Any) -> Any:
    """Return a form's dataclass as template data: dates in eras, choices as their labels."""
    if isinstance(value, date):
        return era_date(value)
    if isinstance(value, StrEnum):
        return getattr(value, "label", value.value)
    if isinstance(value, tuple):
        return [template_data(inner) for inner in value]
    if is_dataclass(value):
        return {field.name: template_data(getattr(value, field.name)) for field in fields(value)}
    return value


def choices(offered: Iterable[str], chosen: Iterable[str]) -> list[dict[str, Any]]:
    """Return every offered choice with its mark, then the chosen ones that were not offered."""
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
    """Typeset a form; None as `form` gives a blank one, dated by IN_FORCE.

    name: the organisation's, for the PDF title; extra: data besides the form's own.
    Raises TypesettingFailed.
    """
    return typesetting.pdf(
        template,
        {"form": template_data(form)} | (extra or {}),
        title=f"{title}　{name}" if name else title,
        dated=dated or articles.IN_FORCE,
    )

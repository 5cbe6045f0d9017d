"""An entry of any register, made from its declaration."""

from collections.abc import Callable
from datetime import date, time, timedelta
from itertools import count
from typing import Any

from sqlalchemy import select

from app import clock
from app.extensions import db
from app.models.membership.organisation import Organisation
from app.models.policy.annual_report import AnnualReport
from app.models.policy.programme import ProgrammeYear
from app.models.registers.entry import (
    RegisterFile,
    RegisterModel,
    fields_of,
    register_named,
    register_of,
)
from app.rules.common.field import Kind
from app.rules.events.event import EventAudience
from app.rules.membership.roster import Tier
from app.rules.news.news import NewsAudience
from app.rules.registers.schema import RegisterField
from app.rules.states.events.event import EventStage
from app.security.guard import acting_as_system
from app.security.viewer import SYSTEM
from app.services.registers import entries, files

_number = count(1)
FIXED: dict[Kind, Any] = {
    Kind.KANA: "ツナガリ",
    Kind.WEB: "https://www.example.jp/",
    Kind.MAIL: "desk@example.jp",
    Kind.POSTAL_CODE: "680-0011",
    Kind.CORPORATE_NUMBER: "7000020310000",
    Kind.YEAR: 1998,
    Kind.FISCAL_YEAR: 2026,
    Kind.DAY: date(2026, 11, 2),
    Kind.TIME: time(13, 30),
    Kind.FLAG: True,
    Kind.MUNICIPALITY: "312011",
    Kind.MUNICIPALITIES: ["312011", "313025"],
    Kind.ACTIVITY_FIELDS: ["place"],
}
SAMPLES: dict[str, Callable[[int], dict[str, Any]]] = {
    "municipality": lambda number: {"code": f"39{number:04}"},
    "programme": lambda number: {"total_cost": 2 * number},
    "event": lambda _number: {
        "day": date(2099, 6, 1),
        "deadline": date(2099, 5, 20),
        "kept_until": date(2099, 5, 1),
        "ends_at": time(16, 0),
        "groups": "居場所づくり：10\n研修",
        "access": EventAudience.PUBLIC,
    },
    "programme_year": lambda _number: {"fiscal_year": _free_year(ProgrammeYear)},
    "annual_report": lambda _number: {"fiscal_year": _free_year(AnnualReport)},
    "desk": lambda _number: {
        "hours": "月〜金 8:30〜17:15\n祝日 休み\n毎年12月29日〜1月3日 休み",
        "is_hidden": False,
    },
    "news": lambda _number: {"audience": NewsAudience.PUBLIC, "expires_on": date(2199, 3, 31)},
    "need_offer": lambda _number: {"until": clock.today() + timedelta(days=60)},
    "patronage": lambda _number: {"held_on": clock.today() + timedelta(days=60)},
    "survey": lambda _number: {"questions": "自由：ご意見", "closes_on": date(2199, 3, 31)},
}
"""Table → values that its `checked` asks for."""
NOT_ENTERED: dict[str, dict[str, Any]] = {"event": {"stage": EventStage.PUBLISHED}}
"""Table → values that no form offers, without which nobody else sees the entry."""


def _free_year(model: Any) -> int:
    """Return a year without an entry of the register, first of those that the form offers."""
    with acting_as_system(db.session):
        taken = set(db.session.scalars(select(model.fiscal_year)))
    return next(year for year in range(2027, 1868, -1) if year not in taken)


def model_of(key: str) -> RegisterModel:
    """Return the model of the register with this key."""
    model = register_named(key)
    assert model is not None, key
    return model


def values(model: RegisterModel) -> dict[str, Any]:
    """Return a value for every field of the form, other ones each time where it has to be unique."""
    number = next(_number)
    offered = [field for field in fields_of(model) if field.is_entered]
    found = {field.key: _value(field, number, model) for field in offered}
    return found | SAMPLES.get(model.__tablename__, lambda _number: {})(number)


def entry(
    model: RegisterModel, organisation_id: int | None = None, tier: Tier | None = None, **given: Any
) -> Any:
    """Return a new entry; one that members may keep belongs to the member, if one is given."""
    owner = {"organisation_id": organisation_id} if model.register.owned else {}
    if owner and organisation_id and db.session.get(Organisation, organisation_id) is None:
        owner = {}
    tiers = model.register.tiers
    shared = {"tier": tier or (Tier.PUBLIC if Tier.PUBLIC in tiers else tiers[0]), **owner}
    with acting_as_system(db.session):
        besides = NOT_ENTERED.get(model.__tablename__, {})
        return entries.add(SYSTEM, model, {**values(model), **besides, **shared, **given})


def file(row: Any) -> RegisterFile:
    """Return a new file of an entry."""
    with acting_as_system(db.session):
        text = f"資料{next(_number)}".encode()
        return files.add(SYSTEM, type(row), row.public_id, "資料.txt", text)


def typed(model: RegisterModel, found: dict[str, Any]) -> dict[str, Any]:
    """Return values as a browser sends them."""
    sent: dict[str, Any] = {}
    for field in (each for each in fields_of(model) if each.is_entered):
        value = found[field.key]
        if field.kind is Kind.FLAG:
            sent[field.key] = "y" if value else None
        elif isinstance(value, time):
            sent[field.key] = value.strftime("%H:%M")
        else:
            sent[field.key] = value if isinstance(value, list) else str(value or "")
    return sent


def _value(field: RegisterField, number: int, model: RegisterModel) -> Any:
    if field.kind in FIXED:
        return FIXED[field.kind]
    if field.kind is Kind.PHONE:
        return f"0857-26-{number % 10_000:04}"
    if field.kind is Kind.WHOLE:
        return max(field.least or 0, min(number, field.most if field.most is not None else number))
    if field.choices is not None:
        first = next(iter(field.choices))
        return first if field.kind is Kind.CHOICE else [first.value]
    if field.kind is Kind.REFERENCE:
        other = register_of(field.refers_to)
        return None if other is model else entry(other).public_id
    return f"値{number}{field.key}"[: field.limit or None]

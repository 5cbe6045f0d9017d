"""What is found of this wing: entries of registers, by what each tier sees of them."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from app.models.registers.entry import RegisterModel, fields_of, registers
from app.rules.common.audience import Audience
from app.rules.membership.roster import Tier, may_see
from app.services.common.search_entries import Entry, Searchable


def _entries(model: RegisterModel, row: Any) -> Iterator[Entry]:
    """Yield an entry for each tier that finds the row by more than the tier before."""
    if row.retired_on is not None:
        return
    of_owner = _words_for(model, row, Tier.MEMBERS)
    found: list[str] = []
    for tier in (tier for tier in Tier if may_see(row.tier, tier)):
        before, found = found, _words_for(model, row, tier)
        if found != before:
            yield Entry(
                row.public_id,
                title=found[0],
                words=found,
                rank=str(getattr(row, model.register.order) or ""),
                audience=Audience(tier.value),
                organisation_id=row.organisation_id if found == of_owner else None,
            )


def _words_for(model: RegisterModel, row: Any, tier: Tier) -> list[str]:
    """Return the title, and what of the searched fields a tier sees."""
    title = model.register.title
    return [
        str(getattr(row, title)),
        *(
            words
            for field in fields_of(model)
            if field.searched and field.key != title and may_see(field.tier, tier)
            for words in _words(field.choices, getattr(row, field.key))
        ),
    ]


def _words(choices: Any, value: Any) -> list[str]:
    values = value if isinstance(value, list) else [value] if value not in (None, "") else []
    return [choices(each).label if choices else str(each) for each in values]


SEARCHABLE = tuple(
    Searchable(
        model.register.key,
        model,
        (
            *(field.key for field in fields_of(model)),
            "public_id",
            "tier",
            "retired_on",
            "organisation_id",
            "created_at",
        ),
        partial(_entries, model),
    )
    for model in registers()
    if model.register.is_found
)

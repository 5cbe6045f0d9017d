"""Values put in their places: a path of names, with lists whose elements are told apart by a tag."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

_STEP = re.compile(r"([^.\[\]]+)(?:\[([^\]]*)\])?")
"""A name, and the tag of an element where the name is that of a list."""


@dataclass(frozen=True)
class Row:
    """An entry in a format. address: its page; values: place → value, without what is empty."""

    id: str
    address: str
    values: Mapping[str, Any]


def nested(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return values as nested objects: {"address.city": "鳥取市"} is {"address": {"city": "鳥取市"}}.

    Of several values in a list's element each gets an element of its own.
    """
    made: dict[str, Any] = {}
    elements: dict[tuple[int, str, str], dict[str, Any]] = {}
    for place, value in values.items():
        several = isinstance(value, list) and "[" in place
        for number, each in enumerate(value if several else [value]):
            target = made
            *steps, (last, _tag) = _steps(place)
            for name, tag in steps:
                if tag is None:
                    target = target.setdefault(name, {})
                    continue
                key = id(target), name, f"{tag}.{number}"
                if key not in elements:
                    elements[key] = {}
                    target.setdefault(name, []).append(elements[key])
                target = elements[key]
            target[last] = each
    return made


def _steps(place: str) -> Iterator[tuple[str, str | None]]:
    for found in _STEP.finditer(place):
        yield found[1], found[2]

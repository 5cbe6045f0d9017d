"""The entries before and after one, in the list that one came from: its address and the place in it say which."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple
from urllib.parse import urlencode

from flask import request

from app.services.common import rows
from app.views.common.base import viewer
from app.views.forms.common.sent import number

AT = "at"
"""Parameter: the entry's place in the list, from 0; the others are those of the list."""
NOT_OF_THE_LIST = (AT, "field")


class Neighbours(NamedTuple):
    """Addresses; "" where there is none."""

    previous: str
    next: str
    back: str
    """The list, as it was left."""


def way() -> str:
    """Return what follows the address of an entry in this list, before its place; "" for visitors."""
    if viewer().account_id is None:
        return ""
    return f"?{urlencode([*_of_list(), (AT, '')])}"


def came_from() -> dict[str, str]:
    """Return the parameters that tell where an entry's page was reached from."""
    return {**dict(_of_list()), **({AT: request.args[AT]} if AT in request.args else {})}


def neighbours(
    key: Any, keys: Callable[[], Sequence[Any]], show: Callable[..., str], back: str
) -> Neighbours | None:
    """Return the neighbours of an entry; None where it was not reached from a list.

    keys: those that the list shows, within `rows.window`; show: key and parameters → address.
    """
    at = number(request.args.get(AT, ""))
    if at is None or at > rows.COUNTED:
        return None
    first = max(at - 1, 0)
    with rows.window(first, 3):
        found = list(keys())
    here = found.index(key) if key in found else None
    # An entry that has left the list meanwhile: the next one is in its place.
    before = (here if here is not None else at - first) - 1
    after = here + 1 if here is not None else at - first

    def address(index: int) -> str:
        if not 0 <= index < len(found):
            return ""
        return show(found[index], **dict(_of_list()), **{AT: first + index})

    query = urlencode(list(_of_list()))
    return Neighbours(address(before), address(after), f"{back}?{query}" if query else back)


def _of_list() -> Sequence[tuple[str, str]]:
    named = request.args.items()
    return [(name, value) for name, value in named if name not in NOT_OF_THE_LIST]

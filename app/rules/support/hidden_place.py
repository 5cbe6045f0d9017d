"""A place that nobody may know, such as a shelter's (所在地を公開しない窓口).

It is moved out of the fields that are shown, so that no page, table or search has to think of it.
"""

from collections.abc import Mapping
from typing import Any

PLACE: Mapping[str, Any] = {
    "place": "",
    "postal_code": "",
    "municipality_code": None,
    "address": "",
}
"""The fields that tell where a desk is, and what they hold when they tell nothing."""


def hidden(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return a desk's values; of one with a hidden place what tells it moves into `hidden_place`.

    What is not given is taken for empty. Nothing entered leaves the hidden place as it is.
    """
    if not values.get("is_hidden"):
        return dict(values)
    said = "　".join(str(values[key]) for key in PLACE if values.get(key))
    return {**values, **PLACE, **({"hidden_place": said} if said else {})}

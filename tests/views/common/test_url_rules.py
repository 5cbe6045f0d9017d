"""Addresses are built as Werkzeug builds them."""

from typing import Any

import pytest
from flask import Flask
from werkzeug.routing import BuildError, Map, Rule

from app.views.common.url_rules import UrlRule

VALUES: list[dict[str, Any]] = [
    {"pk": 7},
    {"pk": 7, "page": 2, "q": "ひと り"},
    {"pk": 7, "q": ["a", "b"]},
    {"pk": 7, "empty": None},
    {"pk": 7, "rule": "x"},
]


def test_every_rule_of_the_application_is_one(app: Flask) -> None:
    others = {type(rule) for rule in app.url_map.iter_rules() if rule.endpoint != "static"}
    assert others == {UrlRule}


@pytest.mark.parametrize("values", VALUES)
@pytest.mark.parametrize(
    "part", ["/things/<int:pk>", "/things/<int:pk>/<path:rest>", "/a/<pk>.pdf"]
)
def test_address_is_the_same(part: str, values: dict[str, Any]) -> None:
    given = {**values, "rest": "b/ c"} if "rest" in part else values
    ours, theirs = (
        Map([rule(part, endpoint="thing")]).bind("localhost").build("thing", given)
        for rule in (UrlRule, Rule)
    )
    assert ours == theirs


def test_missing_value_is_refused() -> None:
    with pytest.raises(BuildError):
        Map([UrlRule("/things/<int:pk>", endpoint="thing")]).bind("localhost").build("thing", {})

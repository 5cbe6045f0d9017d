"""The OpenAPI document: valid, equal to the routes and to the answers; no input breaks the interface."""

import re
from typing import Any

import jsonschema
import pytest
from flask import Flask
from openapi_spec_validator import OpenAPIV31SpecValidator

from app.services.registers import resources
from app.views.registers import api_document
from tests.support import schemathesis_runs
from tests.support.client import PlatformClient

KEYS = list(resources.every())


@pytest.fixture
def document(client: PlatformClient) -> Any:
    answer = client.get("/api/v1/openapi.json")
    assert answer.mimetype == "application/json"
    return answer.json


def test_the_document_is_valid(document: Any) -> None:
    OpenAPIV31SpecValidator(document).validate()
    assert document["openapi"] == "3.1.0"


def test_the_document_describes_the_routes_and_nothing_else(app: Flask, document: Any) -> None:
    described = set(document["paths"])
    ours = [rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/api/v1/")]
    expected = {
        re.sub("<pk>", "{id}", rule.rule.replace("<register>", key))
        for rule in ours
        for key in (KEYS if "<register>" in rule.rule else [""])
    }
    assert described == expected
    adapter = app.url_map.bind("localhost")
    for path in described:
        assert set(document["paths"][path]) == {"get"}
        assert adapter.match(path.replace("{id}", "x"))[0].startswith("ApiView.")


@pytest.mark.parametrize("key", KEYS)
def test_the_document_names_the_fields_and_conditions(document: Any, key: str) -> None:
    resource = resources.every()[key]
    named = set(document["components"]["schemas"][key]["properties"])
    fields = {each.open_name for each in resource.fields}
    assert named - {"id", "kept_by", "checked_on"} == fields
    parameters = document["paths"][f"/api/v1/{key}"]["get"]["parameters"]
    conditions = {each["name"] for each in parameters if "name" in each}
    assert conditions - {"format"} == {each.open_name for each in resource.fields if each.filtered}


@pytest.mark.parametrize("path", [*KEYS, "changes", "roster?format=schema.org"])
def test_answers_keep_to_the_document(
    client: PlatformClient, document: Any, path: str, at: Any
) -> None:
    key, _question, asked = path.partition("?")
    answer = client.get(f"/api/v1/{path}")
    content = document["paths"][f"/api/v1/{key}"]["get"]["responses"]["200"]["content"]
    assert answer.mimetype in content
    if not asked:
        said = content[answer.mimetype]["schema"]
        own = said.get("anyOf", [said])[0]  # the other is a format of others in JSON
        schema = {**own, "components": document["components"]}
        jsonschema.Draft202012Validator(schema).validate(answer.json)
        wrong = answer.json | {"items": [{"x": 1}]}
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.Draft202012Validator(schema).validate(wrong)


def test_the_document_is_the_same_for_everybody() -> None:
    assert api_document.document() == api_document.document()


def test_no_input_breaks_the_interface(app: Flask) -> None:
    """Short here; tests/soak/test_api.py runs longer."""
    assert schemathesis_runs.run(app, examples=15) > 50

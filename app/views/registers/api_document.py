"""The description of the open interface (OpenAPI 3.1), made from the declarations."""

from collections.abc import Iterable
from functools import partial
from typing import Any

from apispec import APISpec

from app.rules.common.field import NULLABLE, SEVERAL, Kind
from app.rules.registers.open_interface import (
    CURSOR,
    FORMAT,
    LARGEST,
    LIMIT,
    LONGEST,
    MOST,
    SINCE,
    USUAL,
)
from app.rules.registers.schema import RegisterField
from app.services.registers import formats, resources
from app.services.registers.resources import Resource
from app.views.common.problems import KINDS, MEDIA_TYPE

TITLE = "とっとり孤独・孤立対策官民連携プラットフォーム オープンAPI"
ABOUT = "台帳と団体名簿を読むためのAPIです。鍵がなければ公開の範囲を、会員の鍵があれば会員の範囲を返します。"
TEXT: dict[str, Any] = {"type": "string"}
_TYPES: dict[Kind, dict[str, Any]] = {
    Kind.WHOLE: {"type": "integer"},
    Kind.YEAR: {"type": "integer"},
    Kind.FISCAL_YEAR: {"type": "integer"},
    Kind.FLAG: {"type": "boolean"},
    Kind.DAY: {**TEXT, "format": "date"},
    Kind.TIME: {**TEXT, "pattern": "^[0-9]{2}:[0-9]{2}(:[0-9]{2})?$"},
}


def _object(properties: dict[str, Any], optional: Iterable[str] = ()) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": [each for each in properties if each not in set(optional)],
        "additionalProperties": False,
    }


POSITION = {**TEXT, "pattern": "^[0-9a-f]{1,12}$"}
SIZE = {"type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL}
PARAMETERS: dict[str, tuple[str, dict[str, Any]]] = {
    CURSOR: ("前の応答のnextにある位置", POSITION),
    SINCE: ("前の応答のsinceの値", POSITION),
    LIMIT: ("1回に返す件数", SIZE),
}
FLAG, WHOLE, ANY = {"type": "boolean"}, {"type": "integer"}, {"type": "object"}
FOREIGN = {**ANY, "not": {"required": ["register"]}}
MOMENT = {**TEXT, "format": "date-time"}
CHANGE = _object(
    {"register": TEXT, "id": TEXT, "at": MOMENT, "struck": FLAG, "entry": ANY}, ("entry",)
)
ERRORS = {"type": "array", "items": _object({"parameter": TEXT, "detail": TEXT})}
PROBLEM = _object(
    {"type": TEXT, "title": TEXT, "status": WHOLE, "detail": TEXT, "errors": ERRORS}, ("errors",)
)


def value(field: RegisterField) -> dict[str, Any]:
    """Return the schema of a field's value, without that it may be empty."""
    made = dict(_TYPES.get(field.kind, TEXT))
    if field.codes is not None:
        made["enum"] = [each.value for each in field.codes]
        made["description"] = "、".join(f"{each.value}：{each.label}" for each in field.codes)
    if field.kind is Kind.WHOLE:
        limits = {"minimum": field.least, "maximum": field.most}
        made |= {name: limit for name, limit in limits.items() if limit is not None}
    return made


def condition(field: RegisterField) -> dict[str, Any]:
    """Return the schema of a condition on a field: what rules/registers/open_interface.py reads."""
    made = value(field)
    if field.kind is Kind.TIME:
        return {**TEXT, "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$"}
    if made["type"] == "integer":
        return {"minimum": -LARGEST, "maximum": LARGEST, **made}
    if made == TEXT:
        return {**TEXT, "minLength": 1, "maxLength": LONGEST, "pattern": "^[^\\u0000]+$"}
    return made


def document() -> dict[str, Any]:
    """Return the document."""
    spec = APISpec(
        TITLE,
        "1",
        "3.1.0",
        info={"description": ABOUT, "license": {"name": "CC BY 4.0", "identifier": "CC-BY-4.0"}},
        servers=[{"url": "/"}],
        security=[{}, {"key": []}],
    )
    components = spec.components
    components.security_scheme("key", {"type": "http", "scheme": "bearer"})
    components.schema("Problem", PROBLEM)
    for kind in KINDS.values():
        content = {MEDIA_TYPE: {"schema": "Problem"}}
        components.response(str(kind.slug), {"description": str(kind.title), "content": content})
    for name, (about, schema) in PARAMETERS.items():
        components.parameter(name, "query", {"description": about, "schema": schema})
    for resource in resources.every().values():
        _add(spec, resource)
    _path(spec, "changes", "変更の一覧", _body(CHANGE, is_list=True, since=TEXT), [SINCE, LIMIT])
    _path(spec, "openapi.json", "この文書", {"type": "object"}, [])
    made: dict[str, Any] = spec.to_dict()
    return made


def _add(spec: APISpec, resource: Resource) -> None:
    """Add the list of a resource and its entry."""
    register = resource.register
    spec.components.schema(register.key, _entry(resource))
    schema = {"$ref": f"#/components/schemas/{register.key}"}
    named = {"register": {"const": register.key}}
    offered = {FORMAT: {"enum": resource.formats}} if resource.formats else {}
    conditions = {each.open_name: condition(each) for each in resource.fields if each.filtered}
    query = [{"name": k, "in": "query", "schema": v} for k, v in (offered | conditions).items()]
    add = partial(_path, spec, others=resource.formats)
    whole = _body(schema, is_list=True, **named)
    add(register.key, register.label, whole, [CURSOR, LIMIT, *query])
    id_ = {"name": "id", "in": "path", "required": True, "schema": TEXT}
    one = _body(schema, **named)
    add(f"{register.key}/{{id}}", register.label, one, [id_, *query[: len(offered)]])


def _path(
    spec: APISpec,
    path: str,
    title: str,
    schema: dict[str, Any],
    parameters: list[Any],
    others: Iterable[str] = (),
) -> None:
    content: dict[str, Any] = {"application/json": {"schema": schema}}
    for name in others:
        media_type = formats.FORMATS[name].media_type.partition(";")[0]
        if media_type == "application/json":
            content[media_type] = {"schema": {"anyOf": [schema, FOREIGN]}}
        else:
            content[media_type] = {"schema": {}}
    names = ("ETag", "RateLimit", "RateLimit-Policy")
    answered = {"description": title, "content": content}
    answered["headers"] = {name: {"schema": TEXT} for name in names}
    problems = {str(status): str(kind.slug) for status, kind in KINDS.items() if status != 405}
    responses = {"200": answered, "304": {"description": "変更なし"}} | problems
    operation = {"summary": title, "parameters": parameters, "responses": responses}
    operation["operationId"] = path.replace("/{id}", ".one").replace("/", ".")
    spec.path(f"/api/v1/{path}", operations={"get": operation})


def _body(item: dict[str, Any], *, is_list: bool = False, **more: Any) -> dict[str, Any]:
    """Return the schema of a body."""
    made = {"licence": TEXT, "as_of": {**TEXT, "format": "date"}, **more}
    if is_list:
        made |= {"items": {"type": "array", "items": item}, "next": {"type": ["string", "null"]}}
    else:
        made["item"] = item
    return _object(made)


def _entry(resource: Resource) -> dict[str, Any]:
    """Return the schema of an entry: fields of members only are absent without a key."""
    properties: dict[str, Any] = {"id": {**TEXT, "maxLength": 36}}
    for field in resource.fields:
        properties[field.open_name] = _property(resource, field)
    register = resource.register
    if resource.model is not None and register.owned:
        about = "管理する団体（団体名簿の識別子）"
        properties["kept_by"] = {"type": ["string", "null"], "title": about}
    if register.confirmed_every:
        properties["checked_on"] = {"type": ["string", "null"], "format": "date", "title": "確認日"}
    hidden = {each.open_name for each in resource.fields if each.tier != "public"}
    return {"title": register.label, **_object(properties, hidden)}


def _property(resource: Resource, field: RegisterField) -> dict[str, Any]:
    made = value(field)
    if field.kind in SEVERAL:
        made = {"type": "array", "items": made}
    elif field.limit:
        made["maxLength"] = field.limit
    if field.kind in NULLABLE or resource.model is None:  # a member may withhold it
        made["type"] = [made["type"], "null"]
        if "enum" in made:
            made["enum"] = [*made["enum"], None]
    return {**made, "title": field.column, "x-tier": field.tier.value}

"""Registers in the formats of others: places, schema.org, HSDS, GIF."""

import csv
import json
from typing import Any
from uuid import UUID

import jsonschema
import pytest

from app.rules.common.field import Kind
from app.rules.membership.membership import MemberKind
from app.rules.registers.schema import Register, RegisterField
from app.services.common.field_texts import FieldTexts
from app.services.registers import formats
from app.services.registers.formats import gif, places
from app.services.registers.open_interface import Item
from tests.support.source import ROOT

HSDS = json.loads((ROOT / "tests/support/hsds/service.json").read_text())
DESK = Register("booths", "窓口", "Desks", "Desk", schema_type="GovernmentService")
ID = "5b0f6e0e-7c1e-4d5e-9d5a-0c1c6d3a9f10"


def field(key: str, kind: Kind, hsds: str, schema_org: str, gif_: str, **said: Any) -> Any:
    given = {"hsds": hsds, "schema.org": schema_org, "gif-451-7": gif_}
    placed = {name: place for name, place in given.items() if place}
    return RegisterField(key, key, key, kind, formats=placed, **said)


FIELDS = (
    field("name", Kind.LINE, "name", "name", "名称"),
    field("phone", Kind.PHONE, "phones[voice].number", "servicePhone.telephone", "連絡先電話番号"),
    field("fax", Kind.PHONE, "phones[fax].number", "", "連絡先FAX番号"),
    field("area", Kind.MUNICIPALITIES, "service_areas[].name", "areaServed[].name", "市区町村"),
    field("free", Kind.FLAG, "", "isAccessibleForFree", "料金有無"),
    field("body", Kind.LINE, "organization.name", "provider.name", "連絡先名称"),
    field("kind", Kind.CHOICE, "alternate_name", "category", "概要", choices=MemberKind),
    field("web", Kind.WEB, "url", "url", "URL"),
)
VALUES = {
    "name": "=ひきこもり相談",
    "phone": "0857-26-0001",
    "fax": "0857-26-0002",
    "area": ["312011", "312029"],
    "free": False,
    "body": "鳥取県",
    "kind": "general",
    "web": "https://www.example.jp/",
}
WORDS = FieldTexts({"312011": "鳥取市", "312029": "米子市"}, {})


class Desk:
    """A row that says more than its fields."""

    def formatted(self, name: str) -> dict[str, Any]:
        return {
            "hsds": {"phones[fax].type": "fax", "schedules": [{"freq": "WEEKLY", "byday": "MO"}]},
            "gif-451-7": {"利用可能曜日": "月"},
        }.get(name, {})


def row(name: str, **values: Any) -> places.Row:
    item = Item(ID, VALUES | values, Desk())
    return formats.row(name, FIELDS, WORDS, item, f"https://example.jp/booths/{ID}")


def test_values_are_put_in_their_places() -> None:
    given = {"a.b": 1, "a.c": 2, "x[one].n": 1, "x[two].n": 2, "x[one].t": "t", "y[].z": ["p", "q"]}
    assert places.nested(given) == {
        "a": {"b": 1, "c": 2},
        "x": [{"n": 1, "t": "t"}, {"n": 2}],
        "y": [{"z": "p"}, {"z": "q"}],
    }


def test_a_service_of_hsds_keeps_to_its_schema() -> None:
    made = formats.write("hsds", DESK, [row("hsds")])
    (service,) = made["contents"]
    checker = jsonschema.FormatChecker()
    jsonschema.Draft202012Validator(HSDS, format_checker=checker).validate(service)
    assert service["id"] == ID and service["status"] == "active"
    assert service["phones"][1] == {
        "id": service["phones"][1]["id"],
        "number": "0857-26-0002",
        "type": "fax",
    }
    assert [each["name"] for each in service["service_areas"]] == ["鳥取市", "米子市"]
    ids = [each["id"] for key in ("phones", "schedules", "service_areas") for each in service[key]]
    assert len({UUID(each) for each in ids}) == 5
    assert service == formats.write("hsds", DESK, [row("hsds")], is_one=True)


@pytest.mark.parametrize("left_out", ["name", "phone"])
def test_the_schema_finds_what_is_missing(left_out: str) -> None:
    service = formats.write("hsds", DESK, [row("hsds")], is_one=True)
    if left_out == "name":
        del service["name"]
    else:
        del service["phones"][0]["number"]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(HSDS).validate(service)


def test_schema_org_names_the_types_of_its_objects() -> None:
    made = formats.write("schema.org", DESK, [row("schema.org")], is_one=True)
    assert made == {
        "@context": "https://schema.org",
        "@type": "GovernmentService",
        "identifier": ID,
        "@id": f"https://example.jp/booths/{ID}",
        "name": "=ひきこもり相談",
        "servicePhone": {"@type": "ContactPoint", "telephone": "0857-26-0001"},
        "areaServed": [
            {"@type": "AdministrativeArea", "name": "鳥取市"},
            {"@type": "AdministrativeArea", "name": "米子市"},
        ],
        "isAccessibleForFree": False,
        "provider": {"@type": "Organization", "name": "鳥取県"},
        "category": "一般団体",
        "url": "https://www.example.jp/",
    }


def test_gif_is_a_table_whose_cells_start_no_formula() -> None:
    text = formats.write("gif-451-7", DESK, [row("gif-451-7")]).decode("utf-8-sig")
    header, cells = csv.reader(text.splitlines())
    found = dict(zip(header, cells, strict=True))
    assert tuple(header) == gif.DESKS
    assert found["ID"] == ID and found["名称"] == "'=ひきこもり相談"
    assert (found["料金有無"], found["市区町村"]) == ("無", "鳥取市；米子市")
    assert (found["利用可能曜日"], found["POIコード"]) == ("月", "")


def test_an_empty_value_has_no_place() -> None:
    made = row("hsds", fax="", area=[], body="")
    assert set(made.values) == {
        "name",
        "phones[voice].number",
        "phones[fax].type",
        "schedules",
        "alternate_name",
        "url",
    }


def test_places_are_those_of_their_format() -> None:
    """A heading that GIF does not have would be left out without a word."""
    from app.services.registers import resources

    for resource in resources.every().values():
        for each in resource.fields:
            assert each.formats.keys() <= formats.FORMATS.keys()
            assert each.formats.get("gif-451-7", "名称") in gif.DESKS
            assert each.formats.get("gif-451-4", "制度名") in gif.PROGRAMMES
            assert each.formats.get("gif-451-5", "会議名") in gif.EVENTS


def test_a_desk_keeps_to_hsds_with_its_hours(session: Any) -> None:
    from app.models.support.desk import Desk as RealDesk
    from app.rules.membership.roster import Tier
    from app.services.registers import open_interface, resources, texts
    from tests.support import register_samples

    desk = register_samples.entry(RealDesk, hours="月〜金 8:30〜17:15\n第2土曜 10:00〜12:00")
    resource = resources.every()["desks"]
    item = open_interface.item_of(resource, Tier.PUBLIC, desk)
    words = texts.load(RealDesk, [item.values])
    row = formats.row("hsds", resource.shown(Tier.PUBLIC), words, item)
    service = formats.write("hsds", RealDesk.register, [row], is_one=True)
    jsonschema.Draft202012Validator(HSDS).validate(service)
    assert [each["freq"] for each in service["schedules"]] == ["WEEKLY", "MONTHLY"]
    assert service["phones"][0]["number"] == desk.phone and "service_at_locations" not in service
    gif_row = formats.row("gif-451-7", resource.shown(Tier.PUBLIC), words, item)
    assert gif_row.values["利用可能曜日"] == "月火水木金" and gif_row.values["名称"] == desk.name

"""The Fiscal Data Package: read by frictionless, checked by the published schema."""

import json
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import frictionless
from jsonschema import Draft4Validator

from app.models.policy.programme import Programme
from app.rules.policy.programmes import Stage
from app.security.viewer import SYSTEM
from app.services.policy import fiscal_package, programmes
from app.services.registers import entries

DAY = date(2026, 11, 30)
SCHEMA = json.loads((Path(__file__).parent / "fiscal-data-package.json").read_text("utf-8"))


def unpacked(folder: Path) -> dict[str, Any]:
    """Write the package of 2024 into the folder; return its description."""
    year = entries.one(programmes.ProgrammeYear, "2024")
    made = fiscal_package.package(year, programmes.of_year(2024), DAY)
    with ZipFile(BytesIO(made)) as archive:
        archive.extractall(folder)
    described: dict[str, Any] = json.loads((folder / "datapackage.json").read_text("utf-8"))
    return described


def package_in(folder: Path) -> str:
    """Return the description's path, as a tabular package: for a fiscal one frictionless asks the
    network for the schema, of which the rest is in SCHEMA.
    """
    path = folder / "datapackage.json"
    described = json.loads(path.read_text("utf-8")) | {"profile": "tabular-data-package"}
    path.write_text(json.dumps(described), "utf-8")
    return str(path)


def test_package_is_valid_and_complete(session: Any, tmp_path: Path) -> None:
    described = unpacked(tmp_path)
    assert list(Draft4Validator(SCHEMA).iter_errors(described)) == []
    report = frictionless.validate(package_in(tmp_path))
    assert report.flatten(["type", "note"]) == []
    assert report.valid

    resource = frictionless.Package(package_in(tmp_path)).get_resource("programmes")
    rows = resource.read_rows()
    assert len(rows) == 34
    assert sum(row["amount"] for row in rows) == 1_121_649
    assert {row["fiscal_year"] for row in rows} == {2024}
    assert rows[1]["name"] == "ミラ・クル・とっとり運動推進事業"


def test_the_unit_is_explicit(session: Any, tmp_path: Path) -> None:
    amount = unpacked(tmp_path)["model"]["measures"]["amount"]
    assert (amount["currency"], amount["factor"], amount["phase"]) == ("JPY", 1000, "approved")


def test_validator_finds_a_wrong_amount(session: Any, tmp_path: Path) -> None:
    unpacked(tmp_path)
    table = tmp_path / "programmes-2024.csv"
    table.write_text(table.read_text("utf-8-sig").replace(",100000,", ",十万,"), "utf-8-sig")
    report = frictionless.validate(package_in(tmp_path))
    assert report.flatten(["type"]) == [["type-error"]]


def test_phases_that_differ_are_told_by_the_column_only(session: Any, tmp_path: Path) -> None:
    changed = programmes.of_year(2024)[0].public_id
    entries.change(SYSTEM, Programme, changed, {"stage": Stage.SUPPLEMENTARY})
    assert "phase" not in unpacked(tmp_path)["model"]["measures"]["amount"]


def test_same_day_gives_the_same_bytes(session: Any) -> None:
    year = entries.one(programmes.ProgrammeYear, "2024")
    found = programmes.of_year(2024)
    first, second = (fiscal_package.package(year, found, DAY) for _ in range(2))
    assert first == second

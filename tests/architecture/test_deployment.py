"""compose.yaml uses existing commands and settings, and production accepts those settings."""

import ast
import shlex
from importlib.metadata import entry_points
from typing import Any

import pytest
import yaml

import config
from tests.support.environment import NAMES
from tests.support.source import ROOT, tree

COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
OURS = {name: service for name, service in COMPOSE["services"].items() if "build" in service}
RUN_GIVES = {  # parsed, not imported: an import would create an instance folder
    name.id
    for node in ast.walk(tree(ROOT / "run.py"))
    if isinstance(node, ast.Assign)
    for name in node.targets
    if isinstance(name, ast.Name)
} | {
    alias.name
    for node in ast.walk(tree(ROOT / "run.py"))
    if isinstance(node, ast.ImportFrom)
    for alias in node.names
}
GIVEN = "https://given.example/as-long-as-a-secret-must-be/"


def words(command: str) -> list[str]:
    """Return the command's words, including those of an inner shell command."""
    outer = shlex.split(command)
    return shlex.split(outer[2]) if outer[:2] == ["sh", "-c"] else outer


@pytest.mark.parametrize("name", OURS)
def test_compose_sets_existing_settings_only(name: str) -> None:
    assert set(OURS[name]["environment"]) <= set(NAMES)


def test_production_accepts_the_compose_settings() -> None:
    # Each ${NAME:?} placeholder for .env is replaced by a distinct long value.
    environment = {
        name: f"{GIVEN}{name}" if "${" in value else value
        for name, value in OURS["web"]["environment"].items()
    }
    settings = config.load(environment)
    assert settings["PRODUCTION"]
    config.refuse_unsafe(settings)


@pytest.mark.parametrize("name", OURS)
def test_compose_commands_name_installed_programs_and_names_in_run_py(name: str) -> None:
    scripts = {script.name for script in entry_points(group="console_scripts")}
    command = words(OURS[name]["command"])
    assert command[0] in scripts
    for module, attribute in (("run:", "app"), ("run.", "celery")):
        for word in command:
            if word.startswith(module):
                assert word == f"{module}{attribute}"
                assert attribute in RUN_GIVES


def test_image_contains_every_part_of_the_product() -> None:
    dockerfile = (ROOT / "app/Dockerfile").read_text(encoding="utf-8")
    for part in ("requirements.txt", "config.py", "connections.py", "run.py", "app", "translations"):
        assert any(part in line for line in dockerfile.splitlines() if line.startswith("COPY"))
        assert (ROOT / part).exists()


def test_image_has_the_programs_that_backups_need_of_the_version_of_the_server() -> None:
    dockerfile = (ROOT / "app/Dockerfile").read_text(encoding="utf-8")
    version = COMPOSE["services"]["postgres"]["image"].partition(":")[2].partition("-")[0]
    assert f"postgresql-client-{version}" in dockerfile


def test_ledger_and_backups_lie_in_volumes_of_their_own() -> None:
    volumes = dict(reversed(volume.split(":")) for volume in OURS["web"]["volumes"])
    environment = OURS["web"]["environment"]
    names = {volumes[environment[name]] for name in ("LEDGER_FOLDER", "BACKUP_FOLDER")}
    assert len(names | {volumes["/instance"], volumes["/case_keys"]}) == 4
    assert names <= set(COMPOSE["volumes"])

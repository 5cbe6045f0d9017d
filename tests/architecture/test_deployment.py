"""compose.yaml, the image and the proxy fit the product, and production accepts their settings."""

import ast
import re
import shlex
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

import pytest
import yaml

import config
from app import production
from app.extensions import celery
from tests.support.environment import NAMES
from tests.support.source import ROOT, tree

COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = {name: service for name, service in SERVICES.items() if "build" in service}
RUNNING = {name: service for name, service in SERVICES.items() if name != "migrate"}
DOCKERFILE = (ROOT / "app/Dockerfile").read_text(encoding="utf-8")
PROXY = (ROOT / "app/nginx.conf").read_text(encoding="utf-8")
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
PLATFORM_ENV = {
    "BASE_URL": "https://platform.example.jp",
    "TRUSTED_HOSTS": "platform.example.jp",
    "MAIL_FROM": "platform@example.jp",
    "BACKUP_RECIPIENT": "age1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq",
}
"""The least that platform.env has to hold."""
SECRET_FILES = {
    "database_url": "postgresql://platform:password@postgres/platform",
    "smtp_url": "smtps://platform:password@mail.example.jp",
}


def words(command: str) -> list[str]:
    """Return the command's words, including those of an inner shell command."""
    outer = shlex.split(command)
    return shlex.split(outer[2]) if outer[:2] == ["sh", "-c"] else outer


@pytest.mark.parametrize("name", OURS)
def test_compose_sets_existing_settings_and_passes_on_every_other(name: str) -> None:
    assert set(OURS[name]["environment"]) <= set(NAMES)
    assert OURS[name]["env_file"] == ["platform.env"]


@pytest.mark.parametrize("name", OURS)
def test_no_secret_stands_in_the_environment(name: str) -> None:
    environment = OURS[name]["environment"]
    secrets = {each for each in config.SECRETS if each in environment}
    assert secrets <= {"REDIS_URL"} and environment["REDIS_URL"] == "redis://redis:6379/0"


@pytest.mark.parametrize("name", SERVICES)
def test_every_secret_named_is_given_to_the_service(name: str) -> None:
    service = SERVICES[name]
    text = yaml.safe_dump(service) + (PROXY if name == "proxy" else "")
    named = set(re.findall(r"/run/secrets/([a-z_]+)", text))
    assert named == set(service.get("secrets", []))
    assert named <= set(COMPOSE["secrets"])


def test_production_accepts_the_compose_settings(tmp_path: Path) -> None:
    environment = PLATFORM_ENV | OURS["web"]["environment"]
    for name, value in environment.items():
        if name.endswith("_FILE"):
            secret = value.rpartition("/")[2]
            environment[name] = str(tmp_path / secret)
            (tmp_path / secret).write_text(SECRET_FILES.get(secret, secret.ljust(40, "-")))
    settings = config.load(environment)
    assert settings["PRODUCTION"]
    production.refuse_unsafe(settings)


@pytest.mark.parametrize("name", RUNNING)
def test_every_service_is_watched_and_comes_back(name: str) -> None:
    assert RUNNING[name]["healthcheck"]["test"]
    assert RUNNING[name]["restart"] == "unless-stopped"


def test_every_queue_has_a_worker() -> None:
    served: set[str] = set()
    for service in OURS.values():
        served |= set(re.findall(r"--queues=(\w+)", service["command"]))
    routes = celery.conf.task_routes or {}
    assert {
        celery.conf.task_default_queue,
        *(route["queue"] for route in routes.values()),
    } <= served


def test_only_the_proxy_can_be_reached_from_elsewhere() -> None:
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["proxy"]
    assert OURS["web"]["environment"]["TRUSTED_PROXIES"] == "1"


def test_proxy_replaces_what_the_client_says_about_itself() -> None:
    for name in ("X-Forwarded-For $remote_addr", "X-Forwarded-Proto $scheme", 'Forwarded ""'):
        assert f"proxy_set_header {name};" in PROXY
    assert "$proxy_add_x_forwarded_for" not in PROXY


def test_proxy_takes_in_what_the_product_accepts() -> None:
    [most] = re.findall(r"client_max_body_size (\d+)m;", PROXY)
    assert int(most) * 1024 * 1024 == 2 * config.FIXED["MAX_CONTENT_LENGTH"]


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
    for part in (
        "requirements.txt",
        "config.py",
        "run.py",
        "app",
        "translations",
    ):
        assert any(part in line for line in DOCKERFILE.splitlines() if line.startswith("COPY"))
        assert (ROOT / part).exists()


def test_image_has_the_backup_programs_of_the_version_of_the_server() -> None:
    version = SERVICES["postgres"]["image"].partition(":")[2].partition("-")[0]
    assert f"postgresql-client-{version}" in DOCKERFILE


def test_ledger_and_backups_lie_in_volumes_of_their_own() -> None:
    volumes = dict(reversed(volume.split(":")) for volume in OURS["web"]["volumes"])
    environment = OURS["web"]["environment"]
    names = {volumes[environment[name]] for name in ("LEDGER_FOLDER", "BACKUP_FOLDER")}
    assert len(names | {volumes["/instance"], volumes["/case_keys"]}) == 4
    assert names <= set(COMPOSE["volumes"])

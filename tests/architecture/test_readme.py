"""The commands in README.md and the settings in app/OPERATION.md exist."""

import os
import re

import config
from tests.support.environment import NAMES
from tests.support.source import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
OPERATION = (ROOT / "app/OPERATION.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
TARGETS = set(re.findall(r"^([a-z]+):", MAKEFILE, re.MULTILINE))


def test_every_named_make_target_exists() -> None:
    named = set(re.findall(r"(?:`|^    )make ([a-z]+)", README, re.MULTILINE))
    assert {"run", "test"} <= named
    assert named <= TARGETS


def test_every_make_target_has_a_description() -> None:
    described = set(re.findall(r"^([a-z]+):.*## \S", MAKEFILE, re.MULTILINE))
    assert described == TARGETS


def test_ci_runs_the_test_command_of_the_readme() -> None:
    script = ROOT / ".ci/run"
    lines = script.read_text().splitlines()
    assert lines[:2] == ["#!/usr/bin/env bash", "set -euo pipefail"]
    assert lines[-1] == "make test"
    assert os.access(script, os.X_OK)


def test_existing_settings_are_listed() -> None:
    listed = set(re.findall(r"^\| `([A-Z_]+)`†? \|", OPERATION, re.MULTILINE))
    secret = set(re.findall(r"^\| `([A-Z_]+)`† \|", OPERATION, re.MULTILINE))
    assert secret == set(config.SECRETS)
    listed |= {f"{name}_FILE" for name in secret}
    assert listed == read_settings()
    assert listed == set(NAMES)


def read_settings() -> set[str]:
    """Return the names that config.load reads from its environment."""
    asked: set[str] = set()

    class Asked(dict[str, str]):
        def get(self, key: str, default: str = "") -> str:  # type: ignore[override]
            asked.add(key)
            return default

    config.load(Asked())
    return asked

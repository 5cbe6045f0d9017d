"""What README.md tells a stranger to type is there."""

import os
import re

import config
from tests.support.environment import NAMES
from tests.support.source import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
TARGETS = set(re.findall(r"^([a-z]+):", MAKEFILE, re.MULTILINE))


def test_every_target_it_names_exists() -> None:
    named = set(re.findall(r"(?:`|^    )make ([a-z]+)", README, re.MULTILINE))
    assert {"run", "test"} <= named
    assert named <= TARGETS


def test_every_target_says_what_it_is_for() -> None:
    described = set(re.findall(r"^([a-z]+):.*## \S", MAKEFILE, re.MULTILINE))
    assert described == TARGETS - {"compile"}


def test_its_test_command_is_the_one_that_ci_runs() -> None:
    script = ROOT / ".ci/run"
    lines = script.read_text().splitlines()
    assert lines[:2] == ["#!/usr/bin/env bash", "set -euo pipefail"]
    assert lines[-1] == "make test"
    assert os.access(script, os.X_OK)


def test_it_lists_every_setting_and_no_other() -> None:
    listed = set(re.findall(r"^\| `([A-Z_]+)` \|", README, re.MULTILINE))
    assert listed == read_settings()
    assert listed == set(NAMES)


def read_settings() -> set[str]:
    """The names that config.load asks its environment for."""
    asked: set[str] = set()

    class Asked(dict[str, str]):
        def get(self, key: str, default: str = "") -> str:  # type: ignore[override]
            asked.add(key)
            return default

    config.load(Asked())
    return asked

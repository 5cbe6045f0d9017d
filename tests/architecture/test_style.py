"""Style and type checks, with the tools of `make lint`."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.source import ROOT

BIN = Path(sys.executable).parent


@pytest.mark.parametrize(
    "command",
    [
        pytest.param([BIN / "ruff", "check", "."], id="ruff"),
        pytest.param([BIN / "ruff", "format", "--check", "."], id="format"),
        pytest.param([BIN / "mypy"], id="mypy"),
    ],
)
def test_linters_and_type_checker_pass(command: list[Path | str]) -> None:
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr

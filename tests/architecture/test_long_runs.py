"""What runs only on command still fits the code: each module can be imported."""

import importlib

import pytest

from tests.support.source import ROOT, python_files


@pytest.mark.parametrize(
    "module",
    [
        ".".join(file.relative_to(ROOT).with_suffix("").parts)
        for file in python_files("tests/bench", "tests/pictures", "tests/soak")
        if file.name.startswith("test_")
    ],
)
def test_module_of_a_long_run_can_be_imported(module: str) -> None:
    importlib.import_module(module)

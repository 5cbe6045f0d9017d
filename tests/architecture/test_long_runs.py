"""What runs only on command still fits the code: each module can be imported, and finds what it names."""

import ast
import importlib
from collections.abc import Iterator
from types import ModuleType

import pytest

from tests.support.source import ROOT, python_files

MODULES = [
    ".".join(file.relative_to(ROOT).with_suffix("").parts)
    for file in python_files("tests/bench", "tests/pictures", "tests/soak")
    if file.name.startswith("test_")
]


@pytest.mark.parametrize("module", MODULES)
def test_module_of_a_long_run_finds_what_it_names(module: str) -> None:
    found = importlib.import_module(module)
    assert list(missing(found)) == []


def missing(module: ModuleType) -> Iterator[str]:
    """Yield what a module says of the modules that it imports, and they do not have."""
    assert module.__file__ is not None
    known = {name: each for name, each in vars(module).items() if isinstance(each, ModuleType)}
    with open(module.__file__, encoding="utf-8") as source:
        for node in ast.walk(ast.parse(source.read())):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                of = known.get(node.value.id)
                if of is not None and not hasattr(of, node.attr):
                    yield f"{node.value.id}.{node.attr}"

"""Import rules between the layers."""

import ast
import subprocess
import sys
from pathlib import Path

from tests.support.source import ROOT, imported, place, python_files, tree


def test_imports_go_downwards_only() -> None:
    done = subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_rules_import_the_standard_library_only() -> None:
    def is_known(module: str) -> bool:
        return module.split(".")[0] in sys.stdlib_module_names or (
            module in ("app", "app.errors") or module.startswith("app.rules")
        )

    foreign = [
        f"{place(file, node)} {module}"
        for file in python_files("app/rules")
        for node in ast.walk(tree(file))
        for module in imported(node)
        if not is_known(module)
    ]
    assert foreign == []

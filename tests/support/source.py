"""The project's own files, for tests of the source code."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@cache
def tracked_files() -> list[Path]:
    """Return all files of the project: tracked, or new and not ignored."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    files = sorted({ROOT / name for name in listed.stdout.split("\0") if name})
    return [file for file in files if file.is_file()]


def python_files(*folders: str) -> list[Path]:
    """Return the Python files below the folders, except migrations, which are never changed."""
    inside = [ROOT / folder for folder in folders]
    return [
        file
        for file in tracked_files()
        if file.suffix == ".py"
        and "migrations" not in file.parts
        and any(file.is_relative_to(folder) for folder in inside)
    ]


@cache
def tree(file: Path) -> ast.Module:
    """Return the file's syntax tree."""
    return ast.parse(file.read_text(encoding="utf-8"), filename=str(file))


def place(file: Path, node: ast.AST | None = None) -> str:
    """Return the location as `file:line`."""
    line = f":{getattr(node, 'lineno', 1)}" if node else ""
    return f"{file.relative_to(ROOT)}{line}"


def functions(module: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Yield every function of the module, including methods and inner functions."""
    for node in ast.walk(module):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def imported(node: ast.AST) -> list[str]:
    """Return the modules named by an import statement."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        assert node.level == 0, "relative import"
        return [node.module or ""]
    return []

"""Edit forms, joined from tests/views/<wing>/edits.py.

EDITS: rule of the form's POST → a field and two values. PAGES: the same → the rule of the page
that shows the form, where it is another. EXAMPLES: as in routes.py,
where an object of another state can be edited. EXCEPTIONS: rule of a form that shows values and compares
nothing → why no save is lost by it.
"""

from collections.abc import Iterator
from importlib import import_module
from typing import Any

from app import wings
from tests.architecture import routes
from tests.support.client import Examples
from tests.support.edits import Edit
from tests.support.source import ROOT


def _joined(name: str) -> Iterator[tuple[str, Any]]:
    for wing in wings.ORDER:
        if (ROOT / "tests" / "views" / wing / "edits.py").exists():
            module = import_module(f"tests.views.{wing}.edits")
            yield from getattr(module, name, {}).items()


EDITS: dict[str, Edit] = dict(_joined("EDITS"))
PAGES: dict[str, str] = dict(_joined("PAGES"))
EXAMPLES: Examples = {**routes.EXAMPLES, **dict(_joined("EXAMPLES"))}
EXCEPTIONS: dict[str, str] = dict(_joined("EXCEPTIONS"))

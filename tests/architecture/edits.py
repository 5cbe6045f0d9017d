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
from tests.support.edits import NEW, Edit
from tests.support.register_samples import model_of
from tests.support.source import ROOT


def _joined(name: str) -> Iterator[tuple[str, Any]]:
    for wing in wings.ORDER:
        if (ROOT / "tests" / "views" / wing / "edits.py").exists():
            module = import_module(f"tests.views.{wing}.edits")
            yield from getattr(module, name, {}).items()


def _of_registers() -> Iterator[tuple[str, Edit]]:
    """Yield an edit of each register: of its title, unless that cannot be changed."""
    for key, _read, _keep in routes.register_lines():
        title = model_of(key).register.title
        yield f"/{key}/<pk>/edit", Edit(title, "名一", "名二")


EDITS: dict[str, Edit] = dict(_of_registers()) | dict(_joined("EDITS"))
PAGES: dict[str, str] = dict(_joined("PAGES"))
EXAMPLES: Examples = {**routes.EXAMPLES, **dict(_joined("EXAMPLES"))}
EXCEPTIONS: dict[str, str] = dict.fromkeys(
    (f"/{key}/new" for key, _read, _keep in routes.register_lines()), NEW
) | dict(_joined("EXCEPTIONS"))

"""The wings: one domain each, in the same folders of every layer, and what they declare.

A wing declares its pages, trail labels, seeds, schedule and the like in a module of a fixed name in
its own folder; one place joins them. So a feature edits no list, and a wing is taken out by deleting
its folders and its name here.
"""

from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pkgutil import iter_modules, walk_packages
from types import ModuleType

ORDER = (
    "common",
    "post",
    "membership",
    "accounts",
    "regulations",
    "admission",
    "filings",
    "roster",
    "registers",
    "meeting",
    "council",
    "cases",
    "support",
    "policy",
    "events",
    "news",
    "exchange",
    "grants",
    "merging",
    "front",
)
"""Low to high: a wing imports the wings before it only (pyproject.toml, one contract a layer)."""


def import_all(package: ModuleType) -> None:
    """Import every module below a package."""
    for module in walk_packages(package.__path__, f"{package.__name__}."):
        import_module(module.name)


def declared(package: ModuleType, name: str) -> Iterator[ModuleType]:
    """Yield the module `name` of each wing of a layer that has one, low to high."""
    for wing in ORDER:
        if wing in _modules(package):
            folder = import_module(f"{package.__name__}.{wing}")
            if name in _modules(folder):
                yield import_module(f"{folder.__name__}.{name}")


@cache
def _modules(package: ModuleType) -> frozenset[str]:
    """Return the names in a package's folder, read once: sweeps ask every minute."""
    return frozenset(module.name for module in iter_modules(package.__path__))

"""Where wings declare their part: found by name in each wing's package, so that no list is edited."""

from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules, walk_packages
from types import ModuleType


def import_all(package: ModuleType) -> None:
    """Import every module below a package."""
    for module in walk_packages(package.__path__, f"{package.__name__}."):
        import_module(module.name)


def declared(package: ModuleType, name: str) -> Iterator[ModuleType]:
    """Yield the module `name` of each wing of a package that has one, by wing."""
    for wing in iter_modules(package.__path__, f"{package.__name__}."):
        if wing.ispkg:
            modules = iter_modules(import_module(wing.name).__path__)
            if any(module.name == name for module in modules):
                yield import_module(f"{wing.name}.{name}")

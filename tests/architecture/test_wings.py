"""The wings: their order, and that each declares what it adds beside its own code."""

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

from flask_appbuilder import BaseView

from app import views, wings
from app.views.common.site import Page
from tests.support.source import ROOT

LAYERS = ("services", "views", "forms", "mail", "documents", "rules", "states", "tasks")
STARTED = (
    "from app import create_app; print([str(rule) for rule in create_app().url_map.iter_rules()])"
)
FRAMEWORK = {"add", "edit", "delete", "download"}
"""Permissions of Flask-AppBuilder's own methods, which a page need not offer."""
FOLDERS = {"forms": "views/forms", "states": "rules/states"}


def contracts() -> dict[str, list[str]]:
    """Return layer → the wings of its contract, high to low."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return {
        contract["id"].removeprefix("wings-of-"): [wing.strip("()") for wing in contract["layers"]]
        for contract in settings["tool"]["importlinter"]["contracts"]
        if contract["id"].startswith("wings-of-")
    }


def test_every_layer_has_a_contract_in_the_order_of_the_wings() -> None:
    expected = list(reversed(wings.ORDER))
    assert contracts() == dict.fromkeys(LAYERS, expected)


def test_every_folder_of_a_wing_says_what_it_is_for() -> None:
    folders = [
        folder
        for layer in (*LAYERS, "models")
        for folder in (ROOT / "app" / FOLDERS.get(layer, layer)).iterdir()
        if folder.name in wings.ORDER
    ]
    silent = [
        str(folder.relative_to(ROOT))
        for folder in folders
        if "May import" not in (folder / "__init__.py").read_text(encoding="utf-8")
    ]
    assert silent == []


def test_every_view_is_declared_by_its_own_wing() -> None:
    declared = {page.view: wing_of(page) for page in views.pages()}
    classes = {each for each in subclasses(BaseView) if each.__module__.startswith("app.views.")}
    routed = {each for each in classes if exposed(each)}
    # A class that others extend is no page.
    pages = {each for each in routed if not any(other.__base__ is each for other in classes)}
    assert pages - declared.keys() == set()
    assert {view.__module__.split(".")[2] for view in declared} <= set(wings.ORDER)


def test_permissions_of_a_page_are_those_that_its_view_asks_for() -> None:
    wrong = {
        page.view.__name__: difference
        for page in views.pages()
        if (difference := set(page.access) ^ asked_by(page.view)) - FRAMEWORK
    }
    assert wrong == {}


def asked_by(view: type[BaseView]) -> set[str]:
    """Return the permissions that a view's methods ask for."""
    methods = [getattr(view, name, None) for name in dir(view)]
    return {method._permission_name for method in methods if hasattr(method, "_permission_name")}


def exposed(view: type[BaseView]) -> bool:
    """Whether a view answers an address."""
    return any(hasattr(getattr(view, name, None), "_urls") for name in dir(view))


def subclasses(base: type[BaseView]) -> set[type[BaseView]]:
    """Return all classes derived from a class."""
    direct = set(base.__subclasses__())
    return direct.union(*(subclasses(each) for each in direct))


def wing_of(page: Page) -> str:
    """Return the wing of a page's view."""
    return page.view.__module__.split(".")[2]


def test_wing_is_taken_out_with_its_folders_and_its_name(tmp_path: Path) -> None:
    """`merging` goes, and the application starts without its pages."""
    app = tmp_path / "app"
    shutil.copytree(ROOT / "app", app, ignore=shutil.ignore_patterns("__pycache__", "merging"))
    shutil.copy(ROOT / "config.py", tmp_path)
    order = app / "wings.py"
    order.write_text(order.read_text(encoding="utf-8").replace('    "merging",\n', ""))
    done = subprocess.run(
        [sys.executable, "-c", STARTED],
        cwd=tmp_path,
        env={"INSTANCE_DIR": str(tmp_path / "instance"), "PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert "/roster/" in done.stdout and "/merges/" not in done.stdout

"""What a wing declares of its pages in its own pages.py; app/views/__init__.py joins them."""

from collections.abc import Mapping
from typing import NamedTuple

from flask_babel import LazyString

from app.security.viewer import Role
from app.views.common.base import View


class Category(NamedTuple):
    """A group of the menu. position: its place in the menu; name: the key of its permission."""

    position: int
    name: str
    label: LazyString
    icon: str


class Entry(NamedTuple):
    """A menu entry for a view's default page. position: its place in the category."""

    category: Category
    position: int
    label: LazyString


class Page(NamedTuple):
    """A view, the roles that hold each of its permissions, and its menu entry."""

    view: type[View]
    access: Mapping[str, frozenset[Role]]
    menu: Entry | None = None

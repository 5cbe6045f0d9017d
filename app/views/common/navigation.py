"""The menu: FAB's, read once for each set of roles and language in a process."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from flask import current_app, request
from flask_babel import get_locale

from app.views.common.base import viewer

CACHE = "platform_navigation"
"""Key of the application's extensions: menus by roles and language."""
RENDERED = "platform_menus"
"""Key of the application's extensions: menus as text, by all that they show."""
KEPT = 200
FOLDED_FROM = 16
"""Number of entries from which the groups are folded but for the one of the page."""


class Item(NamedTuple):
    """A menu entry. base: the address with which those of its pages begin. view: the name of its view."""

    label: str
    url: str
    base: str
    view: str


class Group(NamedTuple):
    """A group of entries; a single entry without a group has no label."""

    label: str
    icon: str
    items: Sequence[Item]


class Navigation(NamedTuple):
    """The menu of a page. own: the address of the entry that the page belongs to."""

    groups: Sequence[Group]
    own: str
    is_folded: bool


def navigation() -> Navigation:
    """Return the viewer's menu for the page at hand."""
    cache = current_app.extensions.setdefault(CACHE, {})
    key = viewer().roles, str(get_locale())
    if key not in cache:
        cache[key] = _groups()
    groups: Sequence[Group] = cache[key]
    items = [item for group in groups for item in group.items]
    ahead = [item for item in items if request.path.startswith(item.base)]
    ahead = ahead or [item for item in items if item.view and item.view == _stands_under()]
    own = max(ahead, key=lambda item: len(item.base)).url if ahead else ""
    return Navigation(groups, own, len(items) >= FOLDED_FROM)


def rendered(menu: Navigation, counts: Mapping[str, int], render: Callable[[], str]) -> str:
    """Return the menu's text, rendered once a process for what it shows. counts: by view."""
    kept: dict[Any, str] = current_app.extensions.setdefault(RENDERED, {})
    marked = {"/", *(item.url for group in menu.groups for item in group.items)}
    page = request.path if request.path in marked else ""
    key = viewer().roles, str(get_locale()), menu.own, page, tuple(counts.items())
    found = kept.get(key)
    if found is None:
        if len(kept) >= KEPT:
            kept.clear()
        found = kept[key] = render()
    return found


def _stands_under() -> str:
    """Return the name of the view under which the page's own stands; "" for none."""
    view = current_app.view_functions.get(request.endpoint or "")
    return getattr(getattr(view, "__self__", None), "stands_under", "")


def sums(group: Group, counts: Mapping[str, int]) -> int:
    """Return how much waits behind the entries of a group."""
    return sum(counts.get(item.view, 0) for item in group.items)


def _groups() -> Sequence[Group]:
    appbuilder = current_app.appbuilder
    names = appbuilder.menu.get_flat_name_list()
    seen = appbuilder.sm.get_user_menu_access(names)
    return tuple(
        Group(
            str(entry.label) if entry.childs else "",
            entry.icon if entry.icon and not entry.icon.startswith("fa") else "",
            tuple(_item(each) for each in entry.childs or [entry] if each.name in seen),
        )
        for entry in appbuilder.menu.get_list()
        if entry.name in seen
    )


def _item(entry: Any) -> Item:
    url = entry.get_url()
    base = url.partition("?")[0].replace("/list/", "/")
    return Item(str(entry.label), url, base, entry.baseview.endpoint if entry.baseview else "")

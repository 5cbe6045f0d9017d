"""How much waits behind each entry of the secretariat's menu; kept for some seconds in a process."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta

from flask import Flask, current_app

from app import clock
from app.security.viewer import Role, Viewer
from app.services.front import home
from app.views.common.base import viewer
from app.views.front.home import SECRETARIAT

MENU_COUNTS = "menu_counts"
"""Key of the application's extensions: the last numbers, and when they were asked for."""
KEPT = timedelta(seconds=30)
"""Longer than the bar of `health` keeps its answer: to count takes longer than a page."""
ANY_OFFICER = Viewer(None, "", frozenset({Role.SECRETARIAT}))
"""Who has proposed nothing: what an officer proposed is counted for all."""


def register(app: Flask) -> None:
    """Let the menu ask for the counts."""
    app.jinja_env.globals[MENU_COUNTS] = menu_counts


def menu_counts() -> Mapping[str, int]:
    """Return the numbers by view, for the secretariat: its menu is the only long one."""
    if not viewer().has(Role.SECRETARIAT):
        return {}
    kept: tuple[datetime | None, Mapping[str, int]]
    kept = current_app.extensions.get(MENU_COUNTS, (None, {}))
    asked_at, counts = kept
    if asked_at is None or not timedelta(0) <= clock.now() - asked_at < KEPT:
        counts = _counted(home.secretariat(ANY_OFFICER))
        current_app.extensions[MENU_COUNTS] = clock.now(), counts
    return counts


def _counted(numbers: Mapping[str, int]) -> Mapping[str, int]:
    found: Counter[str] = Counter()
    for task in SECRETARIAT:
        if task.in_menu:
            found[task.endpoint.partition(".")[0]] += numbers.get(task.key) or 0
    return found

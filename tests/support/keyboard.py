"""Use of a page by keyboard alone: only controls reachable by Tab are used."""

from collections.abc import Mapping
from typing import Any

from playwright.sync_api import Locator, Page

FAR_ENOUGH = 300
STOP = """() => { const e = document.activeElement; return {
  name: e.name || "", kind: e.type || e.tagName.toLowerCase(), checked: !!e.checked, value: e.value || "",
  options: e.options ? [...e.options].map(o => o.value) : [], chosen: e.selectedIndex ?? -1,
  group: e.type === "radio" ? [...e.form.elements[e.name]].map(o => o.value) : [],
}; }"""


def tab_to(page: Page, target: Locator) -> None:
    """Press Tab until the target has the focus. Raises AssertionError when it is never reached."""
    handle = target.element_handle()
    assert handle is not None
    for _ in range(FAR_ENOUGH):
        page.keyboard.press("Tab")
        if handle.evaluate("each => each === document.activeElement"):
            return
    raise AssertionError(f"Tab does not lead to {handle.evaluate('each => each.outerHTML')[:200]}")


def press(page: Page, target: Locator) -> None:
    """Reach a link or button by Tab, activate it, and wait for the next page."""
    tab_to(page, target)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def fill(page: Page, values: Mapping[str, Any], submit: Locator) -> None:
    """Tab through a form from its beginning, fill in the named fields, and send it.

    values: text; the value of a choice; a list of values for checkboxes of one name; True for one.
    """
    last = submit.element_handle()
    assert last is not None
    answered = set()
    for _ in range(FAR_ENOUGH):
        page.keyboard.press("Tab")
        if last.evaluate("each => each === document.activeElement"):
            assert answered == set(values), f"not reached: {set(values) - answered}"
            with page.expect_navigation():
                page.keyboard.press("Enter")
            return
        stop = page.evaluate(STOP)
        if stop["name"] in values:
            answer(page, stop, values[stop["name"]])
            answered.add(stop["name"])
    raise AssertionError("Tab does not lead to the button that sends")


def answer(page: Page, stop: Mapping[str, Any], value: Any) -> None:
    """Fill in the focused control."""
    if stop["kind"] == "checkbox":
        if stop["checked"] != (value is True or stop["value"] in value):
            page.keyboard.press("Space")
    elif stop["kind"] == "radio":
        page.keyboard.press("Space")
        for _ in range(stop["group"].index(value) - stop["group"].index(stop["value"])):
            page.keyboard.press("ArrowDown")
    elif stop["kind"] == "select-one":
        steps = stop["options"].index(value) - stop["chosen"]
        for _ in range(abs(steps)):
            page.keyboard.press("ArrowDown" if steps > 0 else "ArrowUp")
    else:
        page.keyboard.press("Control+a")
        page.keyboard.insert_text(value)

"""A parser for the forms of a page: their fields and the values a browser would send."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

VALUELESS = frozenset({"submit", "button", "image", "reset", "file"})


@dataclass
class Form:
    """A form with its action and initial values."""

    action: str
    method: str
    values: dict[str, list[str]] = field(default_factory=dict)
    typed: set[str] = field(default_factory=set)
    """Fields that a person fills in and that have a value already."""
    kinds: dict[str, str] = field(default_factory=dict)
    """Field → its type, or `select`, `textarea`, `button`."""
    options: dict[str, list[str]] = field(default_factory=dict)
    """What may be chosen or pressed."""


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.inside = False
        self.select: str | None = None
        self.first_option: str | None = None
        self.textarea: str | None = None
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(Form(found.get("action", ""), found.get("method", "get").lower()))
            self.inside = True
        elif not self.inside:
            return
        elif tag == "input":
            self._input(found)
        elif tag == "button" and found.get("name"):
            self._offer(found["name"], "button", found.get("value", ""))
        elif tag == "select":
            self.select, self.first_option = found.get("name"), None
            self.forms[-1].kinds[self.select or ""] = "select"
        elif tag == "option" and self.select:
            self._option(found)
        elif tag == "textarea":
            self.textarea, self.text = found.get("name"), ""
            self.forms[-1].kinds[self.textarea or ""] = "textarea"

    def _add(self, name: str, value: str, *, is_typed: bool = False) -> None:
        self.forms[-1].values.setdefault(name, []).append(value)
        if is_typed and value:
            self.forms[-1].typed.add(name)

    def _input(self, found: dict[str, str]) -> None:
        kind, name = found.get("type", "text"), found.get("name")
        if name:
            self.forms[-1].kinds[name] = kind
        if not name or kind in VALUELESS or "disabled" in found:
            return
        if kind in ("checkbox", "radio"):
            self._offer(name, kind, found.get("value", "on"))
            if "checked" in found:
                self._add(name, found.get("value", "on"), is_typed=True)
        else:
            self._add(name, found.get("value", ""), is_typed=kind != "hidden")

    def _offer(self, name: str, kind: str, value: str) -> None:
        self.forms[-1].kinds[name] = kind
        self.forms[-1].options.setdefault(name, []).append(value)

    def _option(self, found: dict[str, str]) -> None:
        assert self.select
        self._offer(self.select, "select", found.get("value", ""))
        if self.first_option is None:
            self.first_option = found.get("value", "")
        if "selected" in found:
            self._add(self.select, found.get("value", ""), is_typed=True)

    def handle_data(self, data: str) -> None:
        if self.textarea is not None:
            self.text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False
        elif tag == "textarea" and self.textarea is not None:
            self._add(self.textarea, self.text.removeprefix("\n"), is_typed=True)
            self.textarea = None
        elif tag == "select" and self.select:
            if self.select not in self.forms[-1].values and self.first_option is not None:
                self._add(self.select, self.first_option)
            self.select = None


def read_forms(page: str) -> list[Form]:
    """Return all forms of the page, in order."""
    reader = _Reader()
    reader.feed(page)
    return reader.forms

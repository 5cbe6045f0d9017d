"""Forms that change a stored row, so that nobody's save wipes another's (see services/common/edits)."""

import json
from collections.abc import Callable, Mapping
from datetime import date, time
from difflib import SequenceMatcher
from enum import Enum
from typing import Any, NamedTuple, TypeVar

from flask import current_app
from flask_babel import format_date
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, DateField, Field, FileField, HiddenField, SubmitField

from app.services.common import edits
from app.services.common.edits import SHORT, Change, ChangedMeanwhile, Mark

V = TypeVar("V", bound=Callable[..., Any])
Stored = Callable[[], Any]
"""Locks the row and returns its fresh values by field: a mapping, or an object with attributes."""
SAME = "…"
NOT_OF_THE_ROW = (HiddenField, FileField, SubmitField)


class Shown(NamedTuple):
    """A changed field in the words of the page. opened: None where it was not kept."""

    label: str
    opened: str | None
    now: str
    typed: str
    is_kept: bool


class OpenedField(HiddenField):  # type: ignore[misc]
    """What the form was opened with. Not an attribute of any row."""

    def populate_obj(self, obj: Any, name: str) -> None:
        """Do nothing."""


class EditForm(FlaskForm):  # type: ignore[misc]
    """A form of a stored row.

    The view passes its verb through `since_opened`. If somebody else saved in the meantime,
    nothing is written: the form is shown again with the input and a table of the differences,
    fields that only the other changed show the other's value, and the next save is taken as it is.
    A forged mark has the effect of such a second save; the audit trail names who saved.
    """

    opened = OpenedField(_l("What the page was opened with"))
    sealed = False
    """Whether the page may carry only the fingerprints of the values."""
    changed: tuple[Shown, ...] = ()

    def process(self, *args: Any, **kwargs: Any) -> None:
        super().process(*args, **kwargs)
        if self.opened.raw_data is None:  # made from the row, not from a browser
            self._remember({field.short_name: text(field.data) for field in self._of_the_row()})

    def since_opened(self, verb: V, stored: Stored) -> V:
        """Return the verb, which then raises ChangedMeanwhile if the row is not as it was.

        stored: locks the row first, as the verb does.
        """
        checked: Any = edits.unless_changed(verb, lambda: self.require_unchanged(stored()))
        return checked  # type: ignore[no-any-return]

    def require_unchanged(self, stored: Any) -> None:
        """Raise ChangedMeanwhile, prepared to be shown again, if the locked row differs."""
        opened = self._opened()
        if opened is None:
            return  # sent by no page of ours, and so to be taken as it is
        data = {field.short_name: stored_in(stored, field) for field in self._of_the_row()}
        now = {name: text(value) for name, value in data.items()}
        typed = {field.short_name: text(field.data) for field in self._of_the_row()}
        changes = edits.changes(opened, now, typed, key=_key())
        if not changes:
            return
        self.changed = tuple(self._shown(change) for change in changes)
        for change in changes:
            if not change.is_kept:
                field = self[change.name]
                field.data, field.raw_data = data[change.name], None
        self._remember(now)
        raise ChangedMeanwhile(changes)

    def _of_the_row(self) -> list[Field]:
        return [field for field in self if not isinstance(field, NOT_OF_THE_ROW)]

    def _remember(self, values: Mapping[str, str]) -> None:
        marks = {
            name: edits.mark(name, value, key=_key(), sealed=self.sealed)
            for name, value in values.items()
        }
        self.opened.data = json.dumps(marks, ensure_ascii=False)

    def _opened(self) -> dict[str, Mark] | None:
        """Return the marks; none of them if unreadable or not ours, None if not sent at all."""
        if not self.opened.data:
            return None
        try:
            found = {name: Mark(*each) for name, each in json.loads(self.opened.data).items()}
            ours = all(
                known.value is None or known == edits.mark(name, known.value, key=_key())
                for name, known in found.items()
            )
        except (ValueError, TypeError, AttributeError, RecursionError):
            return {}
        return found if ours else {}

    def _shown(self, change: Change) -> Shown:
        field = self[change.name]
        opened = None if change.opened is None else in_words(field, change.opened)
        now, typed = in_words(field, change.now), in_words(field, change.typed)
        if len(now) + len(typed) > SHORT:
            now, typed = differing_lines(now, typed)
        return Shown(str(field.label.text), opened, now, typed, change.is_kept)


class SealedEditForm(EditForm):
    """A form whose values may stand in their own fields only: of a case."""

    sealed = True


def stored_in(stored: Any, field: Field) -> Any:
    """Return the row's value of a field, or what the form begins with where the row has none."""
    default = field.default() if callable(field.default) else field.default
    if isinstance(stored, Mapping):
        return stored.get(field.short_name, default)
    return getattr(stored, field.short_name, default)


def text(value: Any) -> str:
    """Return a field's value as text, the same for what is stored and what comes from a browser."""
    if value is None or value is False:
        return ""
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, list | tuple | set | frozenset):
        return json.dumps(sorted(text(each) for each in value), ensure_ascii=False)
    if isinstance(value, Mapping):
        parts = {name: text(each) for name, each in value.items() if name != "csrf_token"}
        return json.dumps(parts, ensure_ascii=False, sort_keys=True)
    return str(value).replace("\r\n", "\n").strip()


def in_words(field: Field, value: str) -> str:
    """Return a value as the page shows it: the labels of choices, yes or no."""
    if isinstance(field, BooleanField):
        return _("Yes") if value else _("No")
    if isinstance(field, DateField) and value:
        return str(format_date(date.fromisoformat(value), "long"))
    if not hasattr(field, "iter_choices"):
        return value
    labels = {str(choice[0]): str(choice[1]) for choice in field.iter_choices()}
    chosen = json.loads(value) if value.startswith("[") else [value]
    return " / ".join(labels.get(each, each) for each in chosen)


def differing_lines(one: str, other: str) -> tuple[str, str]:
    """Return the lines of each text that the other does not have at that place, the rest as …"""
    lines, others = one.splitlines(), other.splitlines()
    left: list[str] = []
    right: list[str] = []
    for kind, i, j, k, m in SequenceMatcher(None, lines, others, autojunk=False).get_opcodes():
        left += [SAME] if kind == "equal" else lines[i:j]
        right += [SAME] if kind == "equal" else others[k:m]
    return "\n".join(left), "\n".join(right)


def _key() -> str:
    key: str = current_app.config["SECRET_KEY"]
    return key

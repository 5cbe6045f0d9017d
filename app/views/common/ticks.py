"""Rows ticked in a list, and what is done with them: declared by the view, carried out here.

Each row is done with the service's own verb, in a transaction of its own; a row that is refused is
named with the reason. A row that the viewer may not tick is treated like one that does not exist.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from flask import abort, flash, jsonify, make_response, redirect, render_template, request
from flask_babel import LazyString, ngettext
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from app.errors import NotFound, RuleViolation, StaleState
from app.extensions import db
from app.views.common.base import redirect_with_success, run, with_article
from app.views.common.urls import safe_next
from app.views.forms.common.sent import number

PICK, SURE, BACK = "pick", "sure", "back"
"""Fields: each ticked row, whether the confirmation page sends them, the list to return to."""
MOST = 300
"""Rows at once."""


@dataclass(frozen=True)
class Act:
    """What may be done with each ticked row, by one verb of a service."""

    key: str
    """Part of the address."""
    label: LazyString | str
    verb: Callable[..., Any]
    told: LazyString | str
    """What happens to each of them, said before it does."""
    arguments: Callable[[str, Any], tuple[Any, ...]] = lambda key, _form: (int(key),)
    """Key of the row and the valid form → the verb's arguments after the actor."""
    options: Callable[[Any], Mapping[str, Any]] = lambda _form: {}
    """Valid form → the verb's further arguments by name."""
    form: type[FlaskForm] | None = None
    """What is asked once for all of them."""
    undo: "Act | None" = None
    style: str = "secondary"


@dataclass(frozen=True)
class Ticks:
    """The ticks of one list."""

    title: LazyString | str
    """The list's."""
    url: str
    """The list's, to return to unless the form names another page of it."""
    address: Callable[[str], str]
    """Key of an act → where it is sent."""
    named: Callable[[Sequence[str]], Mapping[str, str]]
    """Keys → name of each row among them that the viewer may tick."""
    acts: Sequence[Act] = ()
    """Each a button below the list."""
    more: Sequence[Act] = ()
    """Those with a button elsewhere, which sends rows of its own choice."""

    @property
    def back(self) -> str:
        """The list as it was left, with filter and page; never another page."""
        wanted = safe_next(request.form.get(BACK) or self.url)
        return wanted if wanted.partition("?")[0] == self.url.partition("?")[0] else self.url

    def known(self, key: str) -> Act | None:
        """Return an act or an undo of this list."""
        undone = [act.undo for act in self.acts if act.undo]
        return next((act for act in (*self.acts, *self.more, *undone) if act.key == key), None)


class Refused(NamedTuple):
    """A row that was left as it is."""

    name: str
    why: str


def numbers(keys: Sequence[str]) -> list[int]:
    """Return those of the sent keys that are numbers."""
    return [found for found in map(number, keys) if found is not None]


def answer(ticks: Ticks, key: str) -> Response:
    """Answer the button of an act: ask first, then do it to each row that is ticked."""
    act = ticks.known(key) or abort(404)
    picked = list(dict.fromkeys(request.form.getlist(PICK)))
    names = ticks.named(picked[:MOST]) if picked else {}
    chosen = [each for each in picked if each in names]
    if not chosen or len(picked) > MOST:
        words = _("Tick at most %(most)s rows.", most=MOST) if chosen else _("Tick a row first.")
        flash(words, "warning")
        return redirect(ticks.back, 303)
    is_sure = request.form.get(SURE) == "1"
    form = act.form(**({} if is_sure else {"formdata": None})) if act.form else None
    if not is_sure or (form is not None and not form.validate()):
        page = render_template(
            "common/ticks.html", ticks=ticks, act=act, form=form, chosen=chosen, names=names
        )
        return make_response(page, 422 if is_sure else 200)
    done, refused = _carry_out(act, chosen, names, form)
    if request.accept_mimetypes.best == "application/json":
        return jsonify(done=done, refused=refused)
    words = ngettext("One row: done.", "%(num)s rows: done.", len(done))
    if not refused and act.undo is None:
        return redirect_with_success(f"{act.label} — {words}", ticks.back)
    page = render_template(
        "common/ticks_done.html", ticks=ticks, act=act, done=done, refused=refused, words=words
    )
    return make_response(page, 200 if done else 409)


def _carry_out(
    act: Act, chosen: Sequence[str], names: Mapping[str, str], form: Any
) -> tuple[list[str], list[Refused]]:
    """Return the keys of the rows that were done, and those refused."""
    done, refused = [], []
    for key in chosen:
        try:
            run(act.verb, *act.arguments(key, form), **act.options(form))
        except RuleViolation as refusal:
            refused.append(Refused(names[key], with_article(refusal)))
        except StaleState as stale:
            refused.append(Refused(names[key], stale.message))
        except NotFound:
            db.session.rollback()
            refused.append(Refused(names[key], _("It is no longer there.")))
        else:
            done.append(key)
    return done, refused

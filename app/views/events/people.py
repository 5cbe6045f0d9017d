"""Who comes to an event: names, groups, door, report. The secretariat's and its organiser's."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask import flash, jsonify, make_response, redirect, render_template, request, url_for
from flask_appbuilder import expose, has_access, permission_name
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.errors import NotFound, RuleViolation
from app.models.events.event import Event
from app.rules.events.event import Need
from app.rules.events.questionnaire import QUESTIONS
from app.services.events import door, people, registrations, report, seats
from app.views.common.base import View, links, redirect_with_success, run, run_or_flash, viewer
from app.views.common.files import XLSX, download, pdf
from app.views.common.form_actions import run_for_form
from app.views.forms.events.forms import CodeForm, WalkInForm

JSON = "application/json"
LONGEST_NUMBER = 9


class EventPeopleView(View):
    """`/events/<pk>/people`, `…/groups`, `…/door`, `…/report`."""

    route_base = "/events"
    default_view = "people"

    @expose("/<pk>/people")
    @has_access
    def people(self, pk: str) -> str:
        event = people.kept(viewer(), pk)
        return render_template(
            "events/people.html",
            event=event,
            found=people.of(event),
            seats=seats.overview(event),
            needs={each.value: each.label for each in Need},
        )

    @expose("/<pk>/people.xlsx")
    @has_access
    @permission_name("people")
    def xlsx(self, pk: str) -> Response:
        content = run(people.workbook, people.kept(viewer(), pk))
        return download(content, XLSX, f"event-{pk[:8]}.xlsx")

    @expose("/<pk>/people.pdf")
    @has_access
    @permission_name("people")
    def paper(self, pk: str) -> Response:
        return pdf(run(people.paper, people.kept(viewer(), pk)), f"event-{pk[:8]}")

    @expose("/<pk>/people/<int:row_id>/cancel", methods=("POST",))
    @has_access
    @permission_name("people")
    def cancel(self, pk: str, row_id: int) -> Response:
        people.kept(viewer(), pk)
        done = run_or_flash(registrations.cancel_for, pk, row_id, links=links())
        return self._back(".people", pk, _("The registration has been cancelled."), done)

    @expose("/<pk>/groups", methods=("GET", "POST"))
    @has_access
    @permission_name("people")
    def groups(self, pk: str) -> Response:
        event = people.kept(viewer(), pk)
        if request.method == "POST":
            if "make" in request.form:
                done = run_or_flash(people.make_groups, pk)
            else:
                done = run_or_flash(people.place, pk, *_placed_by_hand(request.form))
            return self._back(".groups", pk, _("The groups have been saved."), done)
        found = [row for row in people.of(event) if row.state in people.COMES]
        return make_response(render_template("events/groups.html", event=event, found=found))

    @expose("/<pk>/door", methods=("GET", "POST"))
    @has_access
    @permission_name("people")
    def door(self, pk: str) -> Response:
        """Show the list for the door, or take a mark: as JSON for the script, else as a page."""
        event = people.kept(viewer(), pk)
        if request.method == "POST":
            return self._marked(pk)
        return make_response(_door_page(event, WalkInForm(formdata=None)))

    def _marked(self, pk: str) -> Response:
        wants_json = request.accept_mimetypes.best == JSON
        code, came, status = request.form.get("code", "")[:300], "", 200
        try:
            if request.form.get("undo"):
                run(door.unmark, pk, code)
                words = _("The mark has been taken back.")
            else:
                mark = run(door.mark, pk, code, _scanned_at(request.form.get("at", "")))
                came = door.came_text(mark.row)
                words = _told(mark, came)
                status = 200 if mark.is_first else 409
        except NotFound:
            words, status = _("Nobody has this code. Look for the name."), 404
        except RuleViolation as refusal:
            words, status = refusal.message, 422
        if wants_json:
            return make_response(jsonify(text=words, came=came), status)
        flash(words, "success" if status == 200 else "warning")
        return redirect(url_for(".door", pk=pk), 303)

    @expose("/<pk>/walk-in", methods=("POST",))
    @has_access
    @permission_name("people")
    def walk_in(self, pk: str) -> Response:
        event = people.kept(viewer(), pk)
        form = WalkInForm()
        if form.validate() and run_for_form(form, door.walk_in, pk, form.name.data, form.body.data):
            return self._back(".door", pk, _("Received."), done=True)
        return make_response(_door_page(event, form), 422)

    @expose("/<pk>/report")
    @has_access
    @permission_name("people")
    def report(self, pk: str) -> str:
        event = people.kept(viewer(), pk)
        titles = dict(
            zip(
                (key for key, _choices in QUESTIONS),
                (
                    _("How was the event?"),
                    _("Did you make new contacts?"),
                    _("Is it useful for what you do?"),
                ),
                strict=True,
            )
        )
        return render_template(
            "events/report.html", event=event, report=report.of(event), titles=titles
        )

    @expose("/<pk>/report.pdf")
    @has_access
    @permission_name("people")
    def report_paper(self, pk: str) -> Response:
        return pdf(run(report.paper, people.kept(viewer(), pk)), f"event-report-{pk[:8]}")

    def _back(self, page: str, pk: str, words: str, done: Any) -> Response:
        url = url_for(page, pk=pk)
        return redirect_with_success(words, url) if done else redirect(url, 303)


def _door_page(event: Event, form: WalkInForm) -> str:
    scanned = request.args.get("code", "")[:20].upper()
    return render_template(
        "events/door.html",
        event=event,
        sheet=door.sheet(event),
        code_form=CodeForm(formdata=None, code=scanned),
        form=form,
    )


def _placed_by_hand(sent: Mapping[str, str]) -> tuple[dict[int, str], set[int]]:
    """Return registration → group, and the locked ones, of those changed on the page alone."""
    chosen: dict[int, str] = {}
    locked = set()
    for name, group in sent.items():
        number = name.removeprefix("group-")
        if number == name or not number.isdecimal() or len(number) > LONGEST_NUMBER:
            continue
        lock = "1" if f"lock-{number}" in sent else ""
        if sent.get(f"was-{number}") != f"{group}|{lock}":
            chosen[int(number)] = group
            locked |= {int(number)} if lock else set()
    return chosen, locked


def _told(mark: door.Mark, came: str) -> str:
    if mark.is_first:
        return _("%(name)s: received.", name=mark.row.name)
    return _("%(name)s was received already: %(came)s.", name=mark.row.name, came=came)


def _scanned_at(text: str) -> datetime | None:
    try:
        at = datetime.fromisoformat(text[:40])
    except ValueError:
        return None
    return at if at.tzinfo else None

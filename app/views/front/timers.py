"""Due work (予定): what runs when and why, pauses, and what waits after a jump of the clock."""

from collections.abc import Callable
from datetime import date
from typing import Any

from flask import make_response, redirect, render_template, request, url_for
from flask_appbuilder import expose, has_access, permission_name
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app import bell, clock
from app.models.common.timer import ClockGap
from app.security.viewer import Role
from app.services.common import clock_gaps, timers
from app.services.front import timer_desk, timer_forecast, timer_kinds, timer_moves
from app.services.front.timer_forecast import Fired, Forecast
from app.views.common.base import (
    View,
    links,
    redirect_with_success,
    run_or_flash,
    viewer,
)
from app.views.common.form_actions import run_for_form
from app.views.common.paging import page_number
from app.views.common.rehearsal import rehearse
from app.views.forms.front.timers import MovesForm, TimerReasonForm, UntilForm

SWEEP = "timers.sweep"
YEARS = 2
"""How far ahead is simulated."""


class TimerView(View):
    """`/timers`."""

    route_base = "/timers"
    default_view = "list"

    @expose("/")
    @has_access
    def list(self) -> str:
        gap = clock_gaps.present()
        return render_template(
            "front/timers/list.html",
            lines=timer_desk.lines(viewer(), gap),
            gap=gap,
            would_go=would_go(gap),
            until=end_of_business_year(clock.today()),
        )

    @expose("/waiting")
    @has_access
    def waiting(self) -> str:
        number = page_number()
        found, total = timer_desk.page(viewer(), clock_gaps.present(), number=number)
        return render_template(
            "front/timers/waiting.html",
            waiting=found,
            total=total,
            number=number,
            now=clock.now(),
        )

    @expose("/forecast")
    @has_access
    @permission_name("waiting")
    def forecast(self) -> Response:
        form = UntilForm(request.args)
        today, found = clock.today(), None
        if form.validate():
            until = form.until.data
            if not today <= until <= today.replace(year=today.year + YEARS, day=1):
                form.until.errors = [_("Enter a day from today within the next two years.")]
            else:
                found = forecast_until(until)
        page = render_template("front/timers/forecast.html", form=form, found=found)
        return make_response(page, 422 if form.errors else 200)

    @expose("/moves", methods=("GET", "POST"))
    @has_access
    @permission_name("handle")
    def moves(self) -> Response:
        found = timer_moves.moves(viewer())
        form = MovesForm(data={"seen": timer_moves.stamp(found)})
        if form.validate_on_submit():
            seen = form.seen.data or ""
            if run_for_form(form, timer_moves.apply, seen=seen) is not None:
                return redirect_with_success(_("The timers have been moved."), url_for(".list"))
        page = render_template("front/timers/moves.html", moves=found, form=form)
        return make_response(page, 422 if form.errors else 200)

    @expose("/run", methods=("POST",))
    @has_access
    @permission_name("handle")
    def run(self) -> Response:
        return self._done(timer_desk.ask_for_sweep, _("What is due is being handled."))

    @expose("/kinds/<key>/pause", methods=("GET", "POST"))
    @has_access
    @permission_name("handle")
    def pause_kind(self, key: str) -> Response:
        name = timer_desk.listed(key).name
        return self._with_reason(timer_desk.pause, key, _("Pause"), name, ".list")

    @expose("/kinds/<key>/resume", methods=("POST",))
    @has_access
    @permission_name("handle")
    def resume_kind(self, key: str) -> Response:
        return self._done(timer_desk.resume, _("Resumed."), key)

    @expose("/kinds/<key>/drop", methods=("GET", "POST"))
    @has_access
    @permission_name("handle")
    def drop_kind(self, key: str) -> Response:
        name = timer_desk.droppable(key).kind.name
        return self._with_reason(timer_desk.drop, key, _("Close without running"), name, ".list")

    @expose("/gaps/<int:pk>/kinds/<key>/release", methods=("POST",))
    @has_access
    @permission_name("handle")
    def release_kind(self, pk: int, key: str) -> Response:
        return self._done(timer_desk.release, _("Released."), pk, key)

    @expose("/gaps/<int:pk>/release", methods=("POST",))
    @has_access
    @permission_name("handle")
    def release_all(self, pk: int) -> Response:
        return self._done(clock_gaps.settle, _("Released."), pk)

    @expose("/<int:pk>/<any(pause,drop):verb>", methods=("GET", "POST"))
    @has_access
    @permission_name("handle")
    def stop(self, pk: int, verb: str) -> Response:
        found = timer_desk.one(viewer(), pk)
        act, words = {
            "pause": (timers.pause, _("Pause")),
            "drop": (timers.drop, _("Close without running")),
        }[verb]
        name = f"{found.kind.name} {found.name}"
        return self._with_reason(act, pk, words, name, ".waiting")

    @expose("/<int:pk>/<any(resume,run):verb>", methods=("POST",))
    @has_access
    @permission_name("handle")
    def go(self, pk: int, verb: str) -> Response:
        act, words = {
            "resume": (timers.resume, _("Resumed.")),
            "run": (timers.run_now, _("What is due is being handled.")),
        }[verb]
        return self._done(act, words, pk, back=".waiting")

    def _done(
        self, verb: Callable[..., Any], words: str, *given: Any, back: str = ".list"
    ) -> Response:
        """Run a button's verb, ask for a sweep, and return to the list."""
        if not run_or_flash(verb, *given):
            return redirect(url_for(back), 303)
        bell.ring(SWEEP)
        return redirect_with_success(words, url_for(back))

    def _with_reason(
        self, verb: Callable[..., Any], key: int | str, words: str, name: str, back: str
    ) -> Response:
        form = TimerReasonForm()
        if form.validate_on_submit() and run_for_form(form, verb, key, form.reason.data or ""):
            return redirect_with_success(_("Saved."), url_for(back))
        page = render_template(
            "front/timers/reason.html", form=form, words=words, name=name, back=url_for(back)
        )
        return make_response(page, 422 if form.errors else 200)


def forecast_until(until: date) -> Forecast:
    """Simulate until a day; nothing of it stays."""
    letters = links()
    return rehearse(lambda actor: timer_forecast.run(actor, until, letters))


def would_go(gap: ClockGap | None) -> list[Fired]:
    """Return what waits for a person and would go now; for the secretariat only."""
    if gap is None or not viewer().has(Role.SECRETARIAT):
        return []
    letters, held = links(), timer_kinds.halt(gap).held
    today = clock.today()
    return [*rehearse(lambda actor: timer_forecast.run(actor, today, letters, only=held)).fired]


def end_of_business_year(day: date) -> date:
    """Return the next 31 March (年度末)."""
    return date(day.year + (day.month > 3), 3, 31)

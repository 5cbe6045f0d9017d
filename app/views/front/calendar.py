"""The calendar of everything (行事予定): a month, and feeds for calendar programs."""

from calendar import Calendar
from datetime import date, timedelta

from flask import make_response, render_template, request, url_for
from flask_appbuilder import expose, has_access, permission_name
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app import clock
from app.services.front import calendars
from app.views.common.base import View, links, redirect_with_success, run, viewer

WEEKS = Calendar(firstweekday=6)
"""Weeks begin on Sunday, as calendars in Japan do."""
FIRST, LAST = date(2024, 4, 1), date(2099, 12, 1)


class CalendarView(View):
    """`/calendar` and each person's own address of the feed."""

    route_base = "/calendar"
    default_view = "month"

    @expose("/")
    @has_access
    def month(self) -> str:
        first = _asked_month()
        weeks = WEEKS.monthdatescalendar(first.year, first.month)
        found = calendars.between(viewer(), weeks[0][0], weeks[-1][-1])
        here = [
            item for item in found if (item.day.year, item.day.month) == (first.year, first.month)
        ]
        return render_template(
            "front/calendar.html",
            first=first,
            weeks=weeks,
            found=found,
            here=here,
            before=_key(first - timedelta(days=1)),
            after=_key(first + timedelta(days=31)),
            today=clock.today(),
            feed=f"{links().base}{url_for('CalendarFeedView.ics')}",
            own=calendars.address(viewer(), links()),
        )

    @expose("/<token>.ics")
    @has_access
    @permission_name("month")
    def own_ics(self, token: str) -> Response:
        key = links().read_calendar_token(token)
        response = _as_feed(calendars.personal_feed(viewer(), *key, links()))
        response.headers["Cache-Control"] = "no-store"
        return response

    @expose("/address", methods=("POST",))
    @has_access
    def renew(self) -> Response:
        run(calendars.renew)
        return redirect_with_success(
            _("The address has been made. A former one is void."),
            url_for(".month", subscribe=1),
        )


class CalendarFeedView(View):
    """`/calendar.ics`: what everybody may read, whoever asks."""

    route_base = "/calendar.ics"
    default_view = "ics"

    @expose("")
    @has_access
    def ics(self) -> Response:
        return _as_feed(calendars.public_feed(viewer(), links()))


def _asked_month() -> date:
    try:
        asked = date.fromisoformat(f"{request.args.get('month', '')}-01")
    except ValueError:
        return clock.today().replace(day=1)
    return min(max(asked, FIRST), LAST)


def _key(day: date) -> str:
    return f"{day:%Y-%m}"


def _as_feed(content: bytes) -> Response:
    response = make_response(content)
    response.headers["Content-Type"] = "text/calendar; charset=utf-8"
    response.headers["Cache-Control"] = "no-cache"
    return response

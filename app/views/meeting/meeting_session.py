"""A meeting in session, for the secretariat: attendance, chair, quorum (規約第10条–第12条)."""

from typing import Any

from flask import abort, redirect, render_template, request, url_for
from flask_appbuilder import expose, has_access, permission_name
from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from app import clock
from app.models.meeting.meeting import Meeting
from app.rules.meeting import grounds, proxy_verdict, quorum
from app.rules.meeting.agenda import Reply
from app.rules.meeting.attendance import Ground, attending, missing
from app.rules.states.meeting.meeting import MeetingState
from app.services.meeting import attendance, meetings, observers, progress, proxies, rolls
from app.views.common import ticks
from app.views.common.base import View, redirect_with_success, run_or_flash, viewer
from app.views.common.etags import polled
from app.views.common.form_actions import run_for_form
from app.views.common.ticks import Act, Ticks
from app.views.forms.meeting.meetings import OpenForm
from app.views.meeting.planning import page


class MeetingSessionView(View):
    """`/meetings/<pk>/attendance`, and the buttons for opening and ending."""

    route_base = "/meetings"
    default_view = "register"

    @expose("/<int:pk>/attendance")
    @has_access
    @permission_name("handle")
    @polled
    def register(self, pk: int) -> str:
        meeting = meetings.at_desk(viewer(), pk)
        template = "_attendance_live" if request.args.get("part") == "live" else "attendance"
        return render_template(f"meeting/meetings/{template}.html", **session_of(meeting))

    @expose("/<int:pk>/open", methods=("GET", "POST"))
    @has_access
    @permission_name("handle")
    def open(self, pk: int) -> Response:
        meeting, form = meetings.at_desk(viewer(), pk), OpenForm()
        words = _("The meeting has been opened. Record the attendance.")
        here = url_for(".register", pk=pk)
        if clock.local(meeting.starts_at).date() != clock.today():
            if form.validate_on_submit() and run_for_form(
                form, meetings.open_meeting, pk, reason=form.reason.data
            ):
                return redirect_with_success(words, here)
            return page("meeting/meetings/open.html", form, meeting=meeting)
        if request.method == "POST" and run_or_flash(meetings.open_meeting, pk):
            return redirect_with_success(words, here)
        return redirect(url_for("MeetingView.show", pk=pk), 303)

    @expose("/<int:pk>/end", methods=("POST",))
    @has_access
    @permission_name("handle")
    def end(self, pk: int) -> Response:
        url = url_for("MeetingView.show", pk=pk)
        meeting = meetings.at_desk(viewer(), pk)
        words = _("The written resolution has ended.") if meeting.is_written else _("Closed.")
        left = request.form.get("unfinished", "").split()
        if not all(each.isascii() and each.isdigit() and len(each) < 10 for each in left):
            abort(400)
        if run_or_flash(meetings.close_meeting, pk, unfinished=[int(each) for each in left]):
            return redirect_with_success(words, url)
        return redirect(url, 303)

    @expose("/<int:pk>/attendance/<int:member_id>/arrive", methods=("POST",))
    @has_access
    @permission_name("handle")
    def arrive(self, pk: int, member_id: int) -> Response:
        online = request.form.get("online") == "1"
        run_or_flash(attendance.arrive, pk, member_id, online=online)
        return redirect(url_for(".register", pk=pk, _anchor=f"member-{member_id}"), 303)

    @expose("/<int:pk>/attendance/<int:member_id>/depart", methods=("POST",))
    @has_access
    @permission_name("handle")
    def depart(self, pk: int, member_id: int) -> Response:
        run_or_flash(attendance.depart, pk, member_id)
        return redirect(url_for(".register", pk=pk, _anchor=f"member-{member_id}"), 303)

    @expose("/<int:pk>/attendance/ticked/<act>", methods=("POST",))
    @has_access
    @permission_name("handle")
    def tick(self, pk: int, act: str) -> Response:
        return ticks.answer(ticked(meetings.at_desk(viewer(), pk)), act)

    @expose("/<int:pk>/chair", methods=("POST",))
    @has_access
    @permission_name("handle")
    def chair(self, pk: int) -> Response:
        chosen = request.form.get("chair", "")
        known = chosen.isascii() and chosen.isdigit() and len(chosen) < 10
        member_id = int(chosen) if known else None
        url = url_for(".register", pk=pk)
        if run_or_flash(attendance.elect_chair, pk, member_id):
            return redirect_with_success(
                _("The chair has been recorded.")
                if known
                else _("It has been recorded that there is no chair."),
                url,
            )
        return redirect(url, 303)

    @expose("/<int:pk>/observers/<int:observer_id>/there", methods=("POST",))
    @has_access
    @permission_name("handle")
    def observer(self, pk: int, observer_id: int) -> Response:
        run_or_flash(observers.note, pk, observer_id, attended=request.form.get("there") == "1")
        return redirect(url_for(".register", pk=pk, _anchor="observers"), 303)


def session_of(meeting: Meeting) -> dict[str, object]:
    """Return the attendance with its grounds, the quorum, and the proxies with their validity."""
    register = rolls.register(meeting)
    roll = register.roll()
    held: dict[int, int] = {}
    for proxy in register.proxies.values():
        held[proxy.agent_id] = held.get(proxy.agent_id, 0) + 1
    return {
        "meeting": meeting,
        "register": register,
        "grounds": grounds(roll),
        "Ground": Ground,
        "quorum": quorum(roll),
        "short": missing(len(roll.executives), len(attending(roll))),
        "progress": progress.of(register) if meeting.state is MeetingState.OPEN else None,
        "proxies": proxies.of_meeting(viewer(), meeting.id),
        "holds": {member: proxy_verdict(roll, member) for member in register.proxies},
        "held": held,
        "ticks": ticked(meeting),
        "live_url": url_for("MeetingSessionView.register", pk=meeting.id, part="live"),
    }


def ticked(meeting: Meeting) -> Ticks:
    """Return what may be done with ticked members: nothing but while the meeting is in session."""

    def act(key: str, label: LazyString, verb: Any, told: LazyString, **options: bool) -> Act:
        of_member = lambda member, _form: (meeting.id, int(member))  # noqa: E731
        return Act(key, label, verb, told, of_member, lambda _form: options)

    here = _l("They count as attending from now on; proxies they gave end.")
    as_answered = act(
        "as-answered",
        _l("Mark as present those who answered so"),
        attendance.arrive_as_answered,
        here,
    )
    room = act("room", _l("Mark as present"), attendance.arrive, here, online=False)
    online = act("online", _l("Online"), attendance.arrive, here, online=True)
    left = act(
        "depart", _l("Mark as left"), attendance.depart, _l("They are recorded as left now.")
    )
    offered = {Reply.ROOM: room, Reply.ONLINE: online}
    acts = (*(offered[way] for way in meeting.form.ways_to_come), left)
    in_session = meeting.state is MeetingState.OPEN
    return Ticks(
        title=_("Attendance and chair"),
        url=url_for("MeetingSessionView.register", pk=meeting.id),
        address=lambda act: url_for("MeetingSessionView.tick", pk=meeting.id, act=act),
        named=lambda keys: {
            str(entry.organisation_id): entry.organisation.name
            for entry in rolls.entries(meeting.id)
            if str(entry.organisation_id) in keys
        },
        acts=acts if in_session else (),
        more=(as_answered,) if in_session else (),
    )

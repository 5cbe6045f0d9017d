"""Answers of an executive member to a meeting notice: by personal link, or logged in."""

from collections.abc import Callable
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from flask import flash, make_response, render_template, request, url_for
from flask_appbuilder import expose, has_access, permission_name
from flask_appbuilder.utils.limit import Limit
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from app import clock
from app.documents.meeting import calendar as meeting_calendar
from app.errors import NotFound
from app.extensions import db
from app.rules.meeting.agenda import AnswerWay, Reply
from app.security import guard
from app.security.limits import client_address
from app.services.meeting import (
    answers,
    meeting_pages,
    meetings,
    member_answers,
    proxies,
    statements,
    subject_facts,
)
from app.services.meeting.member_answers import MemberAnswers
from app.views.common.base import View, links, redirect_with_success, run_or_flash, viewer
from app.views.common.files import download
from app.views.common.form_actions import run_for_form
from app.views.forms.meeting.answers import (
    MAKERS,
    AttendForm,
    ProxyForm,
    StatementForm,
    read_forms,
)

Read = Callable[[], MemberAnswers]


class AnswerRoute(NamedTuple):
    """The way a member answers: how the answer sheet is read, and the URLs of the pages."""

    read: Read
    way: AnswerWay
    here: str
    paper: Callable[[int], str]
    table: Callable[[int], str]
    """Item → URL of the table of old and new text."""
    calendar: str
    revoke: Callable[[], bool]
    """Revokes the proxy; returns whether it succeeded."""


class MeetingLinkView(View):
    """`/meeting-answer/<token>`: without log-in. Opening it changes nothing."""

    route_base = "/meeting-answer"
    default_view = "show"
    limits = [Limit("300 per hour", key_func=client_address, methods=("POST",))]

    @expose("/<token>", methods=("GET", "POST"))
    @has_access
    @permission_name("answer")
    def show(self, token: str) -> Response:
        with guard.acting_as_system(db.session()):
            place = AnswerRoute(
                lambda: linked(token),
                AnswerWay.LINK,
                url_for(".show", token=token),
                lambda paper_id: url_for(".paper", token=token, paper_id=paper_id),
                lambda item_id: url_for(".table", token=token, item_id=item_id),
                url_for(".calendar", token=token),
                lambda: run_or_flash(proxies.revoke_by_link, *links().read_meeting_token(token)),
            )
            return kept_private(answer(place))

    @expose("/<token>/papers/<int:paper_id>")
    @has_access
    @permission_name("answer")
    def paper(self, token: str, paper_id: int) -> Response:
        with guard.acting_as_system(db.session()):
            return document(linked(token), paper_id)

    @expose("/<token>/items/<int:item_id>/table")
    @has_access
    @permission_name("answer")
    def table(self, token: str, item_id: int) -> Response:
        with guard.acting_as_system(db.session()):
            sheet = linked(token)
            item = next((each for each in sheet.meeting.items if each.id == item_id), None)
            if item is None:
                raise NotFound
            page = render_template(
                "meeting/meeting_answers/table.html",
                item=item,
                changes=meeting_pages.changes(sheet.meeting, item),
                back=url_for(".show", token=token),
            )
            return kept_private(make_response(page))

    @expose("/<token>/meeting.ics")
    @has_access
    @permission_name("answer")
    def calendar(self, token: str) -> Response:
        with guard.acting_as_system(db.session()):
            return as_calendar(linked(token))


class MeetingAnswerView(View):
    """`/meetings/<pk>/answer`: the same, logged in."""

    route_base = "/meetings"
    default_view = "show"

    @expose("/<int:pk>/answer", methods=("GET", "POST"))
    @has_access
    @permission_name("answer")
    def show(self, pk: int) -> Response:
        place = AnswerRoute(
            lambda: member_answers.mine(viewer(), pk),
            AnswerWay.LOGIN,
            url_for(".show", pk=pk),
            lambda paper_id: url_for(".paper", pk=pk, paper_id=paper_id),
            lambda item_id: url_for("AgendaView.table", pk=pk, item_id=item_id),
            url_for(".calendar", pk=pk),
            lambda: run_or_flash(proxies.revoke, pk, viewer().organisation_id),
        )
        return kept_private(answer(place))

    @expose("/<int:pk>/answer/papers/<int:paper_id>")
    @has_access
    @permission_name("answer")
    def paper(self, pk: int, paper_id: int) -> Response:
        return document(member_answers.mine(viewer(), pk), paper_id)

    @expose("/<int:pk>/answer/meeting.ics")
    @has_access
    @permission_name("answer")
    def calendar(self, pk: int) -> Response:
        return as_calendar(member_answers.mine(viewer(), pk))


def linked(token: str) -> MemberAnswers:
    """Return the answer sheet of a personal link. Raises NotFound for an invalid link."""
    return member_answers.by_link(viewer(), *links().read_meeting_token(token))


def answer(place: AnswerRoute) -> Response:
    """Show the answer sheet, or record its submitted form."""
    sheet = place.read()
    part = request.form.get("part", "") if request.method == "POST" else None
    forms = read_forms(sheet, part)
    if part == "revoke":
        if place.revoke():
            return redirect_with_success(_("The proxy has been revoked."), place.here)
    elif part is not None and is_late(forms.get(part)):
        flash(
            _(
                "The item was closed while you were answering. Your answer was not accepted. Check the page and submit it again if needed."
            ),
            "warning",
        )
    elif part in forms and forms[part].validate_on_submit():
        message = RECORD[part](sheet, forms[part], place.way, place.read)
        if message:
            return redirect_with_success(message, place.here)
    if part is not None:
        db.session.expire_all()
        sheet = place.read()
    page = render_template(
        "meeting/meeting_answers/show.html",
        sheet=sheet,
        place=place,
        forms=forms,
        part=part,
        about=subject_facts.of_meeting(sheet.meeting),
        Reply=Reply,
    )
    return make_response(page, 200 if part is None else 422)


def is_late(form: FlaskForm | None) -> bool:
    """Whether the submission concerns a form or item that is no longer open."""
    named = (name for name in request.form if name.startswith(("word_", "told_")))
    return form is None or any(name not in form for name in named)


def document(sheet: MemberAnswers, paper_id: int) -> Response:
    """Return a paper of the meeting as a download."""
    found = member_answers.paper(viewer(), sheet, paper_id)
    return download(found.content, found.media_type, found.file_name)


def as_calendar(sheet: MemberAnswers) -> Response:
    """Return the meeting as a calendar file. Raises NotFound for a written resolution."""
    if sheet.meeting.is_written:
        raise NotFound
    content = meeting_calendar.ics(
        sheet.meeting,
        host=urlsplit(links().base).hostname or "localhost",
        stamped_at=sheet.meeting.notified_at or clock.now(),
    )
    return download(content, "text/calendar", f"meeting-{sheet.meeting.id}.ics")


def kept_private(response: Response) -> Response:
    """Forbid caching, for the sake of shared computers."""
    response.headers["Cache-Control"] = "no-store"
    return response


def fresh(name: str, read: Read) -> Callable[[], dict[str, Any]]:
    """Return a function that locks the meeting and returns the answers, as data of this form."""

    def stored() -> dict[str, Any]:
        meetings.locked(read().meeting.id)
        db.session.expire_all()
        data: dict[str, Any] = MAKERS[name](read(), {"formdata": None}).data
        return data

    return stored


def attend(sheet: MemberAnswers, form: AttendForm, way: AnswerWay, read: Read) -> str:
    """Record attendance; return the message, or "" after a refusal."""
    entry = run_for_form(
        form,
        form.since_opened(answers.answer, fresh("attend", read)),
        sheet.meeting.id,
        sheet.member_id,
        Reply(form.reply.data),
        way=way,
        attendee=form.attendee.data or "",
        is_substitute=form.is_substitute.data,
        note=form.note.data or "",
    )
    return _("Your attendance answer has been received.") if entry else ""


def delegate(sheet: MemberAnswers, form: ProxyForm, way: AnswerWay, read: Read) -> str:
    """Record the proxy; return the message, or "" after a refusal."""
    told = form.instructions(sheet)
    filed = run_for_form(
        form,
        form.since_opened(proxies.file, fresh("proxy", read)),
        sheet.meeting.id,
        sheet.member_id,
        int(form.agent.data),
        way=way,
        covers_all=len(told) == len(sheet.delegable),
        instructions=told,
    )
    return _("The proxy has been received.") if filed else ""


def state(sheet: MemberAnswers, form: StatementForm, way: AnswerWay, read: Read) -> str:
    """Record changed statements; return the message, or "" after a refusal or without a choice."""
    said = form.words(sheet)
    changed = sheet.changed(said)
    if said and not changed:
        return _("Your answer is unchanged and remains as shown.")
    verb = form.since_opened(statements.state, fresh("statement", read))
    stated = run_for_form(form, verb, sheet.meeting.id, sheet.member_id, changed, way=way)
    if stated and sheet.meeting.is_late(stated[0].arrived_at):
        return _("Your answer arrived after the deadline. It is kept, but not counted.")
    return _("Your statements of intent have been received.") if stated else ""


RECORD: dict[str, Callable[[MemberAnswers, Any, AnswerWay, Read], str]] = {
    "attend": attend,
    "proxy": delegate,
    "statement": state,
}
"""Name of a form → the function that records it."""

"""Answers of all members, and entry on a member's behalf, for the secretariat."""

from collections import Counter
from typing import Any

from flask import flash, make_response, render_template, request, url_for
from flask_appbuilder import expose, has_access, permission_name
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from app import clock
from app.extensions import db
from app.models.meeting.meeting import Meeting
from app.rules.meeting import proxy_verdict
from app.rules.meeting.agenda import AnswerWay, Reply
from app.rules.states.meeting.meeting import ANSWERABLE_STATES
from app.services.meeting import answers, meetings, proxies, rolls, statements
from app.services.meeting import member_answers as answer_sheets
from app.services.meeting.member_answers import MemberAnswers
from app.views.common import ticks
from app.views.common.base import View, redirect_with_success, run_or_flash, viewer
from app.views.common.etags import polled
from app.views.common.form_actions import run_for_form
from app.views.common.ticks import Act, Ticks
from app.views.forms.meeting.answers import read_forms, typed
from app.views.forms.meeting.meetings import WayForm, WrittenWayForm
from app.views.meeting import answers as answer_pages
from app.views.meeting.meetings import download

NONE = "none"
"""Value of `?reply=` for the members without an answer."""
WAYS = {"attend": WayForm, "proxy": WrittenWayForm, "statement": WrittenWayForm}


class AnswerEntryView(View):
    """`/meetings/<pk>/answers`."""

    route_base = "/meetings"
    default_view = "list"

    @expose("/<int:pk>/answers")
    @has_access
    @permission_name("handle")
    @polled
    def list(self, pk: int) -> str:
        meeting = meetings.at_desk(viewer(), pk)
        register = rolls.register(meeting)
        roll = register.roll()
        listed = answers.listed(viewer(), register)
        replies = [each.entry.reply.value if each.entry.reply else NONE for each in listed]
        wanted = request.args.get("reply", "")
        wanted = wanted if wanted in replies or wanted == NONE else ""
        template = "_answers" if request.args.get("part") == "live" else "answers"
        return render_template(
            f"meeting/meetings/{template}.html",
            meeting=meeting,
            register=register,
            answers=[
                each for each, reply in zip(listed, replies, strict=True) if wanted in ("", reply)
            ],
            counts=Counter(replies),
            wanted=wanted,
            Reply=Reply,
            ticks=ticked(meeting),
            outlook=answers.outlook(register),
            is_past=meeting.starts_at <= clock.now(),
            holds={member: proxy_verdict(roll, member) for member in register.proxies},
        )

    @expose("/<int:pk>/answers/ticked/<act>", methods=("POST",))
    @has_access
    @permission_name("handle")
    def tick(self, pk: int, act: str) -> Response:
        return ticks.answer(ticked(meetings.at_desk(viewer(), pk)), act)

    @expose("/<int:pk>/answers/<int:member_id>", methods=("GET", "POST"))
    @has_access
    @permission_name("handle")
    def enter(self, pk: int, member_id: int) -> Response:
        sheet = answer_sheets.on_behalf(viewer(), pk, member_id)
        part = request.form.get("part", "") if request.method == "POST" else None
        forms = read_forms(sheet, part)
        wanted = request.args.get("reply")  # the tab of the list that it leads back to
        by_hand = {"way": AnswerWay.PAPER.value}
        ways = {name: WAYS[name](prefix=name, data=by_hand, **typed(name, part)) for name in forms}
        if part == "revoke":
            if run_or_flash(proxies.revoke, pk, member_id):
                return redirect_with_success(
                    _("The proxy has been ended."),
                    url_for(".enter", pk=pk, member_id=member_id, reply=wanted),
                )
        elif part in forms:
            valid = [form.validate() for form in (forms[part], ways[part])]
            if all(valid) and RECORD[part](
                sheet,
                forms[part],
                ways[part],
                lambda: answer_sheets.on_behalf(viewer(), pk, member_id),
            ):
                return redirect_with_success(
                    _("The answer has been entered."), url_for(".list", pk=pk, reply=wanted)
                )
        if part is not None:
            db.session.expire_all()
            sheet = answer_sheets.on_behalf(viewer(), pk, member_id)
        page = render_template(
            "meeting/meetings/enter.html",
            sheet=sheet,
            meeting=sheet.meeting,
            forms=forms,
            ways=ways,
            wanted=wanted,
        )
        return make_response(page, 200 if part is None else 422)

    @expose("/<int:pk>/proxies/<int:proxy_id>/scan")
    @has_access
    @permission_name("handle")
    def scan(self, pk: int, proxy_id: int) -> Response:
        proxy = proxies.scan(viewer(), pk, proxy_id)
        return download(proxy, proxy.scan)

    @expose("/<int:pk>/statement-papers/<int:paper_id>")
    @has_access
    @permission_name("handle")
    def paper(self, pk: int, paper_id: int) -> Response:
        found = statements.scan(viewer(), pk, paper_id)
        return download(found, found.scan)


def ticked(meeting: Meeting) -> Ticks:
    """Return what may be done with ticked members: while answers are taken."""
    absent = Act(
        "absent",
        _l("Enter as absent"),
        answers.answer,
        _l("They are recorded as answering that nobody comes."),
        lambda member, _form: (meeting.id, int(member), Reply.ABSENT),
        lambda form: {"way": AnswerWay(form.way.data)},
        WayForm,
    )
    takes = meeting.state in ANSWERABLE_STATES and not meeting.is_written
    return Ticks(
        title=_("Answers of the members"),
        url=url_for("AnswerEntryView.list", pk=meeting.id),
        address=lambda act: url_for("AnswerEntryView.tick", pk=meeting.id, act=act),
        named=lambda keys: {
            str(entry.organisation_id): entry.organisation.name
            for entry in rolls.entries(meeting.id)
            if str(entry.organisation_id) in keys
        },
        acts=(absent,) if takes else (),
    )


def attend(sheet: MemberAnswers, form: Any, way: Any, read: answer_pages.Read) -> bool:
    """Enter attendance."""
    return bool(answer_pages.attend(sheet, form, AnswerWay(way.way.data), read))


def delegate(sheet: MemberAnswers, form: Any, way: Any, read: answer_pages.Read) -> bool:
    """Enter a proxy, with its copy; say so where it came too late to have an effect."""
    told = form.instructions(sheet)
    filed = run_for_form(
        form,
        form.since_opened(proxies.enter, answer_pages.fresh("proxy", read)),
        sheet.meeting.id,
        sheet.member_id,
        int(form.agent.data),
        way.received(),
        covers_all=len(told) == len(sheet.delegable),
        instructions=told,
    )
    if filed is not None and filed.ended_at is not None:
        words = _("The proxy is kept without effect: %(reason)s.", reason=filed.end_reason)
        flash(words, "warning")
    return filed is not None


def state(sheet: MemberAnswers, form: Any, way: Any, read: answer_pages.Read) -> bool:
    """Enter statements for or against. A repeated statement is entered too, as it was received."""
    stated = run_for_form(
        form,
        statements.enter,
        sheet.meeting.id,
        sheet.member_id,
        form.words(sheet),
        way.received(),
    )
    return stated is not None


RECORD = {"attend": attend, "proxy": delegate, "statement": state}

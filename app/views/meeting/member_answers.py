"""A member's answers to a meeting notice, recorded form by form."""

from collections.abc import Callable
from typing import Any

from flask_babel import gettext as _

from app.rules.meeting.agenda import AnswerWay, Reply
from app.services.meeting import answers, proxies, statements
from app.services.meeting.member_answers import MemberAnswers
from app.views.common.form_actions import run_for_form
from app.views.forms.meeting.answers import AttendForm, ProxyForm, StatementForm


def attend(sheet: MemberAnswers, form: AttendForm, way: AnswerWay) -> str:
    """Record attendance; return the message, or "" after a refusal."""
    entry = run_for_form(
        form,
        answers.answer,
        sheet.meeting.id,
        sheet.member_id,
        Reply(form.reply.data),
        way=way,
        attendee=form.attendee.data or "",
        is_substitute=form.is_substitute.data,
        note=form.note.data or "",
    )
    return _("Your attendance answer has been received.") if entry else ""


def delegate(sheet: MemberAnswers, form: ProxyForm, way: AnswerWay, **scan: Any) -> str:
    """Record the proxy, with its scan if on paper; return the message, or "" after a refusal."""
    told = form.instructions(sheet)
    filed = run_for_form(
        form,
        proxies.file,
        sheet.meeting.id,
        sheet.member_id,
        int(form.agent.data),
        way=way,
        covers_all=len(told) == len(sheet.delegable),
        instructions=told,
        **scan,
    )
    return _("The proxy has been received.") if filed else ""


def state(sheet: MemberAnswers, form: StatementForm, way: AnswerWay) -> str:
    """Record changed statements; return the message, or "" after a refusal or without a choice."""
    said = form.words(sheet)
    changed = sheet.changed(said)
    if said and not changed:
        return _("Your answer is unchanged and remains as shown.")
    stated = run_for_form(
        form, statements.state, sheet.meeting.id, sheet.member_id, changed, way=way
    )
    return _("Your statements of intent have been received.") if stated else ""


RECORD: dict[str, Callable[[MemberAnswers, Any, AnswerWay], str]] = {
    "attend": attend,
    "proxy": delegate,
    "statement": state,
}
"""Name of a form → the function that records it."""

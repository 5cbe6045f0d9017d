"""An executive member's answers to a meeting notice, as three forms on one page."""

from collections.abc import Callable
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, HiddenField, RadioField
from wtforms.validators import Optional, ValidationError

from app.models.meeting.agenda import AgendaItem
from app.models.meeting.attendance import RollEntry
from app.rules.meeting.agenda import Reply
from app.rules.meeting.roll import Choice
from app.services.meeting.member_answers import MemberAnswers
from app.views.common.labels import label
from app.views.forms.common.edit import EditForm
from app.views.forms.common.fields import ChoiceField, LineField, LinesField
from app.views.forms.common.validators import Filled

FREE, NOT_COVERED = "free", "none"


class AttendForm(EditForm):
    """Attendance, and the attending person."""

    part = HiddenField(default="attend")
    reply = RadioField(_l("Attendance"), [Filled()])
    attendee = LineField(_l("Name of the person attending"), limit=130)
    is_substitute = BooleanField(_l("Attends in place of the representative"))
    note = LinesField(_l("Message to the secretariat"), limit=500)

    def validate_attendee(self, field: Field) -> None:
        """Require a name if somebody attends."""
        if self.reply.data in (Reply.ROOM, Reply.ONLINE) and not (field.data or "").strip():
            raise ValidationError(_("Enter the name of the person attending."))


class ProxyForm(EditForm):
    """The agent, and the instruction on each notified resolution."""

    part = HiddenField(default="proxy")
    agent = ChoiceField(_l("Agent"), [Filled()])

    def instructions(self, sheet: MemberAnswers) -> dict[int, Choice | None]:
        """Return item → instruction, None for a free vote; without items not delegated."""
        told = {item.id: self[f"told_{item.id}"].data for item in sheet.delegable}
        return {
            item_id: None if choice == FREE else Choice(choice)
            for item_id, choice in told.items()
            if choice != NOT_COVERED
        }


class StatementForm(EditForm):
    """For or against, on each resolution."""

    part = HiddenField(default="statement")

    def words(self, sheet: MemberAnswers) -> dict[int, Choice]:
        """Return item → choice."""
        said = {item.id: self[f"word_{item.id}"].data for item in sheet.resolutions}
        return {item_id: Choice(choice) for item_id, choice in said.items() if choice}


def attend_form(sheet: MemberAnswers, options: dict[str, Any]) -> AttendForm:
    """Return the attendance form filled with the current answer."""
    offered = (*sheet.meeting.form.ways_to_come, Reply.ABSENT)
    entry = sheet.entry
    form = AttendForm(
        data={
            "reply": entry.reply.value if entry.reply in offered else None,
            "attendee": entry.attendee,
            "is_substitute": entry.is_substitute,
            "note": entry.note,
        },
        **options,
    )
    form.reply.choices = [(reply.value, label(reply)) for reply in offered]
    return form


def proxy_form(sheet: MemberAnswers, options: dict[str, Any]) -> ProxyForm:
    """Return the proxy form filled with the current proxy."""
    proxy = sheet.proxy
    named = {
        f"told_{item.id}": RadioField(
            f"{item.label} {item.title}",
            [Filled()],
            choices=[
                (FREE, _("Leave the vote to the agent")),
                *((choice.value, label(choice)) for choice in Choice),
                (NOT_COVERED, _("Do not delegate this item")),
            ],
            default=_told(sheet, item),
        )
        for item in sheet.delegable
    }
    form = type("FilledProxyForm", (ProxyForm,), named)(
        data={"agent": str(proxy.agent_id) if proxy else ""}, **options
    )
    form.agent.choices = [
        ("", _("Select one")),
        *((str(each.organisation_id), agent_label(sheet, each)) for each in sheet.agents),
    ]
    return form


def statement_form(sheet: MemberAnswers, options: dict[str, Any]) -> StatementForm:
    """Return the statement form filled with the statements made so far."""
    named = {
        f"word_{item.id}": RadioField(
            f"{item.label} {item.title}",
            [Optional()],
            choices=[(choice.value, label(choice)) for choice in (Choice.FOR, Choice.AGAINST)],
            default=sheet.words[item.id].choice.value if item.id in sheet.words else None,
        )
        for item in sheet.resolutions
    }
    return type("FilledStatementForm", (StatementForm,), named)(**options)


MAKERS: dict[str, Callable[[MemberAnswers, dict[str, Any]], FlaskForm]] = {
    "attend": attend_form,
    "proxy": proxy_form,
    "statement": statement_form,
}


def read_forms(sheet: MemberAnswers, part: str | None) -> dict[str, FlaskForm]:
    """Return the offered forms by name. part: name of the submitted one, if any."""
    if not sheet.is_open:
        return {}
    offered = [] if sheet.meeting.is_written else ["attend", "proxy"]
    if sheet.resolutions:
        offered.append("statement")
    return {name: MAKERS[name](sheet, typed(name, part)) for name in offered}


def typed(name: str, part: str | None) -> dict[str, Any]:
    """Return options by which, of several forms on a page, only the submitted one reads input."""
    return {} if part in (None, name) else {"formdata": None}


def agent_label(sheet: MemberAnswers, entry: RollEntry) -> str:
    """Return the label of a possible agent, with whether it plans to attend or delegates itself."""
    if sheet.delegates(entry):
        plan = _("delegates itself; a proxy to it is void unless it attends")
    elif entry.reply is None:
        plan = _("no answer yet")
    else:
        plan = _("plans to attend") if entry.reply.comes else _("will not attend")
    return _("%(name)s (%(plan)s)", name=entry.organisation.name, plan=plan)


def _told(sheet: MemberAnswers, item: AgendaItem) -> str:
    if sheet.proxy is not None and not sheet.covers(item):
        return NOT_COVERED
    wanted = sheet.wanted(item)
    return wanted.value if wanted else FREE

"""Subcommittees (分科会) and the questions for dialogues with the administration."""

from functools import partial
from typing import Any

from flask import flash, make_response, redirect, render_template, request, url_for
from flask_appbuilder import expose, has_access, permission_name
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.models.events.event import EventQuestion
from app.models.events.subcommittee import Subcommittee
from app.rules.membership.roster import Tier
from app.rules.states.common.table import verbs_from
from app.rules.states.events.event import SUBCOMMITTEE
from app.security.viewer import MEMBERS
from app.services.events import questions, subcommittees
from app.services.registers import entries
from app.views.common.base import links, redirect_with_success, run_or_flash, viewer
from app.views.common.form_actions import run_for_form
from app.views.forms.events.forms import QuestionAnswerForm, ReasonForm
from app.views.forms.registers.entry import EntryForm
from app.views.registers.register import RegisterView

VERBS: dict[str, Any] = {
    "found": subcommittees.found,
    "decline": subcommittees.decline,
    "close": subcommittees.close,
}


class SubcommitteeView(RegisterView):
    """分科会."""

    model = Subcommittee
    adds = staticmethod(subcommittees.add)
    show_template = "events/subcommittee.html"

    def more(self, entry: Subcommittee) -> dict[str, Any]:
        found, actor = subcommittees.members(entry), viewer()
        is_live = entry.stage in subcommittees.LIVE and not entry.retired_on
        may_join = (
            is_live and actor.has(*MEMBERS) and entry.organisation_id != actor.organisation_id
        )
        return {
            "members": found,
            "missing": subcommittees.missing(entry, found),
            "meetings": subcommittees.meetings(entry),
            "may_join": may_join,
            "is_in": any(each.id == actor.organisation_id for each in found),
            "verbs": [each.value for each in verbs_from(SUBCOMMITTEE, entry.stage)]
            if actor.is_staff and is_live
            else [],
            "reason_form": ReasonForm(formdata=None),
        }

    @expose("/<pk>/join", methods=("POST",))
    @has_access
    def join(self, pk: str) -> Response:
        return self._pressed(subcommittees.join, pk, _("Your organisation takes part."))

    @expose("/<pk>/leave", methods=("POST",))
    @has_access
    @permission_name("join")
    def leave(self, pk: str) -> Response:
        return self._pressed(subcommittees.leave, pk, _("Your organisation takes part no longer."))

    @expose("/<pk>/stages/<verb>", methods=("POST",))
    @has_access
    @permission_name("handle")
    def reach(self, pk: str, verb: str) -> Response:
        chosen, reason = VERBS.get(verb), request.form.get("reason", "").strip()[:300]
        if chosen is None:
            flash(_("Not a valid choice."), "danger")
            return redirect(url_for(".show", pk=pk), 303)
        return self._pressed(chosen, pk, _("Done."), reason)

    def _pressed(self, verb: Any, pk: str, done: str, *arguments: Any) -> Response:
        url = url_for(".show", pk=pk)
        if run_or_flash(verb, pk, *arguments):
            return redirect_with_success(done, url)
        return redirect(url, 303)


class EventQuestionView(RegisterView):
    """行政への質問, with the page of the answer."""

    model = EventQuestion
    adds = staticmethod(questions.add)
    show_template = "events/question.html"

    def _form_class(self, entry: Any = None) -> Any:
        """Return the form, filled in with the event from whose page somebody comes."""
        form: type[EntryForm] = super()._form_class(entry)
        begin = {"event": request.args.get("event", "")}
        return partial(form, data=begin) if entry is None else form

    def more(self, entry: EventQuestion) -> dict[str, Any]:
        waits = entry.tier is Tier.SECRETARIAT and not entry.retired_on
        return {"may_answer": viewer().is_staff and not entry.retired_on, "waits": waits}

    @expose("/<pk>/publish", methods=("POST",))
    @has_access
    @permission_name("handle")
    def publish(self, pk: str) -> Response:
        url = url_for(".show", pk=pk)
        if run_or_flash(questions.publish, pk, links=links()):
            return redirect_with_success(_("The question can be read now."), url)
        return redirect(url, 303)

    @expose("/<pk>/answer", methods=("GET", "POST"))
    @has_access
    @permission_name("handle")
    def answer(self, pk: str) -> Response:
        question = entries.one(EventQuestion, pk)
        form = QuestionAnswerForm(obj=question)
        if form.validate_on_submit():
            verb = form.since_opened(
                questions.answer, lambda: entries.locked(viewer(), EventQuestion, pk)
            )
            given = (pk, form.answer.data, form.section.data)
            if run_for_form(form, verb, *given, links=links()) is not None:
                return redirect_with_success(
                    _("The answer has been saved."), url_for(".show", pk=pk)
                )
        page = render_template(
            "events/question_answer.html", form=form, question=entries.one(EventQuestion, pk)
        )
        return make_response(page, 422 if request.method == "POST" else 200)

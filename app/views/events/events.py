"""The register of events (行事): the next first; stages, registration, seats."""

from functools import partial
from typing import Any

from flask import flash, make_response, redirect, render_template, request, url_for
from flask_appbuilder import expose, has_access, permission_name
from flask_appbuilder.models.filters import BaseFilter
from flask_babel import gettext as _
from sqlalchemy.orm import Query
from werkzeug.wrappers import Response

from app import clock
from app.extensions import db
from app.models.events.event import Event
from app.models.registers.entry import fields_of
from app.rules.events.event import EventAudience, EventKind
from app.rules.states.common.table import verbs_from
from app.rules.states.events.event import EVENT, EventStage
from app.security import guard
from app.security.limits import form_value, limit_posts
from app.services.events import events, questions, registrations, seats
from app.services.registers import entries
from app.views.common.base import links, redirect_with_success, run_or_flash, viewer
from app.views.common.form_actions import run_for_form
from app.views.events.addresses import token_of
from app.views.forms.events.forms import ReasonForm, RegistrationForm, registration_form
from app.views.forms.registers.entry import EntryForm, entry_form
from app.views.registers.choices import choices
from app.views.registers.interface import FilterShown
from app.views.registers.register import RegisterView

USUAL_RETENTION = 3
"""Months that a new event proposes."""
PAST = "past"
"""Parameter of the list: those that are over, the latest first."""


class FilterWhen(BaseFilter):  # type: ignore[misc]
    """Events to come, or those that are over."""

    name = "When"

    def apply(self, query: Query[Any], value: Any) -> Query[Any]:
        today = clock.today()
        return query.filter(Event.day < today if request.args.get(PAST) else Event.day >= today)


def _change(*given: Any) -> Event:
    return events.change(*given, links=links())


class EventView(RegisterView):
    """行事."""

    model = Event
    adds = staticmethod(events.add)
    changes = staticmethod(_change)
    retire_verb = staticmethod(events.retire)
    list_template = "events/list.html"
    show_template = "events/show.html"

    def _form_class(self, entry: Any = None) -> Any:
        """Return the form with the online address, which other pages hide, and without a tier."""
        fields = tuple(field for field in fields_of(Event) if field.is_entered)
        made = entry_form(Event, fields, choices, is_staff=viewer().is_staff)
        begin = {"retention_months": USUAL_RETENTION, "organiser": registrations.body_of(viewer())}
        form: type[EntryForm] = type("EventForm", (made,), {"tier": None})
        return partial(form, data=begin) if entry is None else form

    def more_of_list(self) -> dict[str, Any]:
        return {"is_past": bool(request.args.get(PAST))}

    def more(self, entry: Event) -> dict[str, Any]:
        actor, keeps = viewer(), self._keeps(entry)
        mine = registrations.own(actor, entry)
        possible = verbs_from(EVENT, entry.stage) if keeps and not entry.retired_on else ()
        why_not = registrations.why_not(actor, entry)
        return {
            "why_not": why_not,
            "is_full": not why_not and seats.is_full(seats.overview_of_everybody(entry)),
            "is_open_door": entry.access is EventAudience.OPEN,
            "mine": token_of(mine) if mine else "",
            "seats": seats.overview(entry) if keeps else None,
            "verbs": {each.value for each in possible},
            "is_dialogue": entry.kind is EventKind.DIALOGUE,
            "questions": questions.of(entry) if entry.kind is EventKind.DIALOGUE else [],
            "reason_form": ReasonForm(formdata=None),
            "is_published": entry.stage is EventStage.PUBLISHED,
            "notice": events.notice_of_cancelling(entry) if actor.is_staff else None,
        }

    @expose("/<pk>/register", methods=("GET", "POST"))
    @has_access
    @limit_posts("300 per hour")
    @limit_posts("20 per hour", by=form_value("email"))
    def register(self, pk: str) -> Response:
        event = entries.one(Event, pk)
        by_desk = self._keeps(event)
        made = registration_form(event, by_desk=by_desk)
        begin = {} if by_desk else registrations.begin_with(viewer())
        form = made(data=begin)
        refused = registrations.why_not(viewer(), event)
        if not refused and form.validate_on_submit():
            answer = self._registered(form, pk, by_desk=by_desk)
            if answer is not None:
                return answer
        event = entries.one(Event, pk)
        found = seats.overview_of_everybody(event)
        page = render_template(
            "events/register.html",
            event=event,
            form=form,
            refused=refused,
            by_desk=by_desk,
            seats=found,
            is_full=seats.is_full(found),
        )
        return make_response(page, 422 if request.method == "POST" else 200)

    def _registered(self, form: RegistrationForm, pk: str, *, by_desk: bool) -> Response | None:
        """Register; answer everybody the same, whether the address was registered before or not."""
        with guard.acting_as_system(db.session):
            row = run_for_form(form, registrations.register, pk, form.values(), links=links())
            if row is None:
                return None
            state, token = row.state.label, token_of(row)
            is_own = row.account_id is not None and row.account_id == viewer().account_id
        if by_desk:
            words = _("The registration has been taken: %(state)s.", state=state)
            return redirect_with_success(words, url_for("EventPeopleView.people", pk=pk))
        if is_own:
            words = _("Your registration has been taken.")
            return redirect_with_success(words, url_for("RegistrationView.show", token=token))
        return redirect_with_success(
            _(
                "Your registration has been taken. A mail tells you whether you have a seat, and how to change or cancel it. If none comes within ten minutes, check the address and contact the organiser."
            ),
            url_for(".show", pk=pk),
        )

    @expose("/<pk>/publish", methods=("POST",))
    @has_access
    @permission_name("handle")
    def publish(self, pk: str) -> Response:
        return self._done(events.publish, pk, _("The event is public now."), links=links())

    @expose("/<pk>/decline", methods=("POST",))
    @has_access
    @permission_name("handle")
    def decline(self, pk: str) -> Response:
        return self._with_reason(events.decline, pk, _("The proposal has been declined."))

    @expose("/<pk>/cancel", methods=("POST",))
    @has_access
    @permission_name("keep")
    def cancel(self, pk: str) -> Response:
        done = _("The event has been cancelled; everybody registered is told by mail.")
        return self._with_reason(events.cancel, pk, done, links=links())

    def _with_reason(self, verb: Any, pk: str, done: str, **options: Any) -> Response:
        self._kept(pk)
        form = ReasonForm()
        if not form.validate():
            flash(_("Enter the reason."), "danger")
            return redirect(url_for(".show", pk=pk), 303)
        return self._done(verb, pk, done, form.reason.data, **options)

    def _done(self, verb: Any, pk: str, done: str, *arguments: Any, **options: Any) -> Response:
        url = url_for(".show", pk=pk)
        if run_or_flash(verb, pk, *arguments, **options):
            return redirect_with_success(done, url)
        return redirect(url, 303)


EventView.base_filters = [["public_id", FilterShown, None], ["day", FilterWhen, None]]

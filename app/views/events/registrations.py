"""A registered person's own page, by the link in the mail: seat, place in the list, change, cancel."""

from collections.abc import Callable
from typing import Any

import segno
from flask import make_response, redirect, render_template, request, url_for
from flask_appbuilder import expose, has_access, permission_name
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app import clock
from app.documents.common.calendar_event import host_of, ics
from app.errors import NotFound
from app.extensions import db
from app.models.events.registration import EventRegistration
from app.rules.states.events.event import EventStage, SeatState
from app.security import guard
from app.security.limits import limit_posts
from app.services.events import registrations, report, seats
from app.views.common.base import View, links, redirect_with_success, run_or_flash, viewer
from app.views.common.files import download
from app.views.common.form_actions import run_for_form
from app.views.forms.events.forms import AnswerForm, RegistrationForm, registration_form

Key = tuple[int, str]


class RegistrationView(View):
    """`/registrations/<token>`: without log-in. Opening it changes nothing."""

    route_base = "/registrations"
    default_view = "show"

    @expose("/<token>", methods=("GET", "POST"))
    @has_access
    @permission_name("own")
    @limit_posts("300 per hour")
    def show(self, token: str) -> Response:
        key = links().read_registration_token(token)
        with guard.acting_as_system(db.session):
            row = registrations.by_link(viewer(), *key)
            form = registration_form(row.event, is_new=False)(obj=row)
            if form.validate_on_submit() and self._changed(form, key):
                return redirect_with_success(
                    _("Your registration has been changed."), url_for(".show", token=token)
                )
            return self._page(token, key, form)

    def _changed(self, form: RegistrationForm, key: Key) -> bool:
        def stored() -> EventRegistration:
            return registrations.locked(viewer(), *key)

        verb = form.since_opened(registrations.change, stored)
        return run_for_form(form, verb, *key, form.values(), links=links()) is not None

    def _page(self, token: str, key: Key, form: RegistrationForm) -> Response:
        row = registrations.by_link(viewer(), *key)
        event, waits = row.event, row.state is SeatState.WAITING
        place, why = seats.standing(event, row) if waits else (0, None)
        door = f"{links().base}{url_for('EventPeopleView.door', pk=event.public_id)}"
        image = segno.make(f"{door}?code={row.code}").svg_data_uri(scale=5, border=4, light="#fff")
        page = render_template(
            "events/registration.html",
            row=row,
            event=event,
            form=form,
            token=token,
            place=place,
            why=why,
            image=image,
            is_open=event.stage is EventStage.PUBLISHED and clock.now() < event.begins,
        )
        response = make_response(page, 422 if request.method == "POST" else 200)
        response.headers["Cache-Control"] = "no-store"
        return response

    @expose("/<token>/cancel", methods=("POST",))
    @has_access
    @permission_name("own")
    def cancel(self, token: str) -> Response:
        return self._press(token, registrations.cancel, _("Your registration has been cancelled."))

    @expose("/<token>/accept", methods=("POST",))
    @has_access
    @permission_name("own")
    def accept(self, token: str) -> Response:
        return self._press(
            token, registrations.accept, _("You have the seat. We look forward to you.")
        )

    @expose("/<token>/decline", methods=("POST",))
    @has_access
    @permission_name("own")
    def decline(self, token: str) -> Response:
        done = _("Thank you for telling us. The seat goes to the next person.")
        return self._press(token, registrations.decline, done)

    def _press(self, token: str, verb: Callable[..., Any], done: str) -> Response:
        key = links().read_registration_token(token)
        url = url_for(".show", token=token)
        with guard.acting_as_system(db.session):
            went = run_or_flash(verb, *key, links=links())
        return redirect_with_success(done, url) if went else redirect(url, 303)

    @expose("/<token>/event.ics")
    @has_access
    @permission_name("own")
    def calendar(self, token: str) -> Response:
        key = links().read_registration_token(token)
        with guard.acting_as_system(db.session):
            event = registrations.by_link(viewer(), *key).event
            base = links().base
            entry = seats.calendar_entry(event, host_of(base), base)
            return download(ics(entry), "text/calendar", "event.ics")

    @expose("/<token>/questionnaire", methods=("GET", "POST"))
    @has_access
    @permission_name("own")
    @limit_posts("300 per hour")
    def questionnaire(self, token: str) -> Response:
        key = links().read_registration_token(token)
        with guard.acting_as_system(db.session):
            row = registrations.by_link(viewer(), *key)
            if row.event.stage is not EventStage.HELD:
                raise NotFound
            form = AnswerForm()
            if form.validate_on_submit() and self._answered(form, key):
                return redirect_with_success(
                    _("Thank you for your answers."), url_for(".questionnaire", token=token)
                )
            row = registrations.by_link(viewer(), *key)
            page = render_template(
                "events/questionnaire.html", event=row.event, form=form, answered=row.answered
            )
            return make_response(page, 422 if request.method == "POST" else 200)

    def _answered(self, form: AnswerForm, key: Key) -> bool:
        def store(*given: Any) -> bool:
            report.answer(*given)
            return True

        return run_for_form(form, store, *key, form.values()) is not None

"""Case conferences (個別ケース検討会議): planning, holding, minutes."""

import hashlib
from datetime import date
from typing import Any

from flask import redirect, request, url_for
from flask_appbuilder import expose, has_access, permission_name
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app import clock
from app.documents.common import confidential_calendar
from app.documents.meeting import minutes as minutes_paper
from app.models.cases.case import SupportCase
from app.models.cases.conference import Conference
from app.rules.cases.access import Section
from app.rules.states.cases.case import ConferenceState
from app.security import vault
from app.services.cases import bodies as case_bodies
from app.services.cases import conference_papers, conferences, participants
from app.services.cases import rows as case_rows
from app.services.council import councils
from app.views.cases.access import case_page
from app.views.cases.case_pages import form_page, shown
from app.views.cases.drafting import saving, typed_before
from app.views.common.base import View, links, redirect_with_success, run_or_flash
from app.views.common.files import download
from app.views.common.form_actions import run_for_form
from app.views.forms.cases.conferences import ConferenceForm, HoldForm, MinutesForm, planned

HERE = "/<case_id>/conferences"
ONE = f"{HERE}/<conference_id>"


class ConferenceView(View):
    """`/cases/<case_id>/conferences`."""

    route_base = "/cases"
    default_view = "list"

    @expose(HERE)
    @has_access
    @case_page(section=Section.CONFERENCE, page="conferences")
    @permission_name("take_part")
    def list(self, case: SupportCase) -> str:
        return shown("cases/conferences/list.html", case, conferences=conferences.of_case(case.id))

    @expose(f"{HERE}/new", methods=("GET", "POST"))
    @has_access
    @case_page(section=Section.CONFERENCE, page="conferences", live=True)
    @permission_name("take_part")
    def add(self, case: SupportCase) -> Response:
        key = "conference"
        form = ConferenceForm(conferences.eligible(case.id), **typed_before(case, key))
        if form.validate_on_submit():
            verb = saving(conferences.plan, case, key)
            made = run_for_form(form, verb, case.id, links=links(), **form.values())
            if made is not None:
                return redirect_with_success(
                    _("The conference has been planned and its members have been notified."),
                    _to(made),
                )
        return _page("cases/conferences/form.html", case, form, key, conference=None)

    @expose(ONE)
    @has_access
    @case_page(section=Section.CONFERENCE, page="conference")
    @permission_name("take_part")
    def show(self, case: SupportCase, conference_id: str) -> str:
        conference = conferences.one(case.id, conference_id)
        outcome = vault.unseal(conference, "outcome") or {}
        papers = conference_papers.of_conference(conference)
        return shown(
            "cases/conferences/show.html",
            case,
            conference=conference,
            content=vault.unseal(conference, "content"),
            outcome=outcome,
            parts=[
                part | {"by_when": date.fromisoformat(part["by_when"])}
                for part in outcome.get("parts", ())
            ],
            minutes=vault.unseal(conference, "minutes"),
            members=conferences.members_of(conference),
            bodies=case_bodies.names(),
            papers=[(paper, vault.unseal(paper, "content")["title"]) for paper in papers],
            copies=conference_papers.copies(papers),
            may_be_held=conference.begins_at <= clock.now(),
        )

    @expose(f"{ONE}/edit", methods=("GET", "POST"))
    @has_access
    @case_page(section=Section.CONFERENCE, page="conference", live=True)
    @permission_name("take_part")
    def edit(self, case: SupportCase, conference_id: str) -> Response:
        conference = conferences.one(case.id, conference_id)
        key = f"conference:{conference.id}"
        said = agreed(conference) | typed_before(case, key)
        form = ConferenceForm(conferences.eligible(case.id), **said)
        if form.validate_on_submit():
            verb = form.since_opened(
                saving(conferences.revise, case, key),
                lambda: agreed(case_rows.behind_case(Conference, case.id, conference_id)),
            )
            changed = run_for_form(
                form, verb, case.id, conference_id, links=links(), **form.values()
            )
            if changed is not None:
                return redirect_with_success(
                    _("The conference has been changed and its members have been notified."),
                    _to(changed),
                )
        return _page("cases/conferences/form.html", case, form, key, conference=conference)

    @expose(f"{ONE}/cancel", methods=("POST",))
    @has_access
    @case_page(section=Section.CONFERENCE)
    @permission_name("take_part")
    def cancel(self, case: SupportCase, conference_id: str) -> Response:
        if run_or_flash(conferences.cancel, case.id, conference_id, links=links()):
            return redirect_with_success(
                _("The conference has been cancelled."), _at(case, conference_id)
            )
        return redirect(_at(case, conference_id), 303)

    @expose(f"{ONE}/hold", methods=("GET", "POST"))
    @has_access
    @case_page(section=Section.CONFERENCE, page="conference", live=True)
    @permission_name("take_part")
    def hold(self, case: SupportCase, conference_id: str) -> Response:
        conference = conferences.one(case.id, conference_id)
        persons = [member.person for member in conferences.members_of(conference)]
        key = f"hold:{conference.id}"
        there = participants.bodies(case.id)
        form = HoldForm(persons, councils.bodies(), there, **typed_before(case, key))
        if form.validate_on_submit():
            verb = saving(conferences.hold, case, key)
            held = run_for_form(form, verb, case.id, conference_id, **form.values())
            if held is not None:
                return redirect_with_success(
                    _("The conference results have been recorded."), _to(held)
                )
        return _page("cases/conferences/hold.html", case, form, key, conference=conference)

    @expose(f"{ONE}/minutes", methods=("GET", "POST"))
    @has_access
    @case_page(section=Section.CONFERENCE, page="minutes", live=True)
    @permission_name("take_part")
    def minutes(self, case: SupportCase, conference_id: str) -> Response:
        conference = conferences.one(case.id, conference_id)
        key = f"minutes:{conference.id}"
        said = written(conference) | typed_before(case, key)
        form = MinutesForm(**said)
        if form.validate_on_submit():
            verb = form.since_opened(
                saving(conferences.write_minutes, case, key),
                lambda: written(case_rows.behind_case(Conference, case.id, conference_id)),
            )
            if run_for_form(form, verb, case.id, conference_id, form.text.data) is not None:
                return redirect_with_success(_("Saved."), _to(conference))
        return _page("cases/conferences/minutes.html", case, form, key, conference=conference)

    @expose(f"{ONE}/minutes/confirm", methods=("POST",))
    @has_access
    @case_page(section=Section.CONFERENCE)
    @permission_name("take_part")
    def confirm(self, case: SupportCase, conference_id: str) -> Response:
        if run_or_flash(conferences.confirm_minutes, case.id, conference_id):
            return redirect_with_success(
                _("The minutes have been confirmed."), _at(case, conference_id)
            )
        return redirect(_at(case, conference_id), 303)

    @expose(f"{ONE}/minutes.pdf")
    @has_access
    @case_page("print", section=Section.CONFERENCE, page="minutes")
    @permission_name("take_part")
    def minutes_pdf(self, case: SupportCase, conference_id: str) -> Response:
        conference = conferences.one(case.id, conference_id)
        text = f"ケース {case.alias}　{vault.unseal(conference, 'minutes') or ''}"
        day = clock.local(conference.begins_at).date()
        paper = minutes_paper.pdf(text, dated=day, is_draft=conference.confirmed_at is None)
        return download(paper, "application/pdf", "conference-minutes.pdf")

    @expose(f"{ONE}/calendar.ics")
    @has_access
    @case_page(section=Section.CONFERENCE, page="calendar")
    @permission_name("take_part")
    def calendar(self, case: SupportCase, conference_id: str) -> Response:
        """Return the time alone as a calendar entry: calendars may be shared with anybody."""
        conference = conferences.one(case.id, conference_id)
        entry = confidential_calendar.ics(
            hashlib.sha256(conference.id.encode()).hexdigest()[:32],
            conference.begins_at,
            is_cancelled=conference.state is ConferenceState.CANCELLED,
            host=request.host.partition(":")[0],
            stamped_at=clock.now(),
        )
        return download(entry, "text/calendar", "meeting.ics")


def agreed(conference: Conference) -> dict[str, Any]:
    """Return a conference with its members as data of its form."""
    return planned(conference, [each.person_id for each in conferences.members_of(conference)])


def written(conference: Conference) -> dict[str, Any]:
    """Return the minutes as data of their form."""
    return {"text": vault.unseal(conference, "minutes")}


def _at(case: SupportCase, conference_id: str) -> str:
    return url_for("ConferenceView.show", case_id=case.id, conference_id=conference_id)


def _to(conference: Conference) -> str:
    return url_for("ConferenceView.show", case_id=conference.case_id, conference_id=conference.id)


def _page(
    template: str,
    case: SupportCase,
    form: ConferenceForm | HoldForm | MinutesForm,
    key: str,
    conference: Conference | None,
) -> Response:
    """Return the page of a form. key: of its draft."""
    return form_page(template, case, form, key=key, conference=conference)

"""Participants of a case: listing, adding, changing, ending; the log of information passed on."""

from collections.abc import Iterable
from datetime import datetime
from itertools import groupby
from typing import Any, NamedTuple

from flask import redirect, url_for
from flask_appbuilder import expose, has_access, permission_name
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app import clock
from app.errors import NotFound
from app.models.accounts.user import Account
from app.models.cases.case import CaseParticipation, SupportCase
from app.models.council.council import CouncilPerson
from app.rules.cases.access import Level, ParticipationBasis, Section
from app.rules.cases.passing_on import is_live
from app.services.cases import bodies as case_bodies
from app.services.cases import cases, participants, participations, passing_on
from app.services.cases import offers as case_offers
from app.views.cases.access import case_page
from app.views.cases.bases import passing_on_bases
from app.views.cases.case_pages import form_page, shown
from app.views.common.base import View, links, redirect_with_success, run_or_flash, viewer
from app.views.common.form_actions import run_for_form
from app.views.forms.cases.sharing import AddForm, ParticipantForm


class Terms(NamedTuple):
    """Terms common to several participations of a person, to the minute."""

    level: Level
    basis: ParticipationBasis
    begins_at: datetime
    ends_at: datetime | None
    granted_by: Account | None


class Participant(NamedTuple):
    """A person's participations by their terms: current ones and past ones."""

    person: CouncilPerson
    live: dict[Terms, list[Section]]
    over: dict[Terms, list[Section]]


class ParticipantView(View):
    """`/cases/<case_id>/participants` and `/cases/<case_id>/passing-on`."""

    route_base = "/cases"
    default_view = "list"

    @expose("/<case_id>/participants")
    @has_access
    @case_page()
    def list(self, case: SupportCase) -> str:
        return shown(
            "cases/cases/participants.html",
            case,
            people=people(case),
            offers=case_offers.of_case(viewer(), case.id),
            message_of=case_offers.message_of,
            answer_of=case_offers.answer_of,
        )

    @expose("/<case_id>/participants/add", methods=("GET", "POST"))
    @has_access
    @case_page(live=True)
    @permission_name("manage")
    def add(self, case: SupportCase) -> Response:
        participations.require(viewer(), case.id, Section.MANAGEMENT, Level.WRITE)
        persons = participants.candidates(viewer(), case.id)
        form = AddForm(persons, *passing_on_bases(case))
        if form.validate_on_submit():
            chosen = next(each for each in persons if str(each.id) == form.person.data)
            given = {"grants": form.grants(), "terms": form.terms()}
            if chosen.body_id in participants.bodies(case.id):
                verb: Any = participants.add_person
                words = _("The participant has been added.")
            else:
                given |= {"message": form.message.data or "", "links": links()}
                verb, words = case_offers.invite, _("The offer has been sent.")
            if succeeded(form, verb, case.id, chosen.id, **given):
                return redirect_with_success(words, url_for(".list", case_id=case.id))
        return form_page("cases/cases/participant_add.html", case, form, levels=levels(form))

    @expose("/<case_id>/participants/<int:person_id>", methods=("GET", "POST"))
    @has_access
    @case_page(live=True)
    @permission_name("manage")
    def change(self, case: SupportCase, person_id: int) -> Response:
        participations.require(viewer(), case.id, Section.MANAGEMENT, Level.WRITE)
        held = held_levels(case, person_id)
        if not held:
            raise NotFound
        form = ParticipantForm(*passing_on_bases(case), data=held)
        verb = form.since_opened(participants.change, lambda: fresh_levels(case, person_id))
        if form.validate_on_submit():
            wanted, terms = form.grants(), form.terms_if_any()
            if succeeded(form, verb, case.id, person_id, wanted, terms):
                return redirect_with_success(
                    _("The change has been saved."), url_for(".list", case_id=case.id)
                )
        person = next(iter(participants.steady(case.id, person_id).values())).person
        return form_page(
            "cases/cases/participant_change.html", case, form, levels=levels(form), person=person
        )

    @expose("/<case_id>/participants/<int:person_id>/end", methods=("POST",))
    @has_access
    @case_page()
    @permission_name("manage")
    def end(self, case: SupportCase, person_id: int) -> Response:
        url = url_for(".list", case_id=case.id)
        if run_or_flash(participants.end, case.id, person_id):
            return redirect_with_success(_("The participation has been ended."), url)
        return redirect(url, 303)

    @expose("/<case_id>/passing-on")
    @has_access
    @case_page()
    @permission_name("list")
    def passed_on(self, case: SupportCase) -> str:
        today = clock.today()
        return shown(
            "cases/cases/passing_on.html",
            case,
            log=[(each, *passing_on.content(each)) for each in passing_on.log(viewer(), case.id)],
            consents=[
                (record, consent, is_live(consent, today))
                for record, consent in passing_on.consents(case.id)
            ],
            unfounded=participants.without_valid_consent(viewer(), case.id),
            names=case_bodies.names(),
        )


def held_levels(case: SupportCase, person_id: int) -> dict[str, str]:
    """Return the levels that a person holds as data of the form; empty for no participant."""
    return {
        f"level_{section.value}": participation.level.value
        for section, participation in participants.steady(case.id, person_id).items()
    }


def fresh_levels(case: SupportCase, person_id: int) -> dict[str, str]:
    """As `held_levels`, with the case locked, as each change of a participation does."""
    cases.locked(viewer(), case.id)
    return held_levels(case, person_id)


def succeeded(form: Any, verb: Any, *args: Any, **kwargs: Any) -> bool:
    """Run a verb, which may return nothing; return whether it succeeded."""
    run_for_form(form, verb, *args, **kwargs)
    return not form.errors


def levels(form: Any) -> list[Any]:
    """Return the level fields in the order of the sections."""
    return [form[f"level_{section.value}"] for section in Section]


def people(case: SupportCase) -> list[Participant]:
    """Return all current and former participants, current ones first."""
    found, now = [], clock.now()
    rows = participants.history(case.id)
    for _person, each in groupby(rows, key=lambda participation: participation.person_id):
        mine = list(each)
        live = [p for p in mine if p.begins_at <= now and (p.ends_at is None or p.ends_at > now)]
        over = [p for p in mine if p not in live]
        found.append(Participant(mine[0].person, by_terms(live), by_terms(over)))
    return sorted(found, key=lambda each: not each.live)


def by_terms(rows: Iterable[CaseParticipation]) -> dict[Terms, list[Section]]:
    """Return the sections of the participations, grouped by terms, in their order."""
    found: dict[Terms, list[Section]] = {}
    for participation in sorted(rows, key=lambda each: list(Section).index(each.section)):
        begins_at = participation.begins_at.replace(second=0, microsecond=0)
        ends_at = participation.ends_at and participation.ends_at.replace(second=0, microsecond=0)
        terms = Terms(
            participation.level, participation.basis, begins_at, ends_at, participation.granted_by
        )
        found.setdefault(terms, []).append(participation.section)
    return found

"""Records of a case by section: showing, writing, changing, striking out."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask_appbuilder import expose, has_access, permission_name
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from app import clock
from app.errors import NotFound, RuleViolation
from app.models.cases.case import SupportCase
from app.models.cases.record import CaseRecord
from app.rules.cases.access import Level, Section
from app.rules.cases.fields import SCHEMAS, RecordKind
from app.rules.states.cases.case import LIVE_CASE_STATES, CaseState
from app.services.cases import bodies as case_bodies
from app.services.cases import consents, participants, participations
from app.services.cases import drafts as case_drafts
from app.services.cases import duplicates as case_duplicates
from app.services.cases import records as case_records
from app.services.cases import rows as case_rows
from app.views.cases.access import case_page, looks_at
from app.views.cases.case_pages import form_page, section_url, shown
from app.views.cases.drafting import draft_of, saving, typed_before
from app.views.cases.sections import (
    AT_INTAKE,
    WRITTEN_BY_HAND,
    attached,
    change_rows,
    entry,
    plan_rows,
    records_by_kind,
)
from app.views.common.base import (
    View,
    redirect_with_success,
    run,
    run_or_flash,
    viewer,
    with_article,
)
from app.views.common.form_actions import run_for_form
from app.views.common.paging import page_number
from app.views.forms.cases.records import RecordForm, form_of, near_first


class CaseRecordView(View):
    """`/cases/<case_id>/sections` and `/cases/<case_id>/records`."""

    route_base = "/cases"
    default_view = "section"

    @expose("/<case_id>/sections/<section>")
    @has_access
    @case_page()
    @permission_name("show")
    def section(self, case: SupportCase, section: str) -> str:
        place = Section(section) if section in set(Section) else abort(404)
        looks_at(place)
        participations.require(viewer(), case.id, place, Level.READ)
        number = page_number()
        sheets = records_by_kind(case, place, number)
        return shown(
            "cases/cases/section.html",
            case,
            section=place,
            sheets=sheets,
            number=number,
            plan=plan_rows(sheets),
            quick=quick_note(case) if place is Section.COURSE else None,
            attachments=attached(case, place),
            drafts=case_drafts.forms(viewer(), case.id),
        )

    @expose("/<case_id>/records/new/<kind>", methods=("GET", "POST"))
    @has_access
    @case_page(live=True)
    @permission_name("write")
    def new(self, case: SupportCase, kind: str) -> Response:
        of = RecordKind(kind) if kind in set(RecordKind) else abort(404)
        if of not in WRITTEN_BY_HAND:
            raise NotFound
        looks_at(SCHEMAS[of].section)
        participations.require(viewer(), case.id, SCHEMAS[of].section, Level.WRITE)
        begun = typed_before(case, kind) or {"data": dated_today(of)}
        form = form_of(of)(body_choices(case, of), **begun)
        verb = saving(case_records.write, case, kind)
        if form.validate_on_submit() and run_for_form(form, verb, case.id, of, form.values()):
            return saved(case, of, is_new=True)
        return page(case, form, kind)

    @expose("/<case_id>/records/<record_id>/change", methods=("GET", "POST"))
    @has_access
    @case_page(live=True)
    @permission_name("write")
    def change(self, case: SupportCase, record_id: str) -> Response:
        record = of_case(case, record_id)
        participations.require(viewer(), case.id, record.section, Level.WRITE)
        key = f"{record.kind.value}:{record.id}"
        draft = draft_of(case, key)
        form = form_to_change(case, record, draft)
        if form.validate_on_submit():
            verb, version = saving(case_records.change, case, key), number(form.version.data)
            verb = form.since_opened(verb, lambda: stored(form, case, record_id))
            values, state = form.values(), form.chosen_state()
            if run_for_form(form, verb, record_id, values, version=version, state=state):
                return saved(case, record.kind)
        changed = number(form.version.data) != record.version
        form.version.data = str(record.version)
        return page(case, form, key, now=record if changed and not form.changed else None)

    @expose("/<case_id>/records/<record_id>/strike", methods=("POST",))
    @has_access
    @case_page()
    @permission_name("write")
    def strike(self, case: SupportCase, record_id: str) -> Response:
        record = of_case(case, record_id)
        version = number(request.form.get("version"))
        if run_or_flash(case_records.strike, record.id, version=version):
            return saved(case, record.kind)
        return redirect(section_url(case, record.section), 303)

    @expose("/<case_id>/records/<record_id>/changes")
    @has_access
    @case_page()
    @permission_name("show")
    def changes(self, case: SupportCase, record_id: str) -> str:
        record = of_case(case, record_id)
        return shown(
            "cases/cases/changes.html",
            case,
            record=record,
            changes=change_rows(record),
            back=section_url(case, record.section),
        )


def quick_note(case: SupportCase) -> RecordForm | None:
    """Return the form of a note, dated today, for whoever may write one; with their draft."""
    may_write = participations.held(viewer(), case.id).get(Section.COURSE) is Level.WRITE
    if case.state not in LIVE_CASE_STATES or not may_write:
        return None
    draft = typed_before(case, RecordKind.NOTE.value)
    return form_of(RecordKind.NOTE)({}, **(draft or {"data": dated_today(RecordKind.NOTE)}))


def dated_today(kind: RecordKind) -> dict[str, date]:
    """Return today for the day on which something was done, as data of the kind's form."""
    days = {"happened_on", "made_on"}
    return {f.name: clock.today() for f in SCHEMAS[kind].fields if f.name in days}


def of_case(case: SupportCase, record_id: str) -> CaseRecord:
    """Return a record of this case. Raises NotFound for records of other cases."""
    record = case_records.one(viewer(), record_id)
    if record.case_id != case.id:
        raise NotFound
    looks_at(record.section)
    return record


def body_choices(
    case: SupportCase, kind: RecordKind, content: Mapping[str, Any] | None = None
) -> Mapping[int, str]:
    """Return the bodies to choose from. The boxes of a consent are sorted by its template."""
    bodies = case_bodies.choices(content)
    return near_first(bodies, participants.bodies(case.id)) if kind is RecordKind.PART else bodies


def form_to_change(
    case: SupportCase, record: CaseRecord, draft: "MultiDict[str, str] | None"
) -> RecordForm:
    """Return the form of a record, filled from the draft or else from the record."""
    content, form_class = case_records.content(record), form_of(record.kind, with_state=True)
    bodies = body_choices(case, record.kind, content)
    if draft is not None:
        return form_class(bodies, formdata=draft)
    return form_class.of(bodies, content, version=str(record.version), state=record.state.value)


def stored(form: RecordForm, case: SupportCase, record_id: str) -> dict[str, Any]:
    """Lock the case; return its record, fresh, as data of the form."""
    record = case_rows.behind_case(CaseRecord, case.id, record_id)
    return form.data_of(case_records.content(record)) | {"state": record.state.value}


def number(typed: str | None) -> int:
    """Return the version that the form was opened with; 0, which no record has, if invalid."""
    return int(typed) if typed and typed.isascii() and typed.isdigit() and len(typed) < 9 else 0


def saved(case: SupportCase, kind: RecordKind, *, is_new: bool = False) -> Response:
    """Redirect to the section; from a record of the intake to the overview, which has the next one.

    A saved person record is checked for a second case of the person; after a consent has ended, its
    manager is asked at once what follows.
    """
    if kind is RecordKind.PERSON:
        look_for_the_same(case)
    if kind is RecordKind.CONSENT and consents.unsettled(viewer(), case.id):
        words = _("Saved. Decide now what follows for those whose access rests on this consent.")
        return redirect_with_success(words, url_for("CaseConsentView.list", case_id=case.id))
    if is_new and case.state is CaseState.INTAKE and kind in AT_INTAKE:
        return redirect_with_success(_("Saved."), url_for("CaseView.show", case_id=case.id))
    return redirect_with_success(_("Saved."), section_url(case, SCHEMAS[kind].section))


def look_for_the_same(case: SupportCase) -> None:
    """Warn if another case may concern the same person, or if this cannot be checked today."""
    try:
        found = run(case_duplicates.has_same_person, case.id)
    except RuleViolation as refusal:
        flash(with_article(refusal), "warning")
    else:
        if found:
            words = _("A case of the same person may exist. Contact the coordinating body.")
            flash(words, "warning")


def page(case: SupportCase, form: RecordForm, key: str, **values: Any) -> Response:
    """Return the page of a record's form. key: of its draft; now: the record if changed since."""
    now = values.pop("now", None)
    return form_page(
        "cases/cases/record_form.html",
        case,
        form,
        schema=SCHEMAS[form.kind],
        kind=form.kind,
        key=key,
        taking_part=participants.bodies(case.id) if form.kind is RecordKind.CONSENT else (),
        now=entry(now) if now is not None else None,
        back=section_url(case, SCHEMAS[form.kind].section),
        **values,
    )

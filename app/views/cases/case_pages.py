"""The layout of a case's pages: navigation according to the viewer's sections."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from flask import make_response, render_template, request, url_for
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from app.models.cases.case import SupportCase
from app.rules.cases.access import Level, Section
from app.rules.states.cases.case import LIVE_CASE_STATES
from app.services.cases import emergencies, own_names, participations
from app.views.common.base import viewer
from app.views.common.labels import label

NOTHING: Mapping[str, str] = MappingProxyType({})


class CasePage(NamedTuple):
    """One entry of a case's navigation."""

    endpoint: str
    """Its URL rule contains <case_id>."""
    label: LazyString | Section
    needs: frozenset[Section] = frozenset()
    """Sections of which the viewer must read one to see the entry; empty: every participant."""
    values: Mapping[str, str] = NOTHING
    """Further values of its URL."""


def _section(section: Section) -> CasePage:
    values = {"section": section.value}
    return CasePage("CaseRecordView.section", section, frozenset({section}), values)


MANAGED = frozenset({Section.MANAGEMENT})
DAILY: tuple[CasePage, ...] = (
    CasePage("CaseView.show", _l("Overview")),
    _section(Section.COURSE),
    _section(Section.PLAN),
    CasePage("ConferenceView.list", _l("Conferences"), frozenset({Section.CONFERENCE})),
    _section(Section.BASIC),
    _section(Section.IDENTITY),
    _section(Section.FAMILY),
    _section(Section.HEALTH),
    _section(Section.ECONOMY),
)
MANAGING: tuple[CasePage, ...] = (
    CasePage("ParticipantView.list", _l("Participants")),
    CasePage("ParticipantView.passed_on", _l("Passing on of information"), MANAGED),
    CasePage("CaseRequestView.list", _l("Requests for co-operation"), MANAGED),
    CasePage("EmergencyView.list", _l("Emergency access"), MANAGED),
    CasePage("CaseAccessLogView.list", _l("Access log"), MANAGED),
    CasePage("IssueSheetView.list", _l("Issue sheets"), MANAGED),
    CasePage("CaseDisclosureView.list", _l("Disclosure requests"), MANAGED),
    CasePage("CaseRetentionView.show", _l("Retention and deletion"), MANAGED),
)
"""Both in display order. An entry is only a link: the guard decides what the page shows."""


def shown(template: str, case: SupportCase, **values: Any) -> str:
    """Return a page of the case.

    `template` extends cases/_layout.html and gets, besides the values, `case`, `sections`
    (section → level of the viewer), `may_write` (section → whether the viewer may write it) and
    `is_live`: whether the case is not closed.

    back: URL of a subpage's parent, which the navigation marks.
    """
    held = participations.held(viewer(), case.id)
    sections = {section: held[section] for section in Section if section in held}
    back = values.get("back", "")
    daily, managing = (tabs(case, sections, back, pages) for pages in (DAILY, MANAGING))
    in_managing = any(is_current for _words, _url, is_current in managing)
    return render_template(
        template,
        case=case,
        sections=sections,
        may_write=lambda section: sections.get(section) is Level.WRITE,
        is_live=case.state in LIVE_CASE_STATES,
        own_name=own_names.of(viewer(), case.id),
        case_tabs=[*daily, (label(Section.MANAGEMENT), managing[0][1], in_managing)],
        managing_tabs=managing if in_managing and len(managing) > 1 else [],
        in_emergency=emergencies.running(case.id),
        **values,
    )


def form_page(template: str, case: SupportCase, form: Any, **values: Any) -> Response:
    """Return a page of the case with a form; status 422 for a rejected submission."""
    return make_response(shown(template, case, form=form, **values), 422 if form.errors else 200)


def section_url(case: SupportCase, section: Section) -> str:
    """Return the URL of a section's page."""
    return url_for("CaseRecordView.section", case_id=case.id, section=section.value)


def tabs(
    case: SupportCase, sections: Mapping[Section, Level], back: str, pages: Iterable[CasePage]
) -> list[tuple[str, str, bool]]:
    """Return the navigation as components/tabs.html expects it."""
    found = []
    for page in pages:
        if page.needs and page.needs.isdisjoint(sections):
            continue
        words = label(page.label) if isinstance(page.label, Section) else str(page.label)
        url = url_for(page.endpoint, case_id=case.id, **page.values)
        below = page.endpoint != DAILY[0].endpoint and request.path.startswith(f"{url}/")
        found.append((words, url, below or url in (request.path, back)))
    return found

"""A reader of one section of a case is shown nothing of another section on any page."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask

from app.rules.cases.access import Level, ParticipationBasis, Section
from app.security.viewer import SYSTEM, Role
from app.services.cases import disclosures as case_disclosures
from app.services.cases import participations
from tests.support import cases, full_case
from tests.support.accounts import RoleClients
from tests.support.canaries import canary_of, encodings_found
from tests.support.client import PlatformClient

LINK = re.compile(r'(?:href|action|formaction|data-draft)="(/cases/[^"#?]*)')
ALSO = {Section.PLAN: {Section.CONFERENCE}}
"""Further sections shown with a section: decisions of a conference go into the plan."""
FEWEST_PAGES = 60
ALL = frozenset(Section)


def pages_of(client: PlatformClient, case_id: str) -> set[str]:
    """Return every address within the case that its owner can reach by links."""
    base = f"/cases/{case_id}"
    found, to_see = {base}, [base]
    while to_see:
        page = client.get(to_see.pop())
        links = {
            link
            for link in LINK.findall(page.data.decode(errors="replace"))
            if link.startswith(base)
        }
        to_see += sorted(links - found)
        found |= links
    return found


@pytest.fixture
def case(session: Any, client_as: RoleClients) -> tuple[str, set[str]]:
    """Return a case with content in every section, and its pages."""
    client = client_as(Role.COUNCIL)
    case = full_case.full(client)
    [writer] = [each for each in participations.managers(case.id)]
    actor = cases.viewer_of(writer)
    asked = case_disclosures.RequestDetails("本人", "運転免許証")
    today = case.began_at.date()
    row = case_disclosures.receive(actor, case.id, asked, today, days=30)
    case_disclosures.gather(actor, case.id, row.id)  # a disclosure request that awaits its masks
    session.commit()
    return case.id, pages_of(client, case.id)


def shown(answer: Any, allowed: frozenset[Section] | set[Section]) -> set[str]:
    """Return the other sections whose content the response shows, in any encoding."""
    return {
        section.value
        for section in ALL - allowed
        if encodings_found(answer.data, canary_of(section))
    }


LEVELS = [*((section, Level.READ) for section in Section), (Section.MANAGEMENT, Level.WRITE)]
EVERY = 3
"""Sampling interval: each reader asks for another third of the pages; tests/soak: for all."""


def faults_of_readers(app: Flask, case_id: str, pages: set[str], every: int) -> Iterator[str]:
    """Yield what a reader of each section is shown of the others, on every such page."""
    for number, (section, level) in enumerate(LEVELS):
        reader = cases.person("鳥取市")
        basis = ParticipationBasis.SUPPORT
        participations.add(SYSTEM, case_id, reader.id, {section: level}, basis)
        client = cases.client_of(app, reader)
        allowed = {section} | ALSO.get(section, set())
        own = 0
        own_page = f"/cases/{case_id}/sections/{section.value}"
        for path in {own_page, *sorted(pages)[number % every :: every]} & pages:
            answer = client.get(path)
            own += answer.status_code == 200
            if found := shown(answer, allowed):
                yield f"{section.value} {level.value}: {path} shows {found}"
        assert own, section


@pytest.mark.timeout(300)
def test_reader_of_one_section_sees_nothing_of_another(
    app: Flask, session: Any, case: tuple[str, set[str]]
) -> None:
    case_id, pages = case
    assert len(pages) > FEWEST_PAGES
    assert list(faults_of_readers(app, case_id, pages, EVERY)) == []

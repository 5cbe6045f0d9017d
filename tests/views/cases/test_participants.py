"""The participants of a case on one short page."""

from typing import Any

from flask import Flask

from app.models.cases.case import SupportCase
from app.rules.cases.access import Level, Section
from tests.support.cases import add_participant, client_of, person
from tests.support.sharing import shared


def test_sections_on_the_same_terms_share_one_row(app: Flask, session: Any) -> None:
    made = shared()
    reader = person("米子市")
    case = made.case_id
    for level, sections in (
        (Level.READ, (Section.PLAN, Section.BASIC, Section.FAMILY)),
        (Level.WRITE, (Section.COURSE,)),
    ):
        add_participant(session.get_one(SupportCase, case), reader, *sections, level=level)
    page = client_of(app, reader).get(f"/cases/{case}/participants").text
    assert "基本、家族、支援計画</th>" in page
    assert "経過</th>" in page
    assert page.count('<th scope="row"') == 3  # two rows of the reader, one of the case manager

"""Minor amendments of 別紙1 stand beside the guideline with their reason (要領第6条)."""

from dataclasses import replace
from datetime import date

import pytest

from app.documents.admission import application_form
from app.rules.membership import profile_fields
from app.rules.membership.profile_fields import FIELDS
from app.rules.membership.profile_schema import Amendment
from tests.documents import papers
from tests.support.client import PlatformClient

GUIDELINE = "/regulations/guideline"
ADDED = replace(
    FIELDS[0], label="役員の数", amendment=Amendment(date(2025, 6, 2), "任意の記載事項")
)
LINE = "令和7年6月2日　「役員の数」の欄を加える。（軽微な改正：任意の記載事項）"


@pytest.fixture(autouse=True)
def _amended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(profile_fields, "BY_AGE", [*FIELDS, ADDED])
    monkeypatch.setattr(application_form, "AMENDED_ON", date(2025, 6, 2))


def test_guideline_shows_the_amendment_from_its_day(client: PlatformClient) -> None:
    assert LINE in client.get(GUIDELINE).text
    assert LINE in client.get(f"{GUIDELINE}?on=2025-06-02").text
    assert "役員の数" not in client.get(f"{GUIDELINE}?on=2025-06-01").text
    assert "役員の数" not in client.get("/regulations/bylaws").text


def test_blank_form_bears_the_day_of_its_amendment() -> None:
    paper = papers.text_of(application_form.pdf(None, offered_fields=papers.OFFERED))
    assert "別紙１（要領第２条第１項関係）令和7年6月2日一部改正" in paper

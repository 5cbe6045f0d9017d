"""The council's own rules, and the activity summaries readable by all members."""

from datetime import date
from typing import Any

import pytest
from flask import Flask

from app.errors import NotFound, NotPermitted, RuleViolation, StaleState
from app.rules.council.council import contains_case_alias
from app.rules.regulations.regulation_text import parsed
from app.security.viewer import Role, Viewer
from app.services.cases import summary_releases
from app.services.council import activity_summaries
from app.services.council import rules as council_rules
from tests import factories
from tests.support import council_desk
from tests.support.accounts import RoleClients
from tests.support.client import PlatformClient
from tests.support.desk import officer
from tests.support.edits import opened
from tests.support.queries import counted

FIRST = "第１条（目的）\n協議会の運営に関し必要な事項を定める。\n"
SECOND = FIRST + "第２条（会議）\n会議は、調整機関が招集する。\n"
AMEND = "/regulations/council-rules/amend"
TITLE = "鳥取県孤独・孤立対策地域協議会規程"


def test_council_rules_are_entered_amended_and_versioned(
    session: Any, client: PlatformClient, client_as: RoleClients
) -> None:
    desk = client_as("secretariat")
    assert desk.get(AMEND).status_code in (409, 422), "there is no council yet"
    factories.council()
    values = {"body": FIRST, "in_force_from": "2024-04-01", "basis": "令和6年4月1日 会議で決定"}
    assert desk.submit(AMEND, values | {"basis": ""}, form=-1).status_code == 422
    assert desk.submit(AMEND, values | {"body": "本文だけ"}).status_code == 422
    shown = desk.submit(AMEND, values)
    assert "第１条" in shown.text and "council-rules" not in client.get("/regulations").text
    sure = {"press": ("sure", "1")}
    assert desk.submit(AMEND, values, **sure).status_code == 303

    page = client.get("/regulations/council-rules").text
    assert TITLE in client.get("/regulations").text and "令和6年4月1日 会議で決定" in page
    assert AMEND in desk.get("/regulations/council-rules").text and AMEND not in page
    again = values | {"body": SECOND, "basis": "令和7年の会議"}
    assert "すでにあります" in desk.submit(AMEND, again, **sure).text
    assert desk.submit(AMEND, again | {"in_force_from": "2025-04-01"}, **sure).status_code == 303
    assert "第２条" in client.get("/regulations/council-rules").text
    assert "第２条" not in client.get("/regulations/council-rules?on=2025-03-31").text


def test_second_officer_s_rules_do_not_undo_the_first_s(
    session: Any, client_as: RoleClients
) -> None:
    factories.council()
    one, two = client_as("secretariat"), client_as("secretariat")
    forms = [opened(officer.get(AMEND), AMEND).form.values for officer in (one, two)]
    values = {"in_force_from": "2024-04-01", "basis": "会議で決定", "sure": "1"}
    assert one.post(AMEND, data={**forms[0], **values, "body": SECOND}).status_code == 303
    later = values | {"in_force_from": "2025-04-01", "body": FIRST}
    asked = two.post(AMEND, data={**forms[1], **later})
    assert asked.status_code == 422 and "会議は、調整機関が招集する。" in asked.text
    assert two.post(AMEND, data={**opened(asked, AMEND).form.values, **later}).status_code == 303


def test_rules_require_the_secretariat_a_basis_and_an_established_council(session: Any) -> None:
    factories.council()
    text = parsed(FIRST, {"slug": council_rules.SLUG, "title": TITLE})
    day = date(2024, 4, 1)
    with pytest.raises(NotPermitted):
        council_rules.enter(Viewer(1, "x", frozenset({Role.COUNCIL})), text, day, basis="会議")
    with pytest.raises(RuleViolation, match="どのように定めたか"):
        council_rules.enter(officer(), text, day, basis=" ")
    with pytest.raises(RuleViolation, match="設置の日より後"):
        council_rules.enter(officer(), text, date(2024, 3, 31), basis="会議")


@pytest.mark.parametrize("text", ["K-7H2MPX", "ケースＫ－７Ｈ２ＭＰＸについて", "（k-234567）"])
def test_case_alias_in_a_text_is_recognised(text: str) -> None:
    assert contains_case_alias(text)


def test_ordinary_text_contains_no_case_alias() -> None:
    assert not contains_case_alias("会議を2回開き、K-POPの催しを後援した。電話 0857-26-7000")


def test_summary_is_drafted_published_and_withdrawn(session: Any) -> None:
    factories.council()
    member = Viewer(1, "会員", frozenset({Role.GENERAL}))
    with pytest.raises(NotPermitted):
        activity_summaries.write(member, title="題", text="文")
    with pytest.raises(RuleViolation, match="件名と本文"):
        activity_summaries.write(officer(), title="題", text="　")
    with pytest.raises(RuleViolation, match="ケースの番号") as refusal:
        activity_summaries.write(officer(), title="題", text="K-7H2MPXについて")
    assert "7H2MPX" not in str(refusal.value), "the refusal goes into the trail"
    draft = activity_summaries.write(officer(), title="題", text="文")
    with pytest.raises(NotFound):
        activity_summaries.one(member, draft.id)
    assert activity_summaries.page(member, 1) == ([], 0)
    with pytest.raises(StaleState, match="公開されていません"):
        activity_summaries.unpublish(officer(), draft.id)
    with pytest.raises(StaleState, match="承認待ちではありません"):
        summary_releases.release(officer(), draft.id)
    first = officer()
    summary_releases.propose(first, draft.id, {})
    with pytest.raises(RuleViolation, match="提案した人は承認できません"):
        summary_releases.release(first, draft.id)
    summary_releases.release(officer(), draft.id)
    for verb in (
        summary_releases.release,
        lambda *a: activity_summaries.revise(*a, title="題", text="文"),
    ):
        with pytest.raises(StaleState):
            verb(officer(), draft.id)
    assert activity_summaries.one(member, draft.id) is draft
    activity_summaries.unpublish(officer(), draft.id)
    with pytest.raises(NotFound):
        activity_summaries.one(member, draft.id)
    with pytest.raises(NotPermitted):
        activity_summaries.page(Viewer(1, "x", frozenset({Role.ADMINISTRATOR})), 1)


@pytest.mark.parametrize("writer", ["council", "secretariat"])
def test_summary_pages_from_draft_to_withdrawal(
    session: Any, client_as: RoleClients, writer: str
) -> None:
    factories.council()
    desk, member = client_as(writer), client_as("general")
    start = "/council/summaries/"
    assert "個別ケース" in member.get(start).text and f"{start}new" not in member.get(start).text
    page = desk.get(f"{start}new").text
    assert "ケースに関すること" in page and "法第18条" in page
    assert desk.submit(f"{start}new", {"title": "上半期", "text": ""}).status_code == 422
    refused = desk.submit(f"{start}new", {"title": "上半期", "text": "K-7H2MPX"})
    assert refused.status_code == 422 and "ケースの番号が書かれています" in refused.text
    own = desk.submit(f"{start}new", {"title": "上半期の活動", "text": "会議2回"}).location or ""
    assert member.get(own).status_code == 404 and "上半期の活動" not in member.get(start).text
    assert desk.submit(f"{own}/edit", {"text": "会議を3回"}).status_code == 303
    assert "/publish" not in desk.get(own).text
    assert desk.submit(f"{own}/propose").status_code == 303
    assert "/publish" not in desk.get(own).text  # the proposer does not release
    assert desk.submit(f"{own}/edit", {"text": "会議を3回開いた"}).status_code == 303
    assert "/publish" not in client_as(writer).get(own).text  # another text is proposed again
    assert desk.submit(f"{own}/propose").status_code == 303
    assert client_as(writer).submit(own, form="/publish").status_code == 303
    assert "会議を3回" in member.get(own).text and "上半期の活動" in member.get(start).text
    assert "<form" not in member.get(own).text.partition("<main")[2].partition("</main>")[0]
    assert desk.submit(own, form="/take-back").status_code == 303
    assert member.get(own).status_code == 404


def test_list_takes_few_queries(app: Flask, session: Any, client_as: RoleClients) -> None:
    for _ in range(4):
        council_desk.summary()
    for role in ("general", "council"):
        client = client_as(role)
        client.get("/council/summaries/")
        with counted(app) as statements:
            client.get("/council/summaries/")
        assert len(statements) <= 3, statements

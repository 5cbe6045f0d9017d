"""The pages for merging records."""

from typing import Any

from sqlalchemy import select

from app.models.membership.organisation import Organisation
from app.models.roster.roster_job import OrganisationMerge
from tests import factories
from tests.support.accounts import RoleClients


def test_records_are_compared_merged_and_unmerged(session: Any, client_as: RoleClients) -> None:
    officer, visitor = client_as("secretariat"), client_as("public")
    kept = factories.member(name="NPO法人ふたご", phone="0857-11-1111")
    merged = factories.member(name="（特非）ふたご", phone="0857-22-2222")
    kept_id, merged_id, old = kept.id, merged.id, merged.public_id
    public_id = kept.public_id
    session.commit()
    assert "（特非）ふたご" in officer.get("/merges/").text
    path = f"/merges/compare?kept={kept_id}&merged={merged_id}"
    assert "0857-22-2222" in officer.get(path).text
    done = officer.submit(path, {"take": "phone"}, form=f"/merges/{kept_id}/{merged_id}")
    assert done.status_code == 303
    assert "/release" not in officer.get(path).text
    swapped = officer.get(f"/merges/compare?kept={merged_id}&merged={kept_id}")
    assert swapped.location == path.replace("&amp;", "&")
    other = client_as("secretariat")
    assert other.get("/approvals/").text.count("→") == 1
    page = other.get(path).text
    assert 'value="phone" checked disabled' in page
    assert other.submit(path, form="/release").status_code == 303
    assert session.get(Organisation, kept_id, populate_existing=True).phone == "0857-22-2222"
    moved = visitor.get(f"/roster/{old}")
    assert moved.status_code == 302 and moved.location.endswith(f"/roster/{public_id}")
    merge_page = f"/merges/{session.scalars(select(OrganisationMerge.id)).one()}"
    assert merge_page in officer.get("/merges/").text
    assert officer.submit(merge_page, form="/undo").location == merge_page
    assert "/release" not in officer.get(merge_page).text
    assert other.submit(merge_page, {"reason": " "}, form="/send-back").status_code == 422
    assert other.submit(merge_page, form="/release").status_code == 303
    assert visitor.get(f"/roster/{old}").status_code == 200
    assert session.get(Organisation, kept_id, populate_existing=True).phone == "0857-11-1111"


def test_merge_that_became_stale_says_so_and_is_sent_back(
    session: Any, client_as: RoleClients
) -> None:
    officer, other = client_as("secretariat"), client_as("secretariat")
    kept, merged = factories.member(), factories.member()
    path = f"/merges/compare?kept={kept.id}&merged={merged.id}"
    officer.submit(path, form=f"/merges/{kept.id}/{merged.id}")
    session.get_one(Organisation, merged.id).fax = "0857-33-3333"
    page = other.get(path).text
    assert "提案の後で記録が変わりました" in page and "/release" not in page
    assert other.submit(path, {"reason": ""}, form="/send-back").status_code == 422
    assert other.submit(path, {"reason": "見比べ直す"}, form="/send-back").status_code == 303
    assert "見比べ直す" in officer.get(path).text


def test_stale_or_invalid_merge_form_changes_nothing(session: Any, client_as: RoleClients) -> None:
    officer = client_as("secretariat")
    one, two = factories.member(), factories.member()
    path = f"/merges/compare?kept={one.id}&merged={two.id}"
    stale = officer.submit(path, {"seen": "other"}, form="/merges/")
    assert stale.status_code == 422 and "もう一度見比べて" in stale.text
    assert officer.get("/merges/compare?kept=x&merged=1").status_code == 400
    assert officer.get(f"/merges/compare?kept={one.id}&merged=999999").status_code == 404
    assert officer.get(f"/merges/compare?kept={one.id}&merged={one.id}").status_code == 303

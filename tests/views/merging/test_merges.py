"""The pages for merging records."""

from typing import Any

from app.models.membership.organisation import Organisation
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
    assert session.get(Organisation, kept_id, populate_existing=True).phone == "0857-22-2222"
    moved = visitor.get(f"/roster/{old}")
    assert moved.status_code == 302 and moved.location.endswith(f"/roster/{public_id}")
    undone = officer.submit("/merges/", {}, form="/undo")
    assert undone.status_code == 303
    assert visitor.get(f"/roster/{old}").status_code == 200
    assert session.get(Organisation, kept_id, populate_existing=True).phone == "0857-11-1111"


def test_stale_or_invalid_merge_form_changes_nothing(session: Any, client_as: RoleClients) -> None:
    officer = client_as("secretariat")
    one, two = factories.member(), factories.member()
    path = f"/merges/compare?kept={one.id}&merged={two.id}"
    stale = officer.submit(path, {"seen": "other"}, form="/merges/")
    assert stale.status_code == 422 and "もう一度見比べて" in stale.text
    assert officer.get("/merges/compare?kept=x&merged=1").status_code == 400
    assert officer.get(f"/merges/compare?kept={one.id}&merged=999999").status_code == 404
    assert officer.get(f"/merges/compare?kept={one.id}&merged={one.id}").status_code == 303

"""Files on the pages of entries: uploaded, downloaded by tier, removed."""

from io import BytesIO
from typing import Any

import pytest

from app.models.registers.entry import registers
from app.models.support.place import Place
from app.rules.membership.roster import Tier
from app.security.viewer import Role
from app.services.registers import entries, files
from tests import factories
from tests.support.accounts import RoleClients, csrf_token, press
from tests.support.client import PlatformClient
from tests.support.register_samples import entry, file, typed, values

PDF = b"%PDF-1.7 leaflet"
ROLES = {
    "public": Tier.PUBLIC,
    "administrator": Tier.PUBLIC,
    "general": Tier.MEMBERS,
    "council": Tier.MEMBERS,
    "secretariat": Tier.SECRETARIAT,
}
RANK = list(Tier)
WITHOUT_FILES = [model.register.key for model in registers() if not model.register.files]


def sent(content: bytes, name: str = "ちらし.pdf") -> tuple[BytesIO, str]:
    return BytesIO(content), name


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("tier", Tier)
def test_tier_of_the_entry_decides_about_its_files(
    session: Any, client_as: RoleClients, role: str, tier: Tier
) -> None:
    row = entry(Place, tier=tier)
    kept = file(row)
    path = f"/places/{row.public_id}/files/{kept.public_id}"
    answer = client_as(role).get(path)
    if RANK.index(tier) > RANK.index(ROLES[role]):
        assert answer.status_code == 404
        return
    assert answer.data == kept.content
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == ("no-cache" if role == "public" else "no-store")
    assert ("ETag" in answer.headers) is (tier is Tier.PUBLIC)


def test_public_file_is_not_sent_twice(session: Any, client: PlatformClient) -> None:
    row = entry(Place)
    path = f"/places/{row.public_id}/files/{file(row).public_id}"
    tag = client.get(path).headers["ETag"]
    again = client.get(path, headers={"If-None-Match": tag})
    assert (again.status_code, again.data) == (304, b"")
    entries.one(Place, row.public_id).tier = Tier.SECRETARIAT
    assert client.get(path, headers={"If-None-Match": tag}).status_code == 404


def test_file_comes_with_a_new_entry_with_a_change_and_alone(
    session: Any, client_as: RoleClients
) -> None:
    member = client_as("general")
    form = typed(Place, values(Place)) | {"files": [sent(PDF), sent(b"text", "a.txt")]}
    path = member.submit("/places/new", form).location
    pk = path.rsplit("/", 1)[1]
    row = entries.one(Place, pk)
    assert [each.name for each in files.of(row)] == ["ちらし.pdf", "a.txt"]
    member.submit(f"{path}/edit", {"files": sent(b"more", "b.txt")}, form="/edit")
    token = {"X-CSRFToken": csrf_token(member)}
    answer = member.post(f"{path}/files", data={"files": sent(b"most", "c.txt")}, headers=token)
    assert answer.status_code == 303
    assert [each.name for each in files.of(row)][2:] == ["b.txt", "c.txt"]

    answer = member.submit(path, form="/remove", follow_redirects=True)
    assert "ファイルを削除しました。" in answer.text
    assert [each.name for each in files.of(row)] == ["a.txt", "b.txt", "c.txt"]


def test_refused_file_leaves_no_entry_and_says_why(session: Any, client_as: RoleClients) -> None:
    member = client_as("general")
    form = typed(Place, values(Place)) | {"files": sent(b"MZ\x90\x00", "a.exe")}
    answer = member.submit("/places/new", form)
    assert answer.status_code == 422 and "PDF、PNG、JPEG" in answer.text
    assert form["name"] not in member.get("/places/").text
    row = entry(Place, member.organisation_id)
    answer = press(member, f"/places/{row.public_id}/files")
    assert answer.status_code == 422 and "ファイルを選んでください。" in answer.text


def test_file_has_to_be_selected_again_after_a_mistake(client_as: RoleClients) -> None:
    member, lost = client_as("general"), "もう一度選んでください。"
    form = typed(Place, values(Place)) | {"name": ""}
    assert lost not in member.submit("/places/new", form).text
    assert lost in member.submit("/places/new", form | {"files": [sent(PDF)]}).text


def test_nobody_but_the_keeper_is_offered_or_takes_a_change(
    session: Any, client_as: RoleClients
) -> None:
    row = entry(Place, factories.member().id)
    path, kept = f"/places/{row.public_id}", file(row)
    other = client_as("general")
    page = other.get(path).text
    assert kept.name in page and "/files/" in page and "/remove" not in page
    assert press(other, f"{path}/files").status_code == 404
    assert press(other, f"{path}/files/{kept.public_id}/remove").status_code == 404
    assert len(files.of(row)) == 1


@pytest.mark.parametrize("key", WITHOUT_FILES)
def test_register_without_files_has_no_such_routes(
    session: Any, client_as: RoleClients, key: str
) -> None:
    desk = client_as(Role.SECRETARIAT)
    assert desk.get(f"/{key}/x/files/y").status_code == 404
    assert press(desk, f"/{key}/x/files").status_code == 404

"""The open interface through the client: who is given what, pages, limits, headers."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from app import clock
from app.models.common.master import ActivityField
from app.rules.common.field import empty
from app.rules.membership.roster import Tier, may_see
from app.security.viewer import SYSTEM, Role
from app.services.registers import change_feed, entries, resources
from app.views.registers import api as interface
from tests import factories
from tests.architecture.routes import register_lines
from tests.support import api
from tests.support.accounts import RoleClients
from tests.support.client import PlatformClient
from tests.support.queries import counted
from tests.support.register_samples import entry, model_of

MOST_QUERIES = 6
KEYS = list(resources.every())
REGISTERS = [key for key, each in resources.every().items() if each.model is not None]


@pytest.fixture
def token(session: Any) -> str:
    """Return a member's key."""
    return api.key(api.person())[1]


@pytest.fixture
def notes() -> Iterator[Any]:
    """Declare the fields of activity as a register with tiers, a person and a field of members."""
    said: dict[str, dict[str, Any]] = {
        "label": {"filtered": True, "name": "title"},
        "label_en": {"tier": Tier.MEMBERS, "filtered": True},
        "position": {"tier": Tier.SECRETARIAT},
        "code": {"personal": True},
    }
    with api.declared(ActivityField, {"tiers": tuple(Tier), "is_reference": False}, said) as model:
        yield model


def add(model: Any, name: str, tier: Tier = Tier.PUBLIC) -> Any:
    values = {"code": f"c-{name}", "label": name, "label_en": f"en-{name}", "position": 77}
    return entries.add(SYSTEM, model, {**values, "tier": tier})


def whole(client: PlatformClient, path: str, headers: Any = None) -> list[dict[str, Any]]:
    """Read page after page."""
    found: list[dict[str, Any]] = []
    while path:
        answer = client.get(path, headers=headers)
        assert answer.status_code == 200, answer.text
        found += answer.json["items"]
        link = answer.json["next"]
        assert answer.headers.get("Link") == (f'<{link}>; rel="next"' if link else None)
        path = (link or "").removeprefix("http://localhost")
    return found


def problem(answer: TestResponse) -> str:
    assert answer.mimetype == "application/problem+json"
    assert answer.json["status"] == answer.status_code
    return str(answer.json["type"]).rpartition("/")[2]


@pytest.mark.parametrize("key", KEYS)
def test_every_body_names_licence_and_day(session: Any, client: PlatformClient, key: str) -> None:
    body = client.get(f"/api/v1/{key}").json
    assert body["licence"].startswith("CC BY 4.0") and body["register"] == key
    assert body["as_of"] == clock.today().isoformat()


@pytest.mark.parametrize("key", REGISTERS)
def test_registers_give_each_tier_its_entries_and_fields(
    session: Any, client: PlatformClient, token: str, key: str
) -> None:
    resource = resources.every()[key]
    for headers, reader in (({}, Tier.PUBLIC), (api.bearer(token), Tier.MEMBERS)):
        for tier in resource.register.tiers:
            row = entry(resource.model, tier=tier)
            answer = client.get(f"/api/v1/{key}/{row.public_id}", headers=headers)
            assert answer.status_code == (200 if may_see(tier, reader) else 404)
            if answer.status_code == 200:
                item = answer.json["item"]
                given = {each.open_name for each in resource.shown(reader)}
                hidden = {each.open_name for each in resource.shown(Tier.MEMBERS)} - given
                assert given <= item.keys() and not hidden & item.keys()


@pytest.mark.parametrize("key", REGISTERS)
def test_every_filter_finds_by_the_value_that_is_given(
    session: Any, client: PlatformClient, token: str, key: str
) -> None:
    resource = resources.every()[key]
    reader = Tier.PUBLIC if Tier.PUBLIC in resource.register.tiers else Tier.MEMBERS
    headers = api.bearer(token) if reader is Tier.MEMBERS else {}
    row = entry(resource.model, tier=reader)
    item = client.get(f"/api/v1/{key}/{row.public_id}", headers=headers).json["item"]
    for field in resource.filters(reader):
        value = item[field.open_name]
        value = value[0] if isinstance(value, list) else value
        if value != empty(field.kind):
            sought = str(value).lower() if isinstance(value, bool) else str(value)[:5_000]
            path = f"/api/v1/{key}"
            query = {field.open_name: sought, "limit": 500}
            found = client.get(path, query_string=query, headers=headers)
            assert item in found.json["items"], field.open_name


def test_tiers_people_and_names(
    session: Any, client: PlatformClient, token: str, notes: Any
) -> None:
    public = add(notes, "公開の名")
    add(notes, "会員の名", Tier.MEMBERS)
    add(notes, "内部の名", Tier.SECRETARIAT)
    session.commit()
    path = f"/api/v1/{notes.register.key}"
    seen = client.get(path, query_string={"limit": 500})
    read = client.get(path, query_string={"limit": 500}, headers=api.bearer(token))
    assert "公開の名" in seen.text and "会員の名" not in seen.text
    assert "会員の名" in read.text and "内部の名" not in read.text
    item = client.get(f"{path}/{public.public_id}").json["item"]
    assert item == {"id": public.public_id, "title": "公開の名"}
    item = client.get(f"{path}/{public.public_id}", headers=api.bearer(token)).json["item"]
    assert item == {"id": public.public_id, "title": "公開の名", "label_en": "en-公開の名"}
    assert "c-公開" not in read.text and "position" not in read.text

    hidden = client.get(path, query_string={"label_en": "en-公開の名"})
    assert problem(hidden) == "invalid-request"
    assert hidden.json["errors"][0]["parameter"] == "label_en"
    found = client.get(path, query_string={"label_en": "en-公開の名"}, headers=api.bearer(token))
    assert [each["id"] for each in found.json["items"]] == [public.public_id]


def test_pages_miss_nothing_and_double_nothing_while_names_change(
    session: Any, client: PlatformClient, notes: Any
) -> None:
    before = whole(client, f"/api/v1/{notes.register.key}?limit=3")
    assert len(before) == len({each["id"] for each in before}) > 3
    first = client.get(f"/api/v1/{notes.register.key}?limit=3").json
    entries.change(SYSTEM, notes, first["items"][0]["id"], {"label": "ンンン"})
    session.commit()
    rest = whole(client, first["next"].removeprefix("http://localhost"))
    assert [*first["items"], *rest] == before


def test_the_roster_is_offered_as_open_data_has_it(session: Any, client: PlatformClient) -> None:
    member = factories.member(name="NPO法人うみべの会", municipality_code="312029")
    session.commit()
    path = f"/api/v1/roster/{member.public_id}"
    item = client.get(path).json["item"]
    data = client.get("/roster.json").json["members"]
    (whole_,) = [each for each in data if each["id"] == member.public_id]
    assert item == {key: value for key, value in whole_.items() if key != "municipality"}
    found = client.get("/api/v1/roster?municipality_code=312029&member_kind=general").json
    assert member.public_id in [each["id"] for each in found["items"]]
    assert all(each["municipality_code"] == "312029" for each in found["items"])
    described = client.get(f"{path}?format=schema.org")
    assert described.headers["Link"].endswith('rel="license"')
    node = described.json
    assert node["@type"] == "Organization" and node["address"]["addressLocality"] == "米子市"


def test_what_a_member_withholds_and_its_person_are_not_given(
    session: Any, client: PlatformClient, token: str
) -> None:
    shared = {"email": {"tier": "members", "reason": "迷惑メールのため"}}
    member = factories.member(
        email="hidden@example.jp", contact_name="因幡 一郎", disclosure=shared
    )
    session.commit()
    path = f"/api/v1/roster/{member.public_id}"
    public, read = client.get(path), client.get(path, headers=api.bearer(token))
    assert public.json["item"]["email"] is None
    assert read.json["item"]["email"] == "hidden@example.jp"
    assert "因幡 一郎" not in public.text + read.text
    assert read.headers["Cache-Control"] == "private, no-cache"
    assert read.json["licence"] != public.json["licence"]


def test_registers_are_answered_in_the_formats_of_others(
    session: Any, client: PlatformClient, token: str
) -> None:
    said: dict[str, dict[str, Any]] = {
        "label": {"formats": {"hsds": "name", "gif-451-7": "名称", "gif-451-4": "制度名"}},
        "label_en": {"formats": {"hsds": "alternate_name"}, "tier": Tier.MEMBERS},
        "code": {"formats": {"hsds": "description"}, "personal": True},
    }
    with api.declared(ActivityField, {}, said) as model:
        row = add(model, "居場所の相談")
        session.commit()
        path = f"/api/v1/{model.register.key}"
        one = client.get(f"{path}/{row.public_id}?format=hsds")
        keyed = client.get(f"{path}/{row.public_id}?format=hsds", headers=api.bearer(token))
        listed = client.get(f"{path}?format=hsds&limit=500").json
        desks = client.get(f"{path}?format=gif-451-7&limit=1")
        programmes = client.get(f"{path}/{row.public_id}?format=gif-451-4")
        unknown = client.get(f"{path}?format=schema.org")
        document = client.get("/api/v1/openapi.json").json["paths"][path]["get"]
    assert one.json == {"id": row.public_id, "status": "active", "name": "居場所の相談"}
    assert keyed.json["alternate_name"] == "en-居場所の相談" and "description" not in keyed.json
    assert one.json in listed["contents"] and listed["licence"].startswith("CC BY")
    assert desks.content_type == "text/csv; charset=utf-8" and 'rel="next"' in str(desks.headers)
    assert "名称" in desks.text and len(desks.text.strip().splitlines()) == 2
    assert "制度名" in programmes.text and "居場所の相談" in programmes.text
    assert problem(unknown) == "invalid-request"
    content = document["responses"]["200"]["content"]
    assert content.keys() == {"application/json", "text/csv"}


@pytest.mark.parametrize("role", ["secretariat", "administrator", "general"])
def test_a_session_gives_nothing(
    session: Any, client_as: RoleClients, notes: Any, role: str
) -> None:
    row = add(notes, "会員の名", Tier.MEMBERS)
    session.commit()
    visitor, person = client_as("public"), client_as(role)
    for path in (f"{notes.register.key}/{row.public_id}", notes.register.key, "changes"):
        answers = [each.get(f"/api/v1/{path}") for each in (visitor, person)]
        assert answers[0].data == answers[1].data
        assert all("Cookie" not in each.headers.get("Vary", "") for each in answers)
        assert all("Set-Cookie" not in each.headers for each in answers)
        assert answers[1].headers["Access-Control-Allow-Origin"] == "*"


def test_what_is_taken_out_is_a_bare_tombstone(
    session: Any, client: PlatformClient, token: str, notes: Any, at: Any
) -> None:
    moment = clock.now()

    def changes(since: str = "0", headers: Any = None) -> tuple[dict[str, Any], str]:
        body = client.get(f"/api/v1/changes?limit=500&since={since}", headers=headers).json
        assert body["next"] is None
        return {each["id"]: each for each in body["items"]}, body["since"]

    def later() -> None:
        nonlocal moment
        session.commit()
        moment += 2 * change_feed.SETTLED
        at(moment)

    at(moment)
    public = add(notes, "公開")
    member = add(notes, "会員", Tier.MEMBERS)
    inner = add(notes, "内部", Tier.SECRETARIAT)
    never = add(notes, "すぐ抹消", Tier.SECRETARIAT)
    later()
    key = api.bearer(token)
    told, since = changes()
    assert told[public.public_id]["entry"] == {"title": "公開"}
    assert not {member.public_id, inner.public_id} & told.keys()
    assert changes(headers=key)[0][member.public_id]["entry"]["label_en"] == "en-会員"

    entries.change(SYSTEM, notes, public.public_id, {"position": 5})  # nobody here sees it
    later()
    assert changes(since) == ({}, changes(since)[1])
    since = changes(since)[1]

    entries.change(SYSTEM, notes, public.public_id, {"label_en": "new"})  # members see it
    later()
    assert public.public_id not in changes(since)[0]
    assert changes(since, key)[0][public.public_id]["entry"]["label_en"] == "new"
    since = changes(since)[1]

    entries.change(SYSTEM, notes, public.public_id, {"tier": Tier.MEMBERS})
    entries.retire(SYSTEM, notes, member.public_id, "終わった")
    entries.retire(SYSTEM, notes, never.public_id, "誤り")
    later()
    told = changes(since)[0]
    assert told.keys() == {public.public_id}
    assert told[public.public_id].keys() == {"register", "id", "struck", "at"}
    assert told[public.public_id]["struck"] is True
    assert changes(since, key)[0][member.public_id].keys() == {"register", "id", "struck", "at"}
    assert "公開" not in client.get("/api/v1/changes").text

    entries.restore(SYSTEM, notes, member.public_id)
    later()
    assert changes(headers=key)[0][member.public_id]["struck"] is False


def test_a_version_is_told_once_none_before_it_can_still_come(
    session: Any, client: PlatformClient, notes: Any, at: Any
) -> None:
    at(moment := clock.now())
    row = add(notes, "新しい")
    session.commit()
    first = client.get("/api/v1/changes?limit=500")
    assert row.public_id not in first.text
    at(moment + change_feed.SETTLED + timedelta(seconds=1))
    again = client.get(
        "/api/v1/changes?limit=500", headers={"If-None-Match": first.headers["ETag"]}
    )
    assert again.status_code == 200 and row.public_id in again.text


def test_changes_come_in_pages(session: Any, client: PlatformClient, at: Any) -> None:
    at(clock.now() + timedelta(hours=1))
    found = whole(client, "/api/v1/changes?limit=4")
    assert len(found) == len({(each["register"], each["id"]) for each in found}) > 8


def test_304_until_something_changes(
    session: Any, client: PlatformClient, token: str, notes: Any
) -> None:
    path = f"/api/v1/{notes.register.key}"
    tag = client.get(path).headers["ETag"]
    again = client.get(path, headers={"If-None-Match": tag})
    assert (again.status_code, again.data) == (304, b"")
    assert "RateLimit" in again.headers
    other = client.get(path, headers={"If-None-Match": tag, **api.bearer(token)})
    assert other.status_code == 200, "another tier has another tag"
    add(notes, "もう一つ")
    session.commit()
    assert client.get(path, headers={"If-None-Match": tag}).status_code == 200


@pytest.mark.parametrize("key", [*KEYS, "changes"])
@pytest.mark.both_databases
def test_a_list_takes_few_queries_at_any_length(app: Flask, session: Any, key: str) -> None:
    client = app.test_client()
    token = api.key(api.person())[1]
    resource = resources.every().get(key)
    if resource is not None and resource.model is not None:
        for _number in range(12):
            entry(resource.model)
    session.commit()
    client.get(f"/api/v1/{key}", headers=api.bearer(token))
    for headers in ({}, api.bearer(token)):
        with counted(app) as statements:
            assert client.get(f"/api/v1/{key}?limit=500", headers=headers).status_code == 200
        assert len(statements) <= MOST_QUERIES, statements


def test_requests_are_counted_by_address_and_by_key(
    session: Any, client: PlatformClient, token: str, monkeypatch: Any, at: Any
) -> None:
    at(clock.now().replace(minute=1, second=0))
    monkeypatch.setattr(interface, "QUOTAS", {"address": 2, "key": 3})
    path = "/api/v1/municipalities/312011"
    answers = [client.get(path) for _ in range(3)]
    assert [each.status_code for each in answers] == [200, 200, 429]
    assert [each.headers["RateLimit"] for each in answers] == [
        '"address";r=1;t=540',
        '"address";r=0;t=540',
        '"address";r=0;t=540',
    ]
    assert answers[0].headers["RateLimit-Policy"] == '"address";q=2;w=600'
    assert problem(answers[2]) == "too-many-requests"
    assert answers[2].headers["Retry-After"] == "540"
    keyed = client.get(path, headers=api.bearer(token))
    assert keyed.status_code == 200 and keyed.headers["RateLimit"] == '"key";r=2;t=540'
    assert client.get("/api/v1/none").status_code == 429, "guessing is counted, too"
    assert client.get(path, headers=api.bearer("wrong")).status_code == 429
    at(clock.now() + timedelta(minutes=10))
    assert client.get(path).status_code == 200


@pytest.mark.parametrize("sent", ["Bearer wrong", "Bearer ", "Basic YTpi", "x", "Bearer あ"])
def test_a_wrong_key_is_refused_and_reads_nothing(client: PlatformClient, sent: str) -> None:
    header = sent.encode().decode("latin-1")
    answer = client.get("/api/v1/municipalities", headers={"Authorization": header})
    assert answer.status_code == 401 and problem(answer) == "invalid-key"
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert "Access-Control-Allow-Origin" not in answer.headers


def test_pages_of_others_read_what_is_public_and_nothing_by_key(
    session: Any, client: PlatformClient, token: str
) -> None:
    path, origin = "/api/v1/roster", {"Origin": "https://other.example"}
    plain = client.get(path, headers=origin)
    assert plain.headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in plain.headers
    keyed = client.get(path, headers={**origin, **api.bearer(token)})
    assert keyed.status_code == 200 and "Access-Control-Allow-Origin" not in keyed.headers
    asked = client.options(
        path,
        headers={
            **origin,
            "Access-Control-Request-Method": "GET",
            "Access-Control-Request-Headers": "authorization",
        },
    )
    assert asked.status_code == 200
    assert "authorization" not in asked.headers["Access-Control-Allow-Headers"].lower()
    assert "Access-Control-Allow-Origin" not in client.get("/roster", headers=origin).headers


def test_only_reading_is_offered(client: PlatformClient) -> None:
    head, whole_ = client.head("/api/v1/roster"), client.get("/api/v1/roster")
    assert (head.status_code, head.data) == (200, b"")
    assert head.headers["ETag"] == whole_.headers["ETag"]
    assert set(client.options("/api/v1/roster").headers["Allow"].split(", ")) == {
        "GET",
        "HEAD",
        "OPTIONS",
    }
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        answer = client.open("/api/v1/roster", method=method)
        assert answer.status_code == 405 and problem(answer) == "method-not-allowed"
        assert "GET" in answer.headers["Allow"]


@pytest.mark.parametrize(
    "path",
    [
        *("none", "roster/none", "municipalities/000000", "meeting-templates"),
        *("roster/a/b", "security/login", "municipalities/99999999999999"),
    ],
)
def test_what_is_not_there_is_a_problem(client: PlatformClient, path: str) -> None:
    answer = client.get(f"/api/v1/{path}")
    assert answer.status_code == 404 and problem(answer) == "not-found"


def test_a_merged_organisation_leads_to_the_one_that_was_kept(
    session: Any, client: PlatformClient
) -> None:
    gone, kept = factories.member(), factories.member()
    gone.merged_into_id = kept.id
    session.commit()
    answer = client.get(f"/api/v1/roster/{gone.public_id}")
    assert answer.status_code == 308
    assert answer.location.endswith(f"/api/v1/roster/{kept.public_id}")


NO_SECRET = {"municipalities", "activity-fields"}
"""Registers whose pages are the secretariat's, and whose entries everybody knows by other pages."""


def test_who_may_not_open_a_register_is_given_none_of_its_tiers() -> None:
    """In the open interface the tier alone decides, whatever pages.py says."""
    for key, read, _keep in register_lines():
        tiers = model_of(key).register.tiers if key not in NO_SECRET else ()
        assert Tier.PUBLIC not in tiers or "P" in read, key
        assert Tier.MEMBERS not in tiers or {"G", "E"} <= set(read), key


def test_only_registers_of_the_secretariat_are_left_out() -> None:
    assert "meeting-templates" not in KEYS
    assert {"roster", "municipalities", "activity-fields"} <= set(KEYS)


def test_administration_makes_and_revokes_a_key(
    app: Flask, session: Any, client_as: RoleClients
) -> None:
    member = client_as(Role.GENERAL)
    sent = {"purpose": "名簿の写し", "expires_on": "2027-01-31", "tier": "members"}
    page = member.submit("/api-keys/", sent)
    assert page.status_code == 200
    token = page.text.partition("<pre><code>")[2].partition("</code>")[0]
    assert token.startswith("tk_")
    listed = member.get("/api-keys/").text
    assert token[:11] in listed and token not in listed
    program = app.test_client()
    assert program.get("/api/v1/roster", headers=api.bearer(token)).status_code == 200
    assert member.submit("/api-keys/", form="revoke").status_code == 303
    assert program.get("/api/v1/roster", headers=api.bearer(token)).status_code == 401


@pytest.mark.parametrize(
    "change", [{"purpose": ""}, {"expires_on": "2099-01-01"}, {"tier": "secretariat"}]
)
def test_a_refused_key_keeps_what_was_typed(
    session: Any, client_as: RoleClients, change: dict[str, str]
) -> None:
    sent = {"purpose": "名簿の写し", "expires_on": "2027-01-31", "tier": "members"} | change
    page = client_as(Role.SECRETARIAT).submit("/api-keys/", sent)
    assert page.status_code == 422 and "<pre>" not in page.text
    assert sent["purpose"] in page.text and sent["expires_on"] in page.text


def test_a_member_cannot_revoke_anothers_key(session: Any, client_as: RoleClients) -> None:
    from tests.support.accounts import press

    row, _token = api.key(api.person())
    session.commit()
    assert press(client_as(Role.GENERAL), f"/api-keys/{row.id}/revoke").status_code == 404
    session.expire_all()
    assert row.revoked_at is None

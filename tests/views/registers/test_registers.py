"""Every register as every role: what is listed, shown, kept, and refused."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.models.common.audit import AuditEntry
from app.models.registers.entry import RegisterVersion, fields_of, registers
from app.rules.common.field import Kind
from app.rules.membership.roster import Tier, may_see
from app.security.viewer import Role
from app.services.registers import entries
from tests import factories
from tests.architecture.routes import (
    LETTERS,
    register_lines,
    routes_of_registers,
)
from tests.support.accounts import RoleClients, csrf_token, press
from tests.support.queries import counted
from tests.support.register_samples import entry, file, model_of, typed, values

KEYS = [model.register.key for model in registers()]
TABLE = {key: (frozenset(read), frozenset(keep)) for key, read, keep in register_lines()}
TIERS = {"G": Tier.MEMBERS, "E": Tier.MEMBERS, "C": Tier.MEMBERS, "S": Tier.SECRETARIAT}
MOST_QUERIES = 6
EACH_ROLE = [pytest.param(key, letter, id=f"{key}-{letter}") for key in KEYS for letter in LETTERS]


def reads(key: str, letter: str) -> bool:
    return letter in TABLE[key][0]


def keeps(key: str, letter: str) -> bool:
    return letter in TABLE[key][1]


def sees(letter: str, tier: Tier) -> bool:
    return may_see(tier, TIERS.get(letter, Tier.PUBLIC))


def test_every_register_is_in_the_hand_written_table() -> None:
    assert sorted(KEYS) == sorted(TABLE)


@pytest.mark.parametrize(("key", "letter"), EACH_ROLE)
def test_routes_answer_the_roles_of_the_table(
    app: Flask, session: Any, client_as: RoleClients, key: str, letter: str
) -> None:
    model, client = model_of(key), client_as(LETTERS[letter])
    row = entry(model, client.organisation_id)
    kept = file(row) if model.register.files else None
    token = {"X-CSRFToken": csrf_token(client)}
    for route in routes_of_registers(key):
        path = route.rule.replace("<pk>", row.public_id)
        path = path.replace("<file_id>", kept.public_id if kept else "").replace("<act>", "retire")
        answer = client.open(path, method=route.method, headers=token)
        if LETTERS[letter] not in route.allowed:
            assert answer.status_code in (302, 403, 404), path
            assert answer.status_code != 302 or "/login" in answer.location, path
        else:
            assert answer.status_code in (200, 303, 409, 422), path


@pytest.mark.parametrize(("key", "letter"), EACH_ROLE)
def test_reader_sees_and_finds_by_what_their_tier_has(
    session: Any, client_as: RoleClients, key: str, letter: str
) -> None:
    if not reads(key, letter):
        return
    model, client = model_of(key), client_as(LETTERS[letter])
    hidden = [field.key for field in fields_of(model) if not sees(letter, field.tier)]
    for tier in model.register.tiers:
        row = entry(model, tier=tier)
        name, secrets = str(row), [getattr(row, key) for key in hidden]
        page = client.get(f"/{key}/{row.public_id}")
        table = client.get(f"/{key}/export.csv").text
        found = client.get(f"/{key}/", query_string={"q": name}).text
        assert page.status_code == (200 if sees(letter, tier) else 404)
        assert (row.public_id in table) is sees(letter, tier)
        assert (f"/{key}/{row.public_id}" in found) is sees(letter, tier)
        everywhere = client.get("/search", query_string={"q": name}).text
        known = sees(letter, tier) and model.register.is_found
        assert (f'href="/{key}/{row.public_id}"' in everywhere) is known
        for secret in (each for each in secrets if isinstance(each, str) and each):
            assert secret not in page.text + table + found
            unknown = client.get(f"/{key}/", query_string={"q": secret}).text
            assert f"/{key}/{row.public_id}" not in unknown


@pytest.mark.parametrize("key", KEYS)
def test_entry_is_added_changed_taken_out_and_put_back(
    session: Any, client_as: RoleClients, key: str
) -> None:
    model, desk = model_of(key), client_as(Role.SECRETARIAT)
    wanted = values(model)
    answer = desk.submit(f"/{key}/new", typed(model, wanted))
    assert answer.status_code == 303, answer.text
    pk = answer.location.rsplit("/", 1)[1]
    row = entries.one(model, pk)
    assert {key: getattr(row, key) for key in wanted} == wanted

    title = model.register.title
    answer = desk.submit(f"/{key}/{pk}/edit", {title: "あたらしい名"}, form="/edit")
    assert answer.status_code == 303, answer.text
    history, forgets = desk.get(f"/{key}/{pk}/history").text, model.register.forgets
    assert ("あたらしい名" in history and str(wanted[title]) in history) is not forgets

    assert desk.submit(f"/{key}/{pk}", {"reason": ""}, form="/retire").status_code == 422
    assert desk.submit(f"/{key}/{pk}", {"reason": "終わった"}, form="/retire").status_code == 303
    assert "あたらしい名" not in desk.get(f"/{key}/export.csv").text
    if forgets:
        assert_forgotten(session, desk, model, pk)
        return
    assert "あたらしい名" in desk.get(f"/{key}/?retired=1&q=あたらしい名").text
    assert press(desk, f"/{key}/{pk}/restore").status_code == 303
    assert "あたらしい名" in desk.get(f"/{key}/export.csv").text
    trail = session.scalars(
        select(AuditEntry.action).where(AuditEntry.subject_id == pk).order_by(AuditEntry.sequence)
    ).all()
    verbs = ("add", "update", "retire", "restore")
    assert list(trail) == [f"{model.__tablename__}.{verb}" for verb in verbs]
    versions = select(func.count()).where(RegisterVersion.entry == pk)
    assert session.scalar(versions) == len(verbs)


def assert_forgotten(session: Any, desk: Any, model: Any, pk: str) -> None:
    """Assert that nothing personal is left of an entry taken out, and that it cannot be put back."""
    session.expire_all()
    row = entries.one(model, pk)
    personal = {field.key: getattr(row, field.key) for field in fields_of(model) if field.personal}
    assert personal.pop(model.register.title) == entries.FORGOTTEN
    assert not any(personal.values())
    assert press(desk, f"/{model.register.key}/{pk}/restore").status_code == 409


@pytest.mark.parametrize("key", KEYS)
def test_required_and_wrong_values_are_shown_and_nothing_is_lost(
    session: Any, client_as: RoleClients, key: str
) -> None:
    model, desk = model_of(key), client_as(Role.SECRETARIAT)
    required = [
        field for field in fields_of(model) if field.required and field.kind is not Kind.FLAG
    ]
    sent = typed(model, values(model)) | {field.key: "" for field in required}
    answer = desk.submit(f"/{key}/new", sent)
    assert answer.status_code == 422
    assert answer.text.count('class="field-error"') + answer.text.count(
        '<fieldset class="field field-invalid"'
    ) >= len(required)
    kept = [each for each in sent.values() if isinstance(each, str) and len(each) > 2]
    assert all(each in answer.text for each in kept)


@pytest.mark.parametrize("key", KEYS)
def test_list_takes_few_queries_at_any_length(
    app: Flask, session: Any, client_as: RoleClients, key: str
) -> None:
    model, desk = model_of(key), client_as(Role.SECRETARIAT)
    for _ in range(52):
        entry(model)
    desk.get(f"/{key}/")
    with counted(app) as statements:
        assert desk.get(f"/{key}/").status_code == 200
    assert len(statements) <= MOST_QUERIES, statements


OWNED = [model.register.key for model in registers() if model.register.owned]


@pytest.mark.parametrize("key", OWNED)
def test_member_keeps_its_own_entries_alone(session: Any, client_as: RoleClients, key: str) -> None:
    role = Role.GENERAL if keeps(key, "G") else Role.EXECUTIVE
    model, member = model_of(key), client_as(role)
    answer = member.submit(f"/{key}/new", typed(model, values(model)))
    assert answer.status_code == 303, answer.text
    mine = entries.one(model, answer.location.rsplit("/", 1)[1])
    assert mine.organisation_id == member.organisation_id
    narrowest = next(tier for tier in reversed(Tier) if tier in model.register.tiers)
    hidden = entry(model, member.organisation_id, tier=narrowest)
    assert member.get(f"/{key}/{hidden.public_id}").status_code == 200

    other = entry(model, factories.member().id)
    shown = 200 if sees("G", other.tier) else 404
    assert member.get(f"/{key}/{other.public_id}").status_code == shown
    for path in (f"/{key}/{other.public_id}/edit", f"/{key}/{hidden.public_id}/history"):
        assert member.get(path).status_code in (403, 404)
    for verb in ("edit", "retire", "confirm"):
        answer = press(member, f"/{key}/{other.public_id}/{verb}", reason="いらない")
        assert answer.status_code == 404, verb
    session.expire_all()
    assert entries.one(model, other.public_id).retired_on is None

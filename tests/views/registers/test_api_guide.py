"""The pages about the open interface: their examples work, the dictionary is complete."""

import re

import pytest
from flask import Flask

from app.models.registers.entry import fields_of, registers
from app.rules.membership.roster import Tier
from app.services.registers import resources
from app.views.common.problems import KINDS
from app.views.registers.api_guide import EXAMPLES
from tests.support import api
from tests.support.accounts import RoleClients
from tests.support.client import PlatformClient


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.path)
def test_examples_of_the_page_work(
    session: object, client: PlatformClient, example: object
) -> None:
    path, header = example.path, example.header  # type: ignore[attr-defined]
    headers = {}
    if header is not None:
        assert header[0] in api.bearer("") and header[1].startswith("Bearer tk_")
        headers = api.bearer(api.key(api.person())[1])
    answer = client.get(path, headers=headers)
    assert answer.status_code == 200
    assert answer.json.get("items", answer.json.get("@graph")) != [] or "changes" in path
    assert path.replace("&", "&amp;") in client.get("/api/").text


def test_each_problem_has_a_page(client: PlatformClient) -> None:
    guide = client.get("/api/").text
    for kind in KINDS.values():
        page = client.get(f"/api/problems/{kind.slug}")
        assert page.status_code == 200 and f"/api/problems/{kind.slug}" in guide
        assert re.search("[ぁ-ん]", str(page.text.partition("<h1>")[2].partition("</h1>")[0]))
    assert client.get("/api/problems/none").status_code == 404


def test_the_dictionary_has_every_field(app: Flask, client_as: RoleClients) -> None:
    visitor, officer = (client_as(role) for role in ("public", "secretariat"))
    for model in registers():
        public, desk = (
            client.get(f"/api/dictionary?register={model.register.key}").text
            for client in (visitor, officer)
        )
        inner = set(model.register.tiers) == {Tier.SECRETARIAT}
        heading = f'<section id="{model.register.key}">'
        assert (heading in public) is not inner and heading in desk
        part = desk.partition(heading)[2].partition("</section>")[0]
        assert part.count("<tr role") == len(fields_of(model)) + 1
    for key, resource in resources.every().items():
        public = visitor.get(f"/api/dictionary?register={key}").text
        assert all(f"<code>{field.open_name}</code>" in public for field in resource.fields)

"""The data block of an entry's page is no script to the content policy."""

import json
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page

from app.models.common.master import ActivityField
from tests.support import api
from tests.support.accounts import RoleClients, log_in_page
from tests.support.register_samples import entry


def test_browser_takes_the_block_without_complaint(
    session: Any, client_as: RoleClients, new_page: Callable[..., Page]
) -> None:
    said = {"label": {"formats": {"schema.org": "name"}}}
    pk = entry(ActivityField, label="居場所").public_id
    desk = client_as("secretariat")
    session.commit()
    page = new_page()
    log_in_page(page, desk)
    with api.declared(ActivityField, {"schema_type": "DefinedTerm"}, said):
        page.goto(f"/activity-fields/{pk}")
    block = page.locator('script[type="application/ld+json"]').text_content()
    assert json.loads(block or "")["name"] == "居場所"

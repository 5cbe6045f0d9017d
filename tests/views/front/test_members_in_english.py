"""The members' pages in English: headed, and without unfilled placeholders."""

import re
from typing import Any

import pytest

from tests import factories
from tests.support import members


@pytest.mark.parametrize(
    ("role", "path"),
    [
        ("general", "/my-organisation/"),
        ("general", "/change-notices/new"),
        ("general", "/withdrawals/new"),
        ("general", "/consents/new"),
        ("executive", "/release-requests/new"),
        ("secretariat", "/organisations/"),
        ("secretariat", "/organisations/{organisation}"),
        ("secretariat", "/organisations/{organisation}/papers"),
        ("secretariat", "/organisations/{organisation}/history"),
        ("secretariat", "/contacts/"),
        ("secretariat", "/contacts/{organisation}"),
        ("secretariat", "/change-notices/{notice}"),
        ("secretariat", "/withdrawals/"),
        ("secretariat", "/consents/"),
    ],
)
def test_english_page_has_no_unfilled_placeholder(
    session: Any, client_as: Any, role: str, path: str
) -> None:
    organisation = factories.member()
    notice = members.filed_change(organisation)
    members.filed_consent(organisation)
    members.filed_release(organisation)
    client = client_as(role)
    client.set_cookie("locale", "en")
    page = client.get(path.format(organisation=organisation.id, notice=notice.id))
    assert page.status_code == 200
    main = page.text.split("<main")[1].split("</main>")[0]
    assert not re.search(r"%\(\w+\)s", main)
    heading = re.search(r"<h1>(.*?)</h1>", main)
    assert heading is not None and heading.group(1)

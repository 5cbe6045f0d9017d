"""What search engines read of an entry's page."""

import json
from typing import Any

from app.models.common.master import ActivityField
from app.rules.membership.roster import Tier
from tests.support import api
from tests.support.client import PlatformClient
from tests.support.register_samples import entry

START, END = '<script type="application/ld+json">', "</script>"
SAID = {
    "label": {"formats": {"schema.org": "name"}},
    "label_en": {"formats": {"schema.org": "alternateName"}, "tier": Tier.MEMBERS},
}
SHOWN = {"tiers": tuple(Tier), "is_reference": False, "schema_type": "DefinedTerm"}


def block(client: PlatformClient, public_id: str) -> str:
    page = client.get(f"/{ActivityField.register.key}/{public_id}").text
    return str(page.partition(START)[2].partition(END)[0])


def test_page_of_a_public_entry_describes_what_is_public(
    session: Any, desk: PlatformClient
) -> None:
    name = "</script><b>'&"
    with api.declared(ActivityField, SHOWN, SAID):
        row = entry(ActivityField, label=name, label_en="hidden")
        found = block(desk, row.public_id)
    assert json.loads(found) == {
        "@context": "https://schema.org",
        "@type": "DefinedTerm",
        "@id": f"http://localhost/activity-fields/{row.public_id}",
        "identifier": row.public_id,
        "name": name,
    }


def test_other_entries_and_registers_have_none(session: Any, desk: PlatformClient) -> None:
    row = entry(ActivityField)
    assert block(desk, row.public_id) == ""
    with api.declared(ActivityField, SHOWN, SAID):
        members = entry(ActivityField, tier=Tier.MEMBERS)
        assert block(desk, members.public_id) == ""

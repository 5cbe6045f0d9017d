"""What search engines read of an entry's page: schema.org as JSON-LD (a data block, no script)."""

from typing import Any

from app.rules.membership.roster import Tier
from app.services.registers import formats, open_interface, resources, texts
from app.views.common.base import links

FORMAT = "schema.org"


def described(entry: Any) -> dict[str, Any] | None:
    """Return a public entry as schema.org describes it, with what is public; None for any other."""
    register = entry.register
    if not register.schema_type or entry.tier is not Tier.PUBLIC or entry.retired_on is not None:
        return None
    resource = resources.every()[register.key]
    item = open_interface.item_of(resource, Tier.PUBLIC, entry)
    words = texts.load(type(entry), [item.values])
    address = f"{links().base}/{register.key}/{item.id}"
    row = formats.row(FORMAT, resource.shown(Tier.PUBLIC), words, item, address)
    found: dict[str, Any] = formats.write(FORMAT, register, [row], is_one=True)
    return found

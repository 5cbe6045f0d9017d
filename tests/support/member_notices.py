"""Notices that officers write to members."""

from typing import Any

from app import clock
from app.models.membership.organisation import Organisation
from app.models.post.bulk import MailBulk
from app.services.roster import member_bulks
from app.services.roster.roster_selects import Wanted
from tests import factories
from tests.support.desk import officer

VALUES: dict[str, Any] = {
    "title": "交流会の開催について",
    "text": "交流会を開きます。\n\nぜひご参加ください。",
    "formal": False,
    "starts_at": None,
}


def draft(*members: Organisation, **values: Any) -> MailBulk:
    """Create a draft to these members, by default to a new one."""
    bulk = member_bulks.write(officer(), {**VALUES, **values})
    for member in members or (factories.member(),):
        member_bulks.choose(officer(), bulk.id, Wanted(clock.today(), text=member.name), keep=True)
    return bulk


def paper() -> dict[str, int]:
    """Create a draft with a file; return its URL values."""
    bulk = draft()
    member_bulks.add_paper(officer(), bulk.id, "案内.txt", "案内".encode())
    return {"pk": bulk.id, "paper_id": bulk.papers[0].id}

"""People who act for a member, and what they hand in."""

from datetime import date
from itertools import count
from typing import Any

from app import clock
from app.models.change_notice import ChangeNotice
from app.models.organisation import Organisation
from app.rules.membership import Standing
from app.security.viewer import Role, Viewer
from app.services import change_decisions, change_notices
from tests import factories

_key = count(1)


def person_of(organisation: Organisation) -> Viewer:
    """A new person who acts for the organisation, in its present standing."""
    account = factories.account(organisation=organisation)
    roles = {Standing.EXECUTIVE: Role.EXECUTIVE, Standing.GENERAL: Role.GENERAL}
    role = roles[organisation.standing]
    return Viewer(account.id, account.get_full_name(), frozenset({role}), organisation.id)


def change(
    actor: Viewer, organisation: Organisation, *, on: date | None = None, **values: Any
) -> ChangeNotice:
    """A change notice that the member files: values are what is new."""
    return change_notices.file(
        actor,
        organisation.profile() | values,
        changed_on=on or clock.today(),
        idempotency_key=f"key {next(_key)}",
    )


def accept_all(actor: Viewer, notice: ChangeNotice) -> ChangeNotice:
    """The secretariat accepts every line."""
    return change_decisions.accept(
        actor,
        notice.id,
        lines={line.id for line in notice.lines},
        seen=change_decisions.stamp(notice),
    )

"""What a desk's keeper does besides changing it: close it for today or longer (臨時の休み)."""

from datetime import date

from app import clock
from app.errors import RuleViolation
from app.models.support.desk import Desk
from app.rules.support.hours import closed_today
from app.rules.support.hours_text import normal_text, parse
from app.security.viewer import Viewer
from app.services.registers import entries


def close(actor: Viewer, public_id: str, until: date, reason: str) -> Desk:
    """Close a desk from today until a day, shown at once. Raises NotFound, RuleViolation."""
    desk = entries.locked(actor, Desk, public_id)
    try:
        hours = closed_today(parse(desk.hours), clock.today(), until=until, reason=reason)
    except ValueError as error:
        raise RuleViolation(None, str(error), field="until") from error
    found: Desk = entries.change(actor, Desk, public_id, {"hours": normal_text(hours)})
    return found

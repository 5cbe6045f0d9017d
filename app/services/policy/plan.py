"""The plan of a year (企画・検証, 規約第3条第5号): results taken from the figures, the year beside its targets."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app import clock
from app.errors import RuleViolation
from app.extensions import db
from app.models.policy.plan import PlanActivity
from app.rules.membership.roster import Tier
from app.security.viewer import Role, Viewer
from app.services.common import figures, rows
from app.services.registers import entries

UNKNOWN = "この年度の数は、システムにありません。結果の数を入力してください。"
HIDDEN = "人数が少なく、個人が特定されるおそれがあるため、この数は使えません。"


def of_year(year: int, *, shared: bool = False) -> Sequence[PlanActivity]:
    """Return a year's activities that the viewer of the session sees.

    shared: only what members see, for a paper of the meeting.
    """
    wanted = select(PlanActivity).where(
        PlanActivity.fiscal_year == year, PlanActivity.retired_on.is_(None)
    )
    if shared:
        wanted = wanted.where(PlanActivity.tier != Tier.SECRETARIAT)
    return db.session.scalars(
        wanted.order_by(PlanActivity.id).options(joinedload(PlanActivity.organisation))
    ).all()


def offered() -> list[tuple[str, str]]:
    """Return key and title of the figures that have a sum."""
    return [(each.key, f"{each.group}：{each.title}") for each in figures.every() if each.adds_up]


def measure(actor: Viewer, public_id: str, key: str) -> PlanActivity:
    """Take an activity's result from a figure from now on; "" for one that is typed.

    Raises NotFound; RuleViolation where the figure is not known or may not be shown.
    """
    activity: PlanActivity = entries.locked(actor, PlanActivity, public_id)
    activity.figure = key
    if key:
        _take(activity)
    else:
        activity.measured_on = None
    db.session.flush()
    entries.record(actor, "measure", activity, figure=key)
    return activity


def take_all(actor: Viewer, year: int) -> int:
    """Take the results of a year's activities from their figures again; return how many."""
    actor.require(Role.SECRETARIAT)
    wanted = select(PlanActivity).where(
        PlanActivity.fiscal_year == year, PlanActivity.retired_on.is_(None)
    )
    found = db.session.scalars(rows.locking(wanted.where(PlanActivity.figure != ""))).all()
    for activity in found:
        _take(activity)
        db.session.flush()
        entries.record(actor, "measure", activity, figure=activity.figure)
    return len(found)


def _take(activity: PlanActivity) -> None:
    figure = figures.named(activity.figure)
    if figure is None or not figure.adds_up:
        raise RuleViolation(None, UNKNOWN)
    counted = figures.cells(figure, activity.fiscal_year)
    if counted.total is None:
        raise RuleViolation(None, HIDDEN if counted.is_hidden else UNKNOWN)
    activity.result, activity.measured_on = counted.total, clock.today()
    activity.measure = activity.measure or figure.unit

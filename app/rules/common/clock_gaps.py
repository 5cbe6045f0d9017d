"""When the clock cannot be trusted, or stood still: what is irreversible then waits for a person."""

from datetime import datetime, timedelta

from app.rules.common.labelled import Labelled

LONGEST = timedelta(hours=36)
"""*Reading*: a day's maintenance is no standstill. A longer one, or a longer step, is."""
APART = timedelta(hours=1)
"""How far the clocks of program and database may be apart."""


class GapCause(Labelled):
    """What happened to the clock."""

    STOPPED = "stopped", "止まっていた"
    FORWARD = "forward", "先へ進んだ"
    BACK = "back", "前へ戻った"
    APART = "apart", "データベースの時計と合わない"


def gap(
    seen_at: datetime | None,
    now: datetime,
    *,
    ran: timedelta | None = None,
    database_at: datetime | None = None,
) -> GapCause | None:
    """Return what happened to the clock since a sweep last saw it, if anything.

    seen_at: None if none ever did. ran: the time since then by a clock that nobody sets, where the
    same process saw it: only then is a step told from a standstill. database_at: the database's
    time now, where it has a clock of its own.
    """
    if database_at is not None and abs(now - database_at) > APART:
        return GapCause.APART
    if seen_at is None:
        return None
    if seen_at - now > LONGEST:
        return GapCause.BACK
    if now - seen_at <= LONGEST:
        return None
    stepped = ran is not None and now - seen_at - ran > LONGEST
    return GapCause.FORWARD if stepped else GapCause.STOPPED

"""The checks of this wing in words."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.views.common.check_words import Words

LOOK = _l("Its handling fails. Ask whoever operates the system to look into the log.")


def gigabytes(number: int) -> str:
    """Return bytes in gigabytes, with one digit after the point."""
    tenths = number // 10**8
    return f"{tenths // 10}.{tenths % 10} GB"


WORDS = {
    "timers": Words(
        _l("Handling of what is due"),
        _l(
            "Reminders and other effects of a deadline are late. None is lost. Tell whoever operates the system that the worker does not run."
        ),
    ),
    "timer_oldest": Words(_l("Oldest overdue timer"), LOOK),
    "timers_failed": Words(
        _l("Timers that failed and are tried again"),
        LOOK,
        lambda number: _("%(number)s timers", number=number),
    ),
    "audit_head": Words(
        _l("Last entry of the audit trail"),
        _l(
            "The trail holds an entry of the future: the clock of this machine has been put back. Have it corrected before a deadline is judged by it."
        ),
    ),
    "clock": Words(
        _l("Difference between the clocks of database and web server"),
        _l("Deadlines are judged by these clocks. Have them corrected."),
        lambda number: _("%(number)s seconds", number=abs(number)),
    ),
    "disk": Words(
        _l("Free space on the disk"),
        _l("Have space made: once the disk is full, nothing more can be saved."),
        gigabytes,
    ),
}

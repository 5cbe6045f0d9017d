"""What the audit trail records of this wing: labels of actions and subjects."""

from flask_babel import lazy_gettext as _l

ACTIONS = {
    "backup.restore": _l("Older state of the database put back"),
    "backup.end_again": _l("Right ended again after a restore"),
    "backup.confirm": _l("Restore confirmed"),
    "work.charge": _l("Person in charge changed"),
    "timer.pause": _l("Timer paused"),
    "timer.resume": _l("Timer resumed"),
    "timer.run": _l("Timer run by hand"),
    "timer.sweep": _l("Due work run by hand"),
    "timer.drop": _l("Timer closed without running"),
    "timer.release": _l("Kind released after the clock's jump"),
    "timer.release_all": _l("All released after the clock's jump"),
    "timer.move": _l("Timers moved to the rule in force"),
}
SUBJECTS = {
    "work": _l("Line of the work list"),
    "backup": _l("Backup"),
    "timer": _l("Timer"),
    "timer_kind": _l("Kind of due work"),
    "clock_gap": _l("Jump of the clock"),
}

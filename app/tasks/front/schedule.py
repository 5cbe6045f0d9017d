"""When the tasks of this wing run, in seconds."""

SCHEDULE = {
    "timers.sweep": 60.0,
    "inbound.sweep": 60.0,
    "retention.purge": 3600.0,
    "backups.daily": 3600.0,
}

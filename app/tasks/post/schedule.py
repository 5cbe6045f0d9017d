"""When the tasks of this wing run, in seconds."""

SCHEDULE = {"outbox.sweep": 60.0, "addresses.sweep": 600.0}

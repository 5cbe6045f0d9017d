"""When the tasks of this wing run, in seconds."""

SCHEDULE = {"outbox.sweep": 60.0}

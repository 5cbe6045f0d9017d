"""When the tasks of this wing run, in seconds."""

SCHEDULE = {"webhooks.sweep": 60.0}

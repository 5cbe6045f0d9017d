"""When the tasks of this wing run, in seconds."""

SCHEDULE = {"imports.sweep": 60.0}

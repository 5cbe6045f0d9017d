"""When the tasks of this wing run, in seconds."""

SCHEDULE = {"inbound.sweep": 60.0}

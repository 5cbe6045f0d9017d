"""When the tasks of this wing run, in seconds."""

SCHEDULE = {"case_retention.sweep": 3600.0}

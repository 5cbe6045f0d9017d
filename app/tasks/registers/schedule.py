"""When the tasks of this wing run, in seconds."""

SCHEDULE = {"register_imports.sweep": 60.0}

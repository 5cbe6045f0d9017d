"""Property tests have no deadline of their own: a slow machine is no broken rule."""

from hypothesis import settings

settings.register_profile("patient", deadline=None)
settings.load_profile("patient")

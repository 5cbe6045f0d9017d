"""Property tests run without a deadline: a slow machine does not mean a broken rule."""

from hypothesis import settings

settings.register_profile("patient", deadline=None)
settings.load_profile("patient")

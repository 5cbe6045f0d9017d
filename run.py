"""`python run.py` runs everything on one machine; elsewhere `gunicorn "run:app"` and `celery -A run.celery`."""

import gc
import os
import sys

gc.disable()  # what is loaded here stays: a quarter of the time would go into looking through it

from app import create_app, logs  # noqa: E402
from app.extensions import celery  # noqa: E402
from app.production import UnsafeSettings  # noqa: E402
from config import WrongSetting  # noqa: E402

__all__ = ["app", "celery"]

os.umask(0o077)  # database, queue, spool and keys are for the service's own user only
logs.install()
try:
    app = create_app()
except (WrongSetting, UnsafeSettings) as refusal:
    if __name__ == "__main__":
        sys.exit(str(refusal))  # a sentence for whoever set it; gunicorn and Celery tell theirs
    raise
gc.enable()
gc.freeze()  # objects existing now stay in memory that gunicorn's workers share

if __name__ == "__main__":
    from app.embedded import serve  # not needed under gunicorn and Celery

    serve(app)

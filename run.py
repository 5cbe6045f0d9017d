"""`python run.py` runs everything on one machine; elsewhere `gunicorn "run:app"` and `celery -A run.celery`."""

import gc
import os

from app import create_app, logs
from app.extensions import celery

__all__ = ["app", "celery"]

os.umask(0o077)  # database, queue, spool and keys are for the service's own user only
logs.install()
app = create_app()
gc.freeze()  # objects existing now stay in memory that gunicorn's workers share

if __name__ == "__main__":
    from app.embedded import serve  # not needed under gunicorn and Celery

    serve(app)

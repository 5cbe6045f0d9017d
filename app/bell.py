"""The bell: wakes a worker for a task and keeps nobody waiting for the broker.

Whoever rings has committed: a ring that is lost costs the time to the next beat. A broker that
answers slowly delays a thread of its own, in which rings for the same task become one.
"""

import logging
from threading import Condition, Thread

from app.extensions import celery

log = logging.getLogger(__name__)


class Bell:
    """The thread and the tasks rung for."""

    def __init__(self) -> None:
        self._rung: set[str] = set()
        self._changed = Condition()
        self._thread: Thread | None = None

    def ring(self, task: str) -> None:
        """Ask a worker to run a task, soon and without waiting."""
        with self._changed:
            self._rung.add(task)
            if self._thread is None or not self._thread.is_alive():  # nor after a fork
                self._thread = Thread(target=self._answer, name="bell", daemon=True)
                self._thread.start()
            self._changed.notify()

    def _answer(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: bool(self._rung))
                tasks, self._rung = self._rung, set()
            for task in sorted(tasks):
                try:
                    celery.send_task(task, retry=False)
                except Exception:
                    log.warning("the broker is unavailable; the sweep runs on schedule")


ring = Bell().ring

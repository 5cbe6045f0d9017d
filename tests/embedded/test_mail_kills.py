"""The worker of the mail killed in a bulk; tests/soak/test_outbox_faults.py does it at length."""

import signal
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from tests.support.mail_rehearsal import EMBEDDED, rehearse

pytestmark = pytest.mark.timeout(120)
KILLS = 2


def test_no_letter_is_lost(app: Flask, session: Any, tmp_path: Path) -> None:
    app.config["MAIL_TIME_DIVISOR"] = 200
    result = rehearse(
        app,
        session,
        tmp_path,
        options=EMBEDDED,
        notices=100,
        sign=signal.SIGKILL,
        times=KILLS,
        life=(0.4, 0.6),
    )
    assert (result.lost, result.wrong, result.stuck) == (0, 0, 0)
    assert result.doubled <= KILLS

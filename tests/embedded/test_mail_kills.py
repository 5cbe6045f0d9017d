"""The worker of the mail killed and stopped in a bulk; tests/soak/test_outbox_faults.py does it at length."""

import signal
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from tests.support.mail_rehearsal import EMBEDDED, rehearse

pytestmark = pytest.mark.timeout(120)


@pytest.mark.parametrize(("sign", "doubled"), [(signal.SIGKILL, 3), (signal.SIGTERM, 0)])
def test_no_letter_is_lost(
    app: Flask, session: Any, tmp_path: Path, sign: signal.Signals, doubled: int
) -> None:
    app.config["MAIL_TIME_DIVISOR"] = 100
    result = rehearse(
        app, session, tmp_path, options=EMBEDDED, notices=200, sign=sign, times=3, life=(0.4, 0.7)
    )
    assert (result.lost, result.wrong, result.stuck) == (0, 0, 0)
    assert result.doubled <= doubled
    assert result.longest < 10

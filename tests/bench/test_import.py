"""Import of many rows, from the file to the roster: the target is under a minute for 10,000 rows."""

import os
import time
from typing import Any

import pytest

from app.rules.states.roster.roster_import import RosterImportState
from app.services.roster import import_release, imports
from app.tasks.roster import imports as task
from tests.support.desk import officer
from tests.support.roster_files import checked, csv, row

ROWS = int(os.environ.get("BENCH_ROWS", "10000"))


@pytest.mark.timeout(900)
def test_import(session: Any, capsys: pytest.CaptureFixture[str]) -> None:
    """Print the duration of check and import."""
    content = csv([row(phone=f"0859-{n // 10000:02}-{n % 10000:04}") for n in range(ROWS)])
    by = officer()
    begun = time.perf_counter()
    job = checked(content, by)
    checking = time.perf_counter() - begun
    import_release.start(by, job.id, skip_wrong=False, basis="決定")
    import_release.release(officer(), job.id)
    session.commit()
    begun = time.perf_counter()
    task.sweep()
    entering = time.perf_counter() - begun
    assert imports.one(by, job.id).state is RosterImportState.IMPORTED
    with capsys.disabled():
        print(f"\n{ROWS:,} rows: checked in {checking:.1f} s, entered in {entering:.1f} s")

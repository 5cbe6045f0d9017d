"""10,000 tamperings with a trail of some 200 entries on each database, by both verifiers.

make soak ARGS="tests/soak/test_trail.py"
"""

from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from tests.services.common.test_trail import each_tampering, found_by_both, is_located

TAMPERINGS, LENGTH = 10_000, 200


@pytest.mark.both_databases
@pytest.mark.timeout(7200)
def test_every_tampering_is_found_and_located_by_both(
    app: Flask, session: Any, tmp_path: Path
) -> None:
    folder, export = Path(app.config["LEDGER_FOLDER"]), tmp_path / "trail.jsonl"
    missed, tried = [], 0
    for tampering in each_tampering(range(TAMPERINGS), LENGTH):
        found = found_by_both(folder, export)
        missed += [(tampering, each) for each in found if not is_located(tampering, each)]
        tried += 1
        if tried == TAMPERINGS:
            break
    assert (tried, missed) == (TAMPERINGS, [])
